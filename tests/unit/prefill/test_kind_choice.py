"""The kind is what both readings together speak most for."""

from dataclasses import dataclass, field

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill.kind_choice import kind_chosen
from registry_desk.prefill.kinds import kind_of
from registry_desk.prefill.paper import Paper
from tests.unit.prefill.typed import page_of

NUMBERED = """Asociația Caritas Dealu Mare
str. Cloșca nr. 62, tel. 0259 457 474
Nr. 179/2026

Consiliului Local al Municipiului Dealu Mare

Organizația noastră îngrijește de unsprezece ani bătrâni fără venituri. Pentru anul viitor
solicităm acordarea unei subvenții pentru centrul de zi, în conformitate cu legea.
Dosarul complet este anexat în trei exemplare.

Director,
Mariana Cuc"""


@dataclass
class Second:
    """A second reading that finds one kind likeliest."""

    likely: dict[Kind, float]
    says_enough: bool = True
    kinds: dict[Kind, float] = field(init=False)

    def __post_init__(self):
        left = 1 - sum(self.likely.values())
        others = [kind for kind in Kind if kind not in self.likely]
        self.kinds = self.likely | dict.fromkeys(others, left / len(others))


def chosen(text, **second):
    found = kind_chosen(Paper([page_of(text)]), Second(**second))[1]
    return found and found.value


def test_numbered_paper_of_an_association_that_asks_is_a_petition():
    likely = {Kind.OFFICIAL_LETTER: 0.86, Kind.PETITION: 0.05}
    assert chosen(NUMBERED, likely=likely) == Kind.PETITION


def test_second_reading_decides_where_the_rules_say_little():
    little = (
        "Doamnă primar,\n\n     Vă rog să trimiteți o echipă, apa curge de trei zile în stradă."
    )
    assert chosen(little, likely={Kind.COMPLAINT: 0.95}) == Kind.COMPLAINT
    assert chosen(little, likely={Kind.COMPLAINT: 0.5, Kind.PETITION: 0.4}) == Kind.PETITION


def test_second_reading_says_less_of_a_paper_of_few_words():
    asked = "Cerere\n\n     Vă rog să îmi aprobați un loc de parcare."
    likely = {Kind.OFFICIAL_LETTER: 0.95}
    assert chosen(asked, likely=likely, says_enough=False) == Kind.PETITION


def test_no_kind_is_told_where_neither_is_sure():
    assert chosen("Hora satului\n\nDuminică", likely={Kind.OTHER: 0.5}) is None
    assert chosen("Hora satului\n\nDuminică", likely={Kind.OTHER: 0.7}) == Kind.OTHER


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bună ziua,\n\nvă trimit o cerere 544 și vă rog contractele.", Kind.INFORMATION_REQUEST),
        ("Scrisoare de intenție\n\nDoresc să lucrez ca inspector.", Kind.OTHER),
        ("Stimată echipă,\n\nVă propun un parteneriat pentru festival.", Kind.OTHER),
        ("Stimată echipă,\n\nVă propun mutarea gardului.", Kind.PETITION),
    ],
)
def test_rules_tell_by_what_people_call_it(text, kind):
    assert kind_of(Paper([page_of(text)])).value == kind
