"""Separator sheets: printed here, believed here, only a doubt where the key is another."""

import json

import pytest

from registry_desk.cli.door import run
from registry_desk.cli.separator_key import known_key
from registry_desk.intake.files import render_page
from registry_desk.reading import PageReaders, ReadingSettings
from registry_desk.settings.places import separator_key_file
from registry_desk.splitting.separators import new_separator_key, read_separator


@pytest.fixture
def key_file(tmp_path):
    return tmp_path / "separators.key"


def printed(tmp_path, key_file, capsys, *more):
    out = tmp_path / "sheet.pdf"
    asked = ["separators", "--key-file", str(key_file), "--out", str(out), "--json", *more]
    assert run(asked) == 0
    assert json.loads(capsys.readouterr().out)["pdf"] == str(out)
    return out


def codes_on(sheet, tmp_path):
    """Print, scan and read the sheet."""
    image = tmp_path / "scan.jpg"
    render_page(sheet, 1, image)
    with PageReaders(1) as readers:
        read = readers.submit(image, 1, tmp_path / "cleaned.jpg", settings=ReadingSettings())
        return read.result().barcodes


def test_sheet_carries_its_department_and_is_believed(tmp_path, key_file, capsys):
    sheet = printed(tmp_path, key_file, capsys, "--department", "URB", "--register", "GEN")
    key = known_key(key_file)
    orders = [read_separator(code, key) for code in codes_on(sheet, tmp_path)]
    proven = [order for order in orders if order and order.is_proven]
    assert proven
    assert proven[0].fields == {"department": "URB", "register": "GEN"}
    other = new_separator_key()
    foreign = [read_separator(code, other) for code in codes_on(sheet, tmp_path)]
    assert not any(order.is_proven for order in foreign if order)


def test_key_is_private_and_drawn_once(tmp_path, key_file, capsys):
    printed(tmp_path, key_file, capsys)
    assert key_file.stat().st_mode & 0o077 == 0
    first = known_key(key_file)
    printed(tmp_path, key_file, capsys)
    assert known_key(key_file) == first


def test_odd_code_is_wrong_usage(tmp_path, key_file, capsys):
    out = tmp_path / "sheet.pdf"
    asked = ["separators", "--key-file", str(key_file), "--department", "ȘEF;x", "--out", str(out)]
    assert run(asked) == 2
    assert not out.exists()


def test_rubbish_for_a_key_is_named(tmp_path, key_file, capsys):
    key_file.touch(mode=0o600)
    key_file.write_text("not a key!")
    assert run(["separators", "--key-file", str(key_file), "--out", str(tmp_path / "x.pdf")]) == 6


def test_desk_without_key_or_keyring_still_works():
    assert known_key() is None


def test_without_a_keyring_the_key_is_kept_in_a_private_file_and_said(tmp_path, capsys):
    asked = ["--lang", "en", "separators", "--out", str(tmp_path / "sheet.pdf")]
    assert run(asked) == 0
    assert str(separator_key_file()) in capsys.readouterr().err
    assert separator_key_file().stat().st_mode & 0o077 == 0
    first = known_key()
    assert first is not None
    assert run(asked) == 0
    assert capsys.readouterr().err == ""
    assert known_key() == first
