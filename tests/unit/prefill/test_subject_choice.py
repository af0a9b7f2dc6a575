"""The wording that tells best what a letter is about, and no subject where all are doubtful."""

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import understand
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.subject_choice import best_wording, two_told, wordings
from registry_desk.prefill.subject_signs import Reader
from registry_desk.prefill.worth import least
from registry_desk.prefill.zones import Role
from tests.unit.prefill.typed import page_of

INVITATION = """\
CLUBUL SPORTIV VIFORUL

     Stimate domnule primar,

     Vă mulțumim pentru sprijinul de anul trecut. Vă invităm la deschiderea sezonului de atletism,
pe stadionul din Lunca. Vă rugăm să confirmați.

     Cu stimă,
     Ana Petrescu
"""
HEADED = """\
SOCIETATEA DE GAZE

     Obiect: lucrări de branșament pe strada Teilor

     Vă rugăm să ne comunicați un punct de vedere privind traseul conductei propuse.
"""


def told(text, found=None, kind=Kind.OFFICIAL_LETTER):
    paper = Paper([page_of(text)])
    roles = [Role.BODY] * len(paper.lines)
    reading = SecondReading(paper)
    return list(wordings(paper, found, reading, roles, kind)), best_wording(
        paper, found, reading, roles=roles, kind=kind, title=None
    )


def test_sentences_that_tell_letters_of_other_kinds_are_wordings_too():
    offered, _ = told(INVITATION, kind=Kind.PETITION)
    others = [str(f.value) for reader, f in offered if reader is Reader.OTHER_SENTENCE]
    assert any("deschiderea sezonului de atletism" in words for words in others)


def test_each_wording_is_offered_once():
    offered, _ = told(INVITATION)
    values = [finding.value for _, finding in offered]
    assert len(values) == len(set(values)) > 1


def test_a_heading_that_is_a_number_is_no_wording():
    offered, _ = told("Ref. nr. 38\n\nVă comunicăm orarul de funcționare al casieriei.")
    assert "Ref. nr. 38" not in [finding.value for _, finding in offered]


def test_what_stands_behind_a_label_is_surest():
    text = Paper([page_of(HEADED)]).text
    start = text.index("lucrări")
    words = "Lucrări de branșament pe strada Teilor"
    rules = Finding(words, 0.95, start, start + len(words))
    _, best = told(HEADED, rules)
    assert best.value == words
    assert 0.8 < best.score < 1


def test_nothing_said_is_nothing_chosen():
    assert told("12.03.2026")[1] is None


@pytest.mark.parametrize(("worth", "is_told"), [(-0.01, False), (0.01, True)])
def test_a_subject_stays_empty_below_the_least(monkeypatch, worth, is_told):
    surely = least("subject") + worth
    monkeypatch.setattr(SecondReading, "worth_of", lambda *_: surely)
    read = understand([page_of(INVITATION)]).fields.get("subject")
    assert (read.confidence if read else None) == (pytest.approx(surely) if is_told else None)


def wording(words, score, start=0):
    return Finding(words, score, start, start + len(words))


ASKED = wording("Plata reparației și un mijloc de transport închiriat", 0.5)
HAPPENED = wording("Microbuzul școlar s-a defectat la coborârea dinspre Răstolț", 0.3, 90)


def test_where_no_wording_is_sure_two_are_told():
    both, seen = two_told([HAPPENED, ASKED])
    assert (
        both.value == f"{ASKED.value} – microbuzul școlar s-a defectat la coborârea dinspre Răstolț"
    )
    assert (both.start, both.end) == (ASKED.start, ASKED.end)
    assert seen["first"] > seen["other"]


@pytest.mark.parametrize(
    "told",
    [
        [],
        [ASKED],
        [wording(ASKED.value, 0.8), HAPPENED],
        [ASKED, wording("Plata reparației", 0.3)],
        [ASKED, wording(f"Vă rugăm să aprobați {ASKED.value}", 0.3)],
        [ASKED, wording(HAPPENED.value, 0.01)],
    ],
)
def test_one_wording_is_told_alone(told):
    """It is sure, or the others say the same, nothing new, or are hardly likely."""
    assert two_told(told) is None


def test_two_wordings_fit_on_the_line():
    told = [wording("Amenajarea unui trotuar " * 6, 0.5), wording(HAPPENED.value * 3, 0.4, 200)]
    both, _ = two_told(told)
    assert len(both.value) <= 160
    assert " – microbuzul" in both.value


def test_the_matter_alone_is_told_rather_than_the_sentence_around_it():
    matter = wording("Nesoluționarea cererii de racordare la gaze", 0.6)
    around = wording(f"Avocatul Poporului a fost sesizat cu privire la {matter.value}", 0.62)
    both, _ = two_told([around, matter, HAPPENED])
    assert both.value.startswith(f"{matter.value} – ")
