"""Which of several wordings tells best what a letter is about, and how surely.

The rules propose one. Sentences that they would go by in letters of other kinds, and the lines that
the second reading finds likeliest, propose more; weights learnt from letters seen first choose.

Source of the weights: 597 letters of fifteen sets, each with the subject that the rules proposed
when the set was first seen and likelihoods fitted without the set. One logistic regression over
``subject_signs``, a row for each wording, C = 0.05. Each set asked without it, 364 of 400 subjects
told were right. A mean of regression and trees, or trees alone, were no better on eleven sets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.matters import matters
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.subject_signs import Reader, SubjectSigns
from registry_desk.prefill.wording import says_something
from registry_desk.prefill.zones import Role

_LINES, _LIKELY = 3, 0.04
"""So many of the likeliest lines are read, none that is unlikelier."""
_HIGHEST = 0.99
_OTHERS = (Kind.PETITION, Kind.COMPLAINT, Kind.OFFICIAL_LETTER, Kind.OTHER)
"""Kinds that differ in which sentence tells the matter."""


def wordings(
    paper: Paper,
    found: Finding | None,
    reading: SecondReading,
    roles: Sequence[Role],
    kind: Kind | None,
) -> Iterator[tuple[Reader, Finding]]:
    """Give each wording once, with who reads it so."""
    seen = set()
    for reader, finding in _all(paper, found, reading, roles, kind):
        if finding is not None and finding.end > finding.start and finding.value not in seen:
            seen.add(finding.value)
            yield reader, finding


def _all(
    paper: Paper,
    found: Finding | None,
    reading: SecondReading,
    roles: Sequence[Role],
    kind: Kind | None,
) -> Iterator[tuple[Reader, Finding | None]]:
    yield Reader.RULES, found
    likely = reading.of("subject").of_lines
    for number in sorted(range(len(likely)), key=likely.__getitem__, reverse=True)[:_LINES]:
        if likely[number] >= _LIKELY and roles[number] is not Role.ADDRESSEE:
            read = value_in(paper, "subject", number)
            yield Reader.LINE, read if read and says_something(str(read.value)) else None
    for other in (kind, *(other for other in _OTHERS if other is not kind)):
        reader = Reader.SENTENCE if other is kind else Reader.OTHER_SENTENCE
        yield from ((reader, finding) for finding in matters(paper, other))


def best_wording(
    paper: Paper,
    found: Finding | None,
    reading: SecondReading,
    *,
    roles: Sequence[Role],
    kind: Kind | None,
    title: int | None,
) -> Finding | None:
    """Give the likeliest subject; its score is the probability that it is right.

    Args:
        paper: the letter.
        found: the rules' subject.
        reading: the second reading of the letter.
        roles: of its lines.
        kind: the letter's.
        title: the line of its title.
    """
    signs = SubjectSigns(paper, reading, found, title)
    told = (
        replace(
            finding,
            score=min(_HIGHEST, reading.worth_of("subject", signs.of(reader, finding))),
            is_proven=True,  # the engine's doubts are among the signs
        )
        for reader, finding in wordings(paper, found, reading, roles, kind)
    )
    return best(told)
