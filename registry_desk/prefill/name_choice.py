"""The sender's name, chosen among what the rules and the second reading find.

Source of the weights: 433 letters of eleven sets, each with the name that the rules found when the
set was first seen and likelihoods fitted without the set. A logistic regression over
``name_signs``, a row for each name, C = 0.1. Each set asked without it, 411 of 420 names told were
right; 400 of 411 when either reading gave way to the other from some likelihood on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.name_signs import NameSigns
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.zones import Role

_LINES, _LIKELY = 3, 0.04
"""So many of the likeliest lines are read, none that is unlikelier."""
_HIGHEST = 0.99


def names(
    paper: Paper, found: Finding | None, reading: SecondReading, roles: Sequence[Role]
) -> Iterator[Finding]:
    """Give each name once, the rules' first."""
    seen = set()
    likely = reading.of("sender_name").of_lines
    first = sorted(range(len(likely)), key=likely.__getitem__, reverse=True)[:_LINES]
    lines = (n for n in first if likely[n] >= _LIKELY and roles[n] is not Role.ADDRESSEE)
    for name in (found, *(value_in(paper, "sender_name", number) for number in lines)):
        if name is not None and name.end > name.start and name.value not in seen:
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
    return best(
        replace(name, score=min(_HIGHEST, reading.worth_of("sender_name", signs.of(name))))
        for name in names(paper, found, reading, roles)
    )
