"""Odd, broken and hostile files: each is named or read, and none takes another with it."""

import json

import pytest

from registry_desk.cli.door import run
from registry_desk.durable import sha256_of
from registry_desk.reading import process
from tests.letters.bad_files import BAD_FILES, NAMES
from tests.unit.pages import letter, save

NUMBERED = list(enumerate(BAD_FILES, 1))
EACH = pytest.mark.parametrize(("number", "bad"), NUMBERED, ids=[bad.name for bad in BAD_FILES])


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brought")
    for number, bad in NUMBERED:
        (folder / f"{number:02d} {bad.name}").write_bytes(bad.make())
    return folder, {file.name: sha256_of(file) for file in folder.iterdir()}


@pytest.fixture(scope="module")
def told(brought, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    code = run(["--lang", "en", "process", str(brought[0]), "--out", str(out), "--json"])
    return code, json.loads((out / "batch.json").read_text(encoding="utf-8")), out


def rows(told, kind, number):
    return [row for row in told[1][kind] if row["source"].startswith(f"{number:02d} ")]


def test_it_ends_as_damaged_input(told):
    assert told[0] == 6


@EACH
def test_every_page_is_read_or_named(told, number, bad):
    damaged = rows(told, "damaged", number)
    assert [row["source_page"] for row in damaged] == list(bad.damaged)
    for row in damaged:
        assert row["code"].startswith(bad.code)
        assert row["message"] and row["next_step"]
    read = [row["source_page"] for row in rows(told, "pages", number)]
    assert read == [page for page in range(1, bad.pages + 1) if page not in bad.damaged]


@EACH
def test_finished_files_stay_byte_for_byte(told, brought, number, bad):
    folder, sums = brought
    file = folder / f"{number:02d} {bad.name}"
    assert sha256_of(file) == sums[file.name]
    indexes = {row["index"] for row in rows(told, "pages", number)}
    for document in told[1]["documents"]:
        if indexes & set(document["page_indexes"]):
            assert document["kept_as_it_is"] == bad.kept
            is_same = sha256_of(told[2] / document["pdf"]) == sums[file.name]
            assert is_same == (bad.kept is not None)


@pytest.mark.parametrize("name", ["larger.jpg", "cropped away.pdf", "turned.jpg", "cmyk.jpg"])
def test_what_came_of_an_odd_page_is_shown(told, name):
    number = next(number for number, bad in NUMBERED if bad.name == name)
    (row,) = rows(told, "pages", number)
    assert not row["is_blank"], "a page of which nothing came is no blank back"
    if name == "larger.jpg":
        assert "truncated" in row["doubts"]
        assert (row["width_px"], row["height_px"]) == (9000, 9000), "boxes lie on the captured page"
    else:
        assert "Subsemnatul" in row["text"]


def test_names_do_no_harm(tmp_path):
    page = letter(("Cerere",), dpi=100)
    inside = tmp_path / "in"
    inside.mkdir()
    for name in NAMES:
        save(page, inside / name, dpi=100, format="JPEG")
    kept = {file: sha256_of(file) for file in inside.iterdir()}
    found = process([inside], tmp_path / "out")
    assert len(found["pages"]) == len(NAMES)
    assert found["damaged"] == []
    assert {file: sha256_of(file) for file in inside.iterdir()} == kept
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert made == {"batch.json"} | {document["pdf"] for document in found["documents"]}
