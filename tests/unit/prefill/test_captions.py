"""A form's boxes: what stands under a printed caption is read as if it stood behind it."""

import pytest

from registry_desk.prefill import understand
from registry_desk.prefill.paper import Paper
from tests.unit.prefill.typed import page_of


def lines(text):
    return [line.text for line in Paper([page_of(text)]).lines]


def fields(text):
    return {name: str(found.value) for name, found in understand([page_of(text)]).fields.items()}


JOINED = [
    ("NUME         PRENUME        CNP\nBudai        Roxana         1540425180896",
     ["NUME: Budai", "PRENUME: Roxana", "CNP: 1540425180896"]),
    ("Nr.          Data          Dosar fiscal\nGL_ADM 512   12.03.2026    87",
     ["Nr: GL_ADM 512", "Data: 12.03.2026", "Dosar fiscal: 87"]),
    ("Obiectul adresei\nmutarea arhivei în clădirea nouă",
     ["Obiectul adresei: mutarea arhivei în clădirea nouă"]),
    ("Număr de ieșire\n418/C", ["Număr de ieșire: 418/C"]),
    ("Localitatea      Strada          Nr.      Ap.\nDej              Horea           12       4",
     ["Localitatea: Dej", "Strada: Horea Nr. 12 Ap. 4"]),
    ("1. Instituția\nOcolul Silvic Dej\n2. Persoana care scrie\nAna Budai\n3. Telefon\n0744111222",
     ["Instituția: Ocolul Silvic Dej", "Persoana care scrie: Ana Budai", "Telefon: 0744111222"]),
    ("Seria       Numărul       Data emiterii\nKLM         10442         01.02.2026",
     ["Seria: KLM", "Numărul: 10442", "Data emiterii: 01.02.2026"]),
]  # fmt: skip
KEPT = [
    "Destinatar        Primăria Dej\nObiect            repararea podului",
    "Nr.    Nume și prenume    Semnătura\n1      Ana Budai          A\n2      Ion Rus            I",
    "Denumire produs      Cant.      Preț\nPâine albă           10         4,50",
    "1. bugetul pe anul trecut;\n2. lista contractelor;\n3. data ședinței;\n4. cine a votat",
    "ADRESĂ\nprivind drumurile de pământ",
    "Data        Semnătura\n\n\n\n12.03.2026",
    "Telefon 0744111222\nstr. Horea nr. 12",
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), JOINED)
def test_a_caption_and_what_stands_under_it_are_one_line(text, told):
    assert lines(text) == told


@pytest.mark.parametrize("text", KEPT)
def test_tables_lists_titles_and_labels_with_values_stay_as_they_are(text):
    assert len(lines(text)) >= len(text.split("\n")) - text.count("\n\n")


def test_a_column_beside_a_caption_stays_apart():
    text = "Telefon\n0744 111 222                       Stimate domnule primar,"
    assert lines(text) == ["Telefon: 0744 111 222", "Stimate domnule primar,"]


def test_a_form_of_boxes_is_read():
    seen = fields(
        "POLIȚIA LOCALĂ                              FIȘĂ DE RECLAMAȚIE\n"
        "Orașul Brezoaia\n\n"
        "Numele și prenumele reclamantului           Telefonul\n"
        "Budai Roxana                                0744111222\n\n"
        "Adresa\n"
        "Brezoaia- Sat, str. Horea nr. 12\n\n"
        "Obiectul reclamației                        Data faptei\n"
        "muzică la ore târzii                        01.05.2026\n\n"
        "Vecinii de la etajul doi ascultă muzică până după miezul nopții. Vă rog să-i amendați.\n\n"
        "Data completării\n"
        "04.05.2026\n"
    )
    assert seen["sender_name"] == "Budai Roxana"
    assert seen["sender_address"] == "Brezoaia-Sat, str. Horea nr. 12"
    assert seen["phone"] == "+40744111222"
    assert seen["sender_date"] == "2026-05-04"
