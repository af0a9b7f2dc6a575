"""Two ways of reading: agreement is sure, doubt is told, nothing is taken from the addressee."""

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import understand
from registry_desk.prefill.agreement import agreed
from registry_desk.prefill.contacts import is_in_mail
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.line_signs import words_of_paper
from registry_desk.prefill.name_choice import best_name
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.zones import Role
from tests.unit.prefill.typed import page_of

LETTER = """\
GARDA DE MEDIU
COMISARIATUL JUDEȚEAN GORJ
Nr. 1204/GJ
Data: 14.03.2026

     Către: Primăria Comunei Valea Teiului
     Referitor: depozitare necontrolată de deșeuri pe malul Bistriței

     În urma controlului tematic au fost identificate patru amplasamente cu deșeuri menajere și
din construcții, în albia majoră a râului. Fotografiile sunt cuprinse în nota de constatare.
     Vă solicităm să luați măsuri de curățare a zonei și să ne comunicați stadiul lucrărilor.

     Comisar șef județean,
     Florin Țicleanu

Str. Unirii nr. 76, Târgu Jiu, tel. 0253 211 415
"""


@pytest.fixture
def paper():
    return Paper([page_of(LETTER)])


def at(paper, words, value, score=0.9):
    start = paper.text.index(words)
    return Finding(value, score, start, start + len(words))


def roles(paper, role=Role.BODY):
    return [role] * len(paper.lines)


def test_likelihoods_are_probabilities(paper):
    reading = SecondReading(paper)
    assert sum(reading.kinds.values()) == pytest.approx(1)
    assert all(0 < share < 1 for share in reading.of("sender_date").of_lines)


def test_a_date_that_the_rules_miss_is_filled_in(paper):
    found = agreed(
        paper, "sender_date", None, SecondReading(paper), roles(paper), Kind.OFFICIAL_LETTER
    )
    assert found.value == "2026-03-14"
    assert paper.text[found.start : found.end] == "14.03.2026"


def test_nothing_is_filled_in_from_the_addressees_lines(paper):
    told = roles(paper, Role.ADDRESSEE)
    reading = SecondReading(paper)
    assert agreed(paper, "sender_address", None, reading, told, Kind.OFFICIAL_LETTER) is None
    assert best_name(paper, None, reading, told) is None


def test_a_citizens_letter_gets_no_number_that_it_cites():
    paper = Paper([page_of("Domnule primar,\n\nNr. 2304 din 16.05.2024\n\nVă rog să răspundeți.")])
    reading = SecondReading(paper)
    name = "sender_registration_number"
    assert agreed(paper, name, None, reading, roles(paper), Kind.PETITION) is None
    filled = agreed(paper, name, None, reading, roles(paper), Kind.OFFICIAL_LETTER)
    assert filled.value == "2304"


WIDE = (
    "Eliberarea atestatului de producător și a carnetului de comercializare pentru produse agricole"
)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (f"{WIDE}\n\nNume: Ion Pop", WIDE),
        (f"{WIDE}.", None),
        (f"{WIDE}\n{WIDE}\nși altele.", None),
    ],
)
def test_a_wide_heading_is_told_from_running_text(text, subject):
    found = value_in(Paper([page_of(text)]), "subject", 0)
    assert (found.value if found else None) == subject


def test_a_name_in_an_unlikely_line_gives_way(paper):
    unlikely = at(paper, "Florin Țicleanu", "Florin Țicleanu", 0.6)
    chosen = best_name(paper, unlikely, SecondReading(paper), roles(paper))
    assert chosen.value != "Florin Țicleanu"
    assert chosen.start < paper.text.index("Nr. 1204")


def test_a_name_that_both_readings_find_is_sure(paper):
    found = at(paper, "GARDA DE MEDIU", "Garda de Mediu")
    chosen = best_name(paper, found, SecondReading(paper), roles(paper))
    assert (chosen.value, chosen.score > 0.85) == ("Garda de Mediu", True)


def test_a_heading_of_any_words_may_be_a_name():
    found = value_in(Paper([page_of("CRIȘANA LICHIDĂRI ȘI INSOLVENȚĂ")]), "sender_name", 0)
    assert found.value == "Crișana Lichidări și Insolvență"
    assert value_in(Paper([page_of("Factură nr. 12")]), "sender_name", 0) is None


def test_a_name_that_a_mail_address_bears_out_is_kept():
    paper = Paper([page_of("Teodor Cuc\nteodor.cuc@posta.ro")])
    assert is_in_mail(paper, "Teodor Cuc")
    assert not is_in_mail(paper, "Eva Balogh")


def test_agreement_is_told_as_surer_than_the_score():
    read = understand([page_of(LETTER)]).fields
    assert read["kind"].confidence > 0.95
    assert read["sender_registration_number"].confidence > 0.9


def test_pairs_of_words_are_seen_beside_words():
    words = words_of_paper(Paper([page_of("Vă rugăm să achitați factura")]))
    assert words["b=achita_factur"] == pytest.approx(0.5)
    assert "b=factur_achita" not in words
    assert words["w=achita"] == words["w=factur"]
