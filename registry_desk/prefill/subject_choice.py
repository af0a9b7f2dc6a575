"""Which of several wordings tells best what a letter is about, and how surely.

The rules propose one. Sentences that they would go by in letters of other kinds, and the lines that
the second reading finds likeliest, propose more; weights learnt from letters seen first choose.

Source of the weights: 587 letters of nineteen sets, each with the subject that the rules proposed
when the set was first seen and likelihoods fitted without the set. One logistic regression over
``subject_signs``, a row for each wording, C = 0.05. A mean of regression and trees, or trees alone,
were no better on eleven sets; nor were the words of a wording and those before it on nineteen.

Where no wording is sure, a clean title or request is right far more often than its likelihood says,
and is put behind what happened (see ``told_in_doubt``). Of 86 such letters, each asked without its
set, what is told was right in 59; what it is worth is learnt from such letters (C = 1).
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
from registry_desk.prefill.subject_line import is_fragment, is_title_or_request
from registry_desk.prefill.subject_signs import Reader, SubjectSigns, stems_of
from registry_desk.prefill.wording import LONGEST, begun_small, says_something, shortened
from registry_desk.prefill.zones import Role

_LINES, _LIKELY = 3, 0.04
"""So many of the likeliest lines are read, none that is unlikelier."""
_HIGHEST = 0.99
SURE = 0.7
"""Below it what is told is weighed anew."""
_NEW, _LEAST_OF_OTHER = 3, 0.02
"""The second says so many words more, and is as likely at least."""
_FEW = 24
"""What begins with so many signs of the first says it again."""
_AS_LIKELY, _NEARLY = 0.05, 0.1
_DASH, _MOST_OF_OTHER = " – ", 110
"""The second takes no more of the line."""
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
    if not told or max(one.score for one in told) >= SURE:
        return best(told)
    doubtful = told_in_doubt(told)
    if doubtful is None:
        return None
    words, seen = doubtful
    return replace(words, score=min(_HIGHEST, reading.worth_of("subject_in_doubt", seen)))


def told_in_doubt(told: Sequence[Finding]) -> tuple[Finding, dict[str, float]] | None:
    """Give what is told where no wording is sure, and what may be seen of it.

    To what happened is put what is asked for, or the title, where that says more: a clerk who has
    to look anyway finds the matter in it more often than in the likelier alone. A fragment is
    nothing to tell.

    Args:
        told: the wordings with how likely each is.
    """
    ranked = sorted(told, key=lambda finding: (-finding.score, finding.start))
    first = _heart(ranked)
    if not is_title_or_request(str(first.value)):
        least = _LEAST_OF_OTHER if is_fragment(str(first.value)) else first.score - _NEARLY
        likely = (one for one in ranked if one.score >= least)
        first = next((one for one in likely if is_title_or_request(str(one.value))), first)
    if is_fragment(str(first.value)):
        return None
    signs = {"likely": log_odds(first.score), "bias": 1.0}
    signs["clean"] = float(is_title_or_request(str(first.value)))
    other = next((one for one in ranked if _adds(one, first)), None)
    if other is None:
        return first, signs
    more = shortened(str(other.value), _MOST_OF_OTHER)
    words = shortened(str(first.value), LONGEST - len(more) - len(_DASH))
    words = f"{words}{_DASH}{begun_small(more)}"
    return replace(first, value=words), signs | {"two": 1.0}


def _adds(other: Finding, first: Finding) -> bool:
    """Tell a title or request that says more than the first wording."""
    said, more = plain(str(first.value)), plain(str(other.value))
    new = len(set(stems_of(more)) - set(stems_of(said)))
    is_said = more[:_FEW] in said or said[:_FEW] in more
    is_other = other.score >= _LEAST_OF_OTHER and new >= _NEW and not is_said
    return is_other and is_title_or_request(str(other.value))


def _heart(ranked: Sequence[Finding]) -> Finding:
    """Give the likeliest wording, or one within it that is as likely and says the matter alone."""
    first = ranked[0]
    words = plain(str(first.value))
    within = (one for one in ranked[1:] if plain(str(one.value)) in words)
    return next((one for one in within if one.score > first.score - _AS_LIKELY), first)
