"""The wording that tells best what a letter is about, and no subject where all are doubtful."""

from dataclasses import replace

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import understand
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.subject_choice import best_wording, told_in_doubt, wordings
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


def test_what_happened_is_told_with_what_is_asked_for():
    both, seen = told_in_doubt([replace(HAPPENED, score=0.65), ASKED])
    assert both.value == (
        "Microbuzul școlar s-a defectat la coborârea dinspre Răstolț – "
        "plata reparației și un mijloc de transport închiriat"
    )
    assert both.start == HAPPENED.start
    assert seen["two"] == 1


def test_a_request_that_is_as_likely_is_told_rather_than_what_happened():
    alone, seen = told_in_doubt([replace(HAPPENED, score=0.55), ASKED])
    assert alone.value == ASKED.value
    assert seen["clean"] == 1
    assert "two" not in seen


@pytest.mark.parametrize(
    "other",
    [
        wording("Plata reparației", 0.3),
        wording(f"Plata reparației și un mijloc {ASKED.value}", 0.3),
        wording(HAPPENED.value, 0.3),
        wording("Constanța, str. Mircea cel Bătrân nr. 127", 0.3),
        wording("Instituția prielilciului — județul constanta", 0.3),
        wording("Din suflet să îmi spuneți dacă îl poate ridica [ratele meu", 0.3),
        wording("Verificarea canalizării și curățarea gurilor", 0.01),
    ],
)
def test_nothing_is_put_behind_a_request_but_a_clean_one(other):
    """It says the same, nothing new, is hardly likely, or is no title and no request."""
    alone, _ = told_in_doubt([ASKED, other])
    assert alone.value == ASKED.value


@pytest.mark.parametrize(
    "words",
    [
        "M-am căsătorit la dumneavoastră în ianuarie 2002",
        "Nu au fost respectate dispozițiile privind majoritatea",
        "Constanța, str. Mircea cel Bătrân nr. 127",
        "Restituim un exemplar și vă facem cunoscut că aceasta trebuie întregită cu",
        "Domiciliu: bd. Dorobanților, Telefon 0739 995 783",
        "Dacă îl poate ridica [ratele meu fără procură",
    ],
)
def test_a_fragment_is_not_told_where_it_is_not_sure(words):
    assert told_in_doubt([wording(words, 0.6)]) is None
    instead, _ = told_in_doubt([wording(words, 0.6), ASKED])
    assert instead.value == ASKED.value


def test_two_wordings_fit_on_the_line():
    told = [wording("Microbuzul școlar merge pe drumul de la deal " * 4, 0.6), ASKED]
    both, _ = told_in_doubt([told[0], replace(ASKED, score=0.4, start=200)])
    assert len(both.value) <= 160
    assert " – plata reparației" in both.value


def test_the_matter_alone_is_told_rather_than_the_sentence_around_it():
    matter = wording("Nesoluționarea cererii de racordare la gaze", 0.6)
    around = wording(f"Avocatul Poporului a fost sesizat cu privire la {matter.value}", 0.62)
    alone, _ = told_in_doubt([around, matter])
    assert alone.value == matter.value
