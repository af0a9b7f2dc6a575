"""Which of several wordings tells best what a letter is about, and how surely.

The rules propose one. Sentences that they would go by in letters of other kinds, and the lines that
the second reading finds likeliest, propose more; weights learnt from letters seen first choose.

Source of the weights: 587 letters of nineteen sets, each with the subject that the rules proposed
when the set was first seen and likelihoods fitted without the set. One logistic regression over
``subject_signs``, a row for each wording, C = 0.05. A mean of regression and trees, or trees alone,
were no better on eleven sets; nor were the words of a wording and those before it on nineteen.

Where no wording is sure two are told. Of 56 letters, each asked without its set, the likelier was
right in 28, both on one line in 42; what both are worth is learnt from such letters (C = 1).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from registry_desk.model.document import Kind
from registry_desk.prefill.agreement import log_odds
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.matters import matters
from registry_desk.prefill.names import is_institution, is_private_body
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.subject_signs import Reader, SubjectSigns, stems_of
from registry_desk.prefill.wording import begun_small, says_something, shortened
from registry_desk.prefill.zones import Role

_LINES, _LIKELY = 3, 0.04
"""So many of the likeliest lines are read, none that is unlikelier."""
_HIGHEST = 0.99
_SURE = 0.7
"""Below it two wordings are told."""
_NEW, _LEAST_OF_OTHER = 3, 0.02
"""The second says so many words more, and is as likely."""
_FEW = 24
"""What begins with so many signs of the first says it again."""
_AS_LIKELY = 0.05
_FIRST = 110
"""The first takes no more of the line."""
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
        if likely[number] >= _LIKELY and not _names_party(paper, number, roles):
            read = value_in(paper, "subject", number)
            yield Reader.LINE, read if read and says_something(str(read.value)) else None
    for other in (kind, *(other for other in _OTHERS if other is not kind)):
        reader = Reader.SENTENCE if other is kind else Reader.OTHER_SENTENCE
        yield from ((reader, finding) for finding in matters(paper, other))


def _names_party(paper: Paper, number: int, roles: Sequence[Role]) -> bool:
    """Tell an addressee's line, and one of the head that names who writes or the body above."""
    words = paper.lines[number].plain
    is_named = is_institution(words) or is_private_body(words)
    return roles[number] is Role.ADDRESSEE or (is_named and roles[number] is Role.SENDER)


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
    signs = SubjectSigns(paper, reading, found, title=title, roles=roles)
    told = [
        replace(
            finding,
            score=min(_HIGHEST, reading.worth_of("subject", signs.of(reader, finding))),
            is_proven=True,  # the engine's doubts are among the signs
        )
        for reader, finding in wordings(paper, found, reading, roles, kind)
    ]
    two = two_told(told)
    if two is None:
        return best(told)
    both, seen = two
    return replace(both, score=min(_HIGHEST, reading.worth_of("subject_of_two", seen)))


def two_told(told: Sequence[Finding]) -> tuple[Finding, dict[str, float]] | None:
    """Give two wordings on one line where none is sure, and what may be seen of them.

    The one says what is asked for, the other why, or the one what happened and the other to whom:
    a clerk who has to look anyway finds the matter in it more often than in the likelier alone.
    """
    ranked = sorted(told, key=lambda finding: (-finding.score, finding.start))
    if not ranked or ranked[0].score >= _SURE:
        return None
    first = _heart(ranked)
    said = set(stems_of(plain(str(first.value))))
    for other in ranked:
        more = str(other.value)
        new = len(set(stems_of(plain(more))) - said)
        both = plain(str(first.value)), plain(more)
        is_said = both[1][:_FEW] in both[0] or both[0][:_FEW] in both[1]
        if other.score >= _LEAST_OF_OTHER and new >= _NEW and not is_said:
            words = f"{shortened(str(first.value), _FIRST)} – {begun_small(more)}"
            signs = {"first": log_odds(first.score), "new": new / 10, "bias": 1.0}
            signs |= {"other": log_odds(other.score)}
            return replace(first, value=shortened(words)), signs
    return None


def _heart(ranked: Sequence[Finding]) -> Finding:
    """Give the likeliest wording, or one within it that is as likely and says the matter alone."""
    first = ranked[0]
    words = plain(str(first.value))
    within = (one for one in ranked[1:] if plain(str(one.value)) in words)
    return next((one for one in within if one.score > first.score - _AS_LIKELY), first)
