"""The sample letters are whole: pages, truth and town fit together, identifiers are well formed."""

import json
import re

import phonenumbers
import pytest
from PIL import Image
from stdnum import iban
from stdnum.ro import cf, cnp

from registry_desk.model.document import FIELD_NAMES, Kind
from registry_desk.resources import resource
from tests.letters.ink import printed, register_faces
from tests.letters.letters import LETTERS
from tests.letters.paper import printed_text
from tests.letters.town import TOWN

FOLDER = resource("letters")
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))


def test_pages_are_a4_at_300_dpi_and_together_small():
    files = sorted(FOLDER.glob("page-*.jpg"))
    assert [f.name for f in files] == [p["file"] for p in TRUTH["pages"]]
    for file in files:
        with Image.open(file) as image:
            assert image.size == (2480, 3508)
            assert image.info["dpi"] == (300, 300)
    assert sum(f.stat().st_size for f in files) < 8_000_000


def test_batch_is_duplex_with_backs_and_separators():
    pages = TRUTH["pages"]
    assert len(pages) % 2 == 0
    assert all(pages[i + 1]["blank"] for i, p in enumerate(pages) if p["separator"])
    assert sum(p["separator"] for p in pages) == sum(x.is_after_separator for x in LETTERS)
    assert any(p["rotation_deg"] == 180 for p in pages)
    assert any(not p["blank"] and p["colour"] for p in pages)


def test_truth_tells_of_every_letter():
    documents = TRUTH["documents"]
    codes = {d["code"] for d in TOWN["departments"]}
    assert [d["letter"] for d in documents] == [x.name for x in LETTERS]
    assert {d["department"] for d in documents} <= codes
    assert {d["fields"]["kind"] for d in documents} == set(Kind) - {Kind.OTHER}
    assert max(d["last_page"] - d["first_page"] for d in documents) >= 3
    for document in documents:
        assert set(document["fields"]) <= set(FIELD_NAMES)


def test_town_file_is_the_town():
    assert json.loads(resource("town.json").read_text(encoding="utf-8")) == TOWN


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_identifiers_are_well_formed(letter):
    fields = letter.fields
    assert "cui" not in fields or cf.is_valid(fields["cui"])
    assert "cnp" not in fields or cnp.is_valid(fields["cnp"])
    assert "iban" not in fields or iban.is_valid(fields["iban"])
    assert "phone" not in fields or phonenumbers.is_valid_number(
        phonenumbers.parse(fields["phone"])
    )


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.name)
def test_what_must_be_read_stands_on_the_paper(letter):
    register_faces()
    paper = re.sub(r"\W", "", "".join(printed_text(printed(letter.story())))).lower()
    for name in ("sender_address", "email", "cui", "cnp", "iban", "case_number"):
        if name in letter.fields:
            assert re.sub(r"\W", "", letter.fields[name]).lower() in paper
    for word in re.findall(r"\w+", letter.fields["sender_name"]):
        assert word.lower() in paper
