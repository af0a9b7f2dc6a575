"""The sample letters, from images to documents: nothing lost, nothing invented."""

import json
from datetime import date

import pikepdf
import pytest

from registry_desk.cli.door import run
from registry_desk.demo.letters import sample_letters
from registry_desk.reading import process

EXACT = ("kind", "sender_registration_number", "sender_date", "email", "phone", "cui", "iban")


@pytest.fixture(scope="module")
def truth():
    letters = sample_letters()
    return json.loads(letters.pages[0].with_name("truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    return process(sample_letters().pages, out, jobs=2), out


def test_every_page_is_told_of_in_order(read, truth):
    told, _out = read
    assert [page["index"] for page in told["pages"]] == list(range(1, len(truth["pages"]) + 1))
    assert [page["source"] for page in told["pages"]] == [page["file"] for page in truth["pages"]]
    assert told["damaged"] == []


def test_pages_are_upright_straight_and_told_blank(read, truth):
    told, _out = read
    for seen, true in zip(told["pages"], truth["pages"], strict=True):
        assert (seen["is_separator"], seen["source"]) == (true["separator"], true["file"])
        if true["separator"]:
            continue
        assert seen["is_blank"] == true["blank"], true["file"]
        if not true["blank"]:
            assert seen["rotation_deg"] == true["rotation_deg"], true["file"]
            assert abs(seen["skew_deg"] - true["skew_deg"]) <= 0.3, true["file"]


def test_documents_begin_where_they_begin(read, truth):
    told, _out = read
    written = {p["index"] for p in told["pages"] if not p["is_blank"]}
    begins = [min(written & set(d["page_indexes"])) for d in told["documents"]]
    assert begins == [document["first_page"] for document in truth["documents"]]


def test_fields_are_those_of_the_letters(read, truth):
    told, _out = read
    for seen, true in zip(told["documents"], truth["documents"], strict=True):
        for name in EXACT:
            value = seen["fields"].get(name, {}).get("value")
            assert value == true["fields"].get(name), f"{true['letter']} {name}"


def test_boxes_lie_on_the_captured_page(read):
    told, _out = read
    pages = {page["index"]: page for page in told["pages"]}
    for document in told["documents"]:
        for name, field in document["fields"].items():
            assert 0 < field["confidence"] <= 1
            if field.get("box_px") is None:
                continue
            x, y, width, height = field["box_px"]
            page = pages[field["page"]]
            assert x >= -9 and x + width <= page["width_px"] + 9, name
            assert y >= -9 and y + height <= page["height_px"] + 9, name


def test_text_has_commas_below(read):
    told, _out = read
    text = "".join(page["text"] for page in told["pages"])
    assert not set(text) & set("şţŞŢ")
    assert {"ș", "ț"} <= set(text)


def test_documents_are_searchable_and_leave_blank_backs_out(read):
    told, out = read
    for document in told["documents"]:
        with pikepdf.open(out / document["pdf"]) as pdf:
            blank = {p["index"] for p in told["pages"] if p["is_blank"]}
            assert len(pdf.pages) == len(set(document["page_indexes"]) - blank)
    assert json.loads((out / "batch.json").read_text(encoding="utf-8")) == told


def test_dates_are_dates(read):
    told, _out = read
    for document in told["documents"]:
        if "sender_date" in document["fields"]:
            date.fromisoformat(document["fields"]["sender_date"]["value"])


def test_command_line_says_which_files_are_damaged(tmp_path, capsys):
    page = sample_letters().pages[0]
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "cut.jpg").write_bytes(page.read_bytes()[:4000])
    (tmp_path / "not.png").write_bytes(b"<html>no picture</html>" * 40)
    paths = [tmp_path / "empty.jpg", page, tmp_path / "cut.jpg", tmp_path / "not.png"]
    code = run(
        ["process", *map(str, paths), "--out", str(tmp_path / "out"), "--json", "--jobs", "1"]
    )
    told = json.loads(capsys.readouterr().out)
    assert code == 6
    assert len(told["documents"]) == 1
    assert {row["source"] for row in told["damaged"]} == {"empty.jpg", "cut.jpg", "not.png"}
    assert all(row["code"] and row["message"] for row in told["damaged"])
