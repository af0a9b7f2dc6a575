"""A document's fields with their places, and that nothing is ever invented."""

import json
import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.ro import cf, cnp

from registry_desk.model.department import Department
from registry_desk.model.document import FIELD_NAMES, Kind
from registry_desk.model.page import Box, Placement
from registry_desk.prefill import understand
from registry_desk.prefill.identifiers import LOOKALIKE_DIGITS
from registry_desk.resources import resource
from tests.unit.prefill.typed import CELL_PX, LEFT_PX, ROW_PX, TOP_PX, WORD_PX, forms, page_of

TOWN = json.loads(resource("town.json").read_text(encoding="utf-8"))
DEPARTMENTS = [Department(d["code"], d["name"], tuple(d["words"])) for d in TOWN["departments"]]


def test_nothing_is_understood_of_blank_pages():
    found = understand([page_of(""), page_of("   \n\n", index=2)], departments=DEPARTMENTS)
    assert found.fields == {}
    assert found.department is None
    assert understand([]).fields == {}


def test_place_is_on_the_captured_image_of_the_right_page():
    turned = Placement(0.0, -1.0, 3507.0, 1.0, 0.0, 0.0)
    first = page_of(
        "Către Primăria Orașului Azuga\n\nCERERE\n\nSubsemnata Albu Ioana vă rog", index=4
    )
    second = page_of("   e-mail ioana.albu@posta.example", index=6, placement=turned)
    email = understand([first, page_of("", index=5), second]).fields["email"]
    assert email.page == 6
    word = Box(LEFT_PX + 10 * CELL_PX, TOP_PX, 24 * CELL_PX, WORD_PX)
    assert email.box == turned.on_captured(word)


def test_value_over_two_lines_gets_a_box_around_both():
    text = "Subsemnatul Ionescu\nVasile, domiciliat în Azuga, str. Gării nr. 2, vă rog să aprobați"
    name = understand([page_of(text)]).fields["sender_name"]
    assert name.value == "Ionescu Vasile"
    assert name.box is not None
    assert (name.box.y, name.box.height) == (TOP_PX, ROW_PX + WORD_PX)


def test_badly_read_letters_lower_the_confidence():
    text = "Subsemnatul Ionescu Vasile, domiciliat în Azuga, str. Gării nr. 2, vă rog să aprobați"
    page = page_of(text)
    doubted = page_of(text)
    words = tuple(type(w)(w.text, w.box, 0.3, w.line, w.block) for w in doubted.text.words)
    text_of = type(page.text)(page.text.text, words, 0.3)
    pale = type(page)(1, page.source, 1, page.cleaned, text_of)
    sure, unsure = (understand([p]).fields["sender_name"].confidence for p in (page, pale))
    assert unsure < sure


def test_reason_names_the_words_of_the_letter():
    page = page_of(
        "Către Primăria Azuga\n\n          SESIZARE\n\nVă sesizez gropile din strada Gării."
    )
    kind = understand([page]).fields["kind"]
    assert (kind.value, kind.reason) == ("complaint", "reason.title: SESIZARE")


def test_department_is_suggested_with_the_words_that_decided():
    page = page_of(
        "Subsemnatul Ionescu Vasile, vă rog să îmi eliberați un certificat de urbanism pentru\n"
        "terenul înscris în cartea funciară nr. 4410."
    )
    found = understand([page], departments=DEPARTMENTS).department
    assert found is not None
    assert found.department == "URB"
    assert "certificat de urbanism" in found.reason
    assert understand([page]).department is None


def test_department_named_in_the_address_is_suggested():
    page = page_of(
        "Către Primăria Orașului Valea Stejarului, Biroul Stare civilă\n\n"
        "Subsemnatul Ionescu Vasile, vă rog să îmi comunicați programul de lucru al biroului.\n"
        "Tot la dumneavoastră am depus în iunie un certificat de urbanism."
    )
    offices = [
        Department("CIV", "Stare civilă", ("stare civilă",)),
        Department("URB", "Urbanism", ("certificat de urbanism",)),
    ]
    found = understand([page], departments=offices).department
    assert found is not None
    assert (found.department, found.reason) == ("CIV", "Stare civilă")


def test_no_department_is_suggested_where_two_stand_equal():
    both = [Department("A", "Ape", ("canal",)), Department("B", "Drumuri", ("canal",))]
    page = page_of("Vă rog să curățați canalul de pe strada Gării.")
    assert understand([page], departments=both).department is None


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.name)
def test_fields_are_named_sure_and_placed(form):
    for name, read in understand(form.pages).fields.items():
        assert name in FIELD_NAMES
        assert 0.5 <= read.confidence <= 1.0
        assert 1 <= read.page <= len(form.pages)
        assert isinstance(read.value, int) == (name == "deadline_days")


PIECES = st.sampled_from(
    [
        "Subsemnatul", "Popescu Ion", "CNP 1800101221144", "Nr.", "din", "12.03.2026", "FACTURĂ",
        "Seria AB nr. 12", "CUI RO18547290", "CUI 18547291", "tel. 0745 112 903", "Către",
        "Primăria", "S.R.L.", "Total de plată: 1.234,56 lei", "în termen de 15 zile", "e-mail",
        "ion@posta.example", "ion(Oposta.example", "RO49AAAA1B31007593840000", "dosar nr.",
        "12/34/2026", "str. Gării nr. 2", "Obiect:", "având ca obiect", "vă rog să", "CITAȚIE",
        "\n", "\n\n", "     ", ".", ",", ":", "(", "|", "Data", "Furnizor", "Client",
        "Legea 544/2001",
    ]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map(" ".join),
    st.lists(st.sampled_from([f.pages[0].text.text for f in forms()]), max_size=2).flatmap(
        lambda texts: st.permutations("\n".join(texts).splitlines()).map("\n".join)
    ),
)


def digits(text):
    return re.sub(r"\D", "", text.translate(LOOKALIKE_DIGITS))


@settings(max_examples=150, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_survived_and_no_value_is_invented(text):
    found = understand([page_of(text)], departments=DEPARTMENTS)
    told = {name: read.value for name, read in found.fields.items()}
    assert set(told) <= set(FIELD_NAMES)
    assert "kind" not in told or told["kind"] in set(Kind)
    written = digits(text)
    if "cui" in told:
        assert cf.is_valid(told["cui"])
        assert told["cui"] in written
    if "cnp" in told:
        assert cnp.is_valid(told["cnp"])
        assert told["cnp"] in written
    if "iban" in told:
        assert iban.is_valid(told["iban"])
        assert digits(told["iban"]) in written
    if "phone" in told:
        assert phonenumbers.is_possible_number(phonenumbers.parse(told["phone"]))
        assert told["phone"][-9:] in written
    if "deadline_days" in told:
        assert 1 <= told["deadline_days"] <= 365
    if "subject" in told:
        assert len(told["subject"]) <= 160
