"""Modules are found from what packages register; a bad registration hides no other."""

import pytest

from registry_desk.signing import modules


@pytest.fixture
def registered(tmp_path, monkeypatch):
    """Give the folder where packages register modules, the only place looked at."""
    monkeypatch.setattr(modules, "_P11_KIT", (str(tmp_path),))
    monkeypatch.setattr(modules, "_from_vendors", list)
    return tmp_path


def test_bad_registrations_hide_no_other(registered):
    good = registered / "good.so"
    good.touch()
    (registered / "a.module").mkdir()
    (registered / "b.module").symlink_to(registered / "gone")
    (registered / "c.module").symlink_to(registered / "c.module")
    (registered / "d.module").write_bytes(b"\xff\xfe module \x00\n:\nmodule:\nmodule: /a\x00b\n")
    (registered / "e.module").write_text(f"module: {registered}/{'x' * 300}.so\n")
    (registered / "z.module").write_text(f"# ours\nmodule: {good}\npriority: 1\n")
    assert modules.find_modules() == [good]
