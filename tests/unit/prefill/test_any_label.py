"""A heading behind a label nobody knows: it stands by itself over the text and begins small."""

import pytest

from registry_desk.prefill import understand
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.subject import _labelled
from tests.unit.prefill.typed import page_of

HEAD = "COMPANIA DE TRANSPORT ARGEȘ S.A.\nPitești, str. Horea nr. 12, tel. 0248 222 333\n\n"
TEXT = (
    "\n     Vă facem cunoscut că echipele noastre vor lucra pe strada Horea în fiecare seară, iar\n"
    "circulația va fi deviată pe străzile vecine până la terminarea lucrărilor de la pod.\n"
)
TOLD = [
    ("Concerne: devierea circulației pe strada Horea", "Devierea circulației pe strada Horea"),
    ("Spre știință: devierea circulației pe strada Horea", "Devierea circulației pe strada Horea"),
    ("Chestiune: închiderea podului peste râu", "Închiderea podului peste râu"),
    ("Despre ce este vorba: închiderea podului peste râu", "Închiderea podului peste râu"),
]
NOT_TOLD = [
    "Spre știință: Inspectoratul Județean în Construcții", "Calitatea: chiriaș în blocul vechi",
    "Atenție: da", "Delegat: Ana Budai, inginer de drumuri", "Loc: în fața primăriei vechi",
]  # fmt: skip


def labelled(text):
    return [str(found.value) for found in _labelled(Paper([page_of(text)]))]


@pytest.mark.parametrize(("line", "said"), TOLD)
def test_what_stands_behind_an_unknown_label(line, said):
    assert labelled(f"{HEAD}Către Primăria Brezoaia\n\n{line}\n{TEXT}") == [said]


@pytest.mark.parametrize("line", NOT_TOLD)
def test_names_places_and_what_is_said_of_the_writer_are_no_matter(line):
    assert labelled(f"{HEAD}Către Primăria Brezoaia\n\n{line}\n{TEXT}") == []


def test_a_forms_labels_are_none():
    form = (
        "Nume: Budai Ana\nOcupația: muncitoare la fabrica de pâine\nVenit: pensie de urmaș mică\n"
    )
    assert labelled(form + TEXT) == []


def test_the_letter_is_told_by_it():
    seen = understand([page_of(f"{HEAD}Către Primăria Brezoaia\n\n{TOLD[0][0]}\n{TEXT}")]).fields
    assert str(seen["subject"].value) == TOLD[0][1]
