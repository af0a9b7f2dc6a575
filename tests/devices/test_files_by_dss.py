"""Files signed by EU DSS, as most web signers do it: no false alarm, and the level they have."""

import pytest

from registry_desk.pdf import compose_reply
from registry_desk.signing import SealKey, seal, verify
from tests.judges import dss
from tests.judges.authority import Authority
from tests.unit.signing.conftest import REPLY
from tests.unit.signing.documents import Pen, plain

LEVELS = {"B": "B-B", "T": "B-T", "LT": "B-LT", "LTA": "B-LTA"}
CERTIFIED = ("NO_CHANGE_PERMITTED", "MINIMAL_CHANGES_PERMITTED", "CHANGES_PERMITTED")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(authority, tmp_path_factory):
    """Give a folder with every file made by DSS; its sources have cross-reference streams."""
    folder = tmp_path_factory.mktemp("dss")
    compose_reply(REPLY, folder / "reply.pdf")
    (folder / "form.pdf").write_bytes(plain(is_compressed=True))
    (folder / "others.pdf").write_bytes(Pen(authority).sign(plain()))
    orders = [
        *(_order(folder, "reply", level, level=level) for level in LEVELS),
        *(_order(folder, "reply", f"{level}-seen", level=level, left=60) for level in LEVELS),
        *(_order(folder, "reply", kind, level="LT", certify=kind) for kind in CERTIFIED),
        *(_order(folder, kind, f"{kind}-kept", level="LTA", extend=1) for kind in CERTIFIED),
        _order(folder, "LTA", "LTA-renewed", level="LTA", extend=1),
        _order(folder, "form", "form-1", level="LT", left=60),
        _order(folder, "form-1", "form-2", level="LT", left=300),
        _order(folder, "form-2", "form-3", level="LTA", extend=1),
        _order(folder, "others", "others-2", level="LT", left=60),
        _order(folder, "others-2", "others-3", level="LTA", extend=1),
        _order(folder, "reply", "unknown", level="B", hash="SHA3_256"),
    ]
    dss.sign(authority, orders, folder)
    return folder


def _order(folder, source, target, **wanted):
    return {"in": folder / f"{source}.pdf", "out": folder / f"{target}.pdf"} | wanted


def _told(authority, file):
    told = verify(file, trust=[authority.root_pem])
    return [(one.verdict.value, one.level, *one.reasons) for one in told.signatures]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("look", ["", "-seen"])
def test_every_level(authority, files, level, look):
    assert _told(authority, files / f"{level}{look}.pdf") == [("valid", LEVELS[level])]


@pytest.mark.parametrize("kind", CERTIFIED)
def test_certified_and_kept_for_long(authority, files, kind):
    assert _told(authority, files / f"{kind}.pdf") == [("valid", "B-LT")]
    assert _told(authority, files / f"{kind}-kept.pdf") == [("valid", "B-LTA")]


def test_archived_twice(authority, files):
    assert _told(authority, files / "LTA-renewed.pdf") == [("valid", "B-LTA")]


@pytest.mark.parametrize(("name", "levels"), [
    ("form-1", ["B-LT"]),
    ("form-2", ["B-LT", "B-LT"]),
    ("form-3", ["B-LTA", "B-LTA"]),
    ("others-2", ["B-LT", "B-LT"]),
    ("others-3", ["B-LTA", "B-LTA"]),
])  # fmt: skip
def test_one_after_another(authority, files, name, levels):
    assert _told(authority, files / f"{name}.pdf") == [("valid", level) for level in levels]


def test_our_seal_after_theirs(authority, files, tmp_path):
    target = tmp_path / "sealed.pdf"
    seal(
        files / "LT-seen.pdf",
        target,
        key=SealKey(authority.seal_file, "secret"),
        trust=[authority.root_pem],
        level="B-LT",
        tsa_url=authority.tsa_url,
    )
    assert _told(authority, target) == [("valid", "B-LT"), ("valid", "B-LT")]


def test_algorithm_nobody_knows_is_not_called_a_forgery(authority, files):
    ((verdict, level, reason),) = _told(authority, files / "unknown.pdf")
    assert (verdict, level) == ("cannot_check", "B-B")
    assert "algoritm" in reason
