"""The sender's name, chosen among what the rules and the second reading find.

Source of the weights: 770 letters of nineteen sets, each with the name that the rules found when
the set was first seen and likelihoods fitted without the set. A logistic regression over
``name_signs``, a row for each name, C = 0.1. Each set asked without it, 718 of 746 names told were
right. Where either reading gave way to the other
400 of 411 were, of eleven sets, and 411 of 420 so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.name_signs import NameSigns
from registry_desk.prefill.names import (
    firm_end,
    is_institution,
    is_private_body,
    person_alone,
    proper_case,
)
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.zones import Role

_LINES, _LIKELY = 3, 0.04
"""So many of the likeliest lines are read, none that is unlikelier."""
_HIGHEST = 0.99
_NO_NAME = re.compile(
    r"[a-z] [a-z]{3,}$|\W*(?:formular|sesizare|cerere|petitie|reclamatie|dreptul de|model|anexa"
    r"|obiect|subiect|notificare|invitatie|oferta|factura)\b|[^a-z]*$"
)
_SIGN_WORDS, _MORE_WORDS = 3, 4
"""A sign has no more words; the whole name has no more besides them."""
_CUT_SHORT = 2
"""A signature's last word of so many letters may be cut by the stroke through it."""
_PARTS = 2
"""A wide line with so many commas tells street, code and telephone: no running text."""


def names(
    paper: Paper, found: Finding | None, reading: SecondReading, roles: Sequence[Role]
) -> Iterator[Finding]:
    """Give each name once, the rules' first."""
    seen = set()
    likely = reading.of("sender_name").of_lines
    first = sorted(range(len(likely)), key=likely.__getitem__, reverse=True)[:_LINES]
    lines = (n for n in first if likely[n] >= _LIKELY and roles[n] is not Role.ADDRESSEE)
    for name in (found, *(value_in(paper, "sender_name", number) for number in lines)):
        if name is None or _is_no_name(plain(str(name.value))):
            continue
        if name.end > name.start and name.value not in seen:
            seen.add(name.value)
            yield name


def best_name(
    paper: Paper, found: Finding | None, reading: SecondReading, roles: Sequence[Role]
) -> Finding | None:
    """Give the likeliest name; its score is the probability that it is right.

    Args:
        paper: the letter.
        found: the rules' name.
        reading: the second reading of the letter.
        roles: of its lines.
    """
    signs = NameSigns(paper, reading, found)
    chosen = best(
        replace(name, score=min(_HIGHEST, reading.worth_of("sender_name", signs.of(name))))
        for name in names(paper, found, reading, roles)
    )
    return chosen and replace(chosen, value=_whole(paper, str(chosen.value)))


def _whole(paper: Paper, name: str) -> str:
    """Give a whole name where a line says more than the sign on its letterhead does.

    *Marea Vie* over *Asociația Ecologică Marea Vie, Constanța …*; *LITORAL SUITES* where the foot
    has *LITORAL SUITES HOTEL S.R.L.*; *Ion Er* under *Contribuabil: Ion Erol*.
    """
    said = plain(name).split()
    if person_alone(name) and len(said[-1]) <= _CUT_SHORT:
        longer = re.search(rf"(?<!\w){re.escape(name)}[a-zăâîșț]+(?=\W|$)", paper.text)
        return longer[0] if longer else name
    if len(said) > _SIGN_WORDS or _is_body(plain(name)) or person_alone(name):
        return name
    for line in paper.lines:
        if is_running_text(line) and line.plain.count(",") < _PARTS:
            continue
        end = firm_end(line.plain) or len(line.plain.partition(",")[0])
        words = line.plain[:end].split()
        told = proper_case(cleaned(line.text[:end]))
        is_longer = len(said) < len(words) <= len(said) + _MORE_WORDS and _is_body(line.plain[:end])
        if is_longer and (words[: len(said)] == said or words[-len(said) :] == said):
            return told
    return name


def _is_no_name(words: str) -> bool:
    """Tell what a paper is called, a name cut short at its beginning, a body's first word alone."""
    is_lone = len(words.split()) == 1 and is_institution(words)
    return is_lone or _NO_NAME.match(words) is not None


def _is_body(words: str) -> bool:
    return is_institution(words) or is_private_body(words) or firm_end(words) is not None
