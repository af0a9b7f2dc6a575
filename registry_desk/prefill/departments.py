"""Which department a letter belongs to, by the words that speak for it.

A phrase counts when its words stand together in the letter in any inflection (compared by stems);
longer phrases, the title and the subject weigh more, words that many departments share weigh less.
"""

import re
from collections.abc import Sequence
from math import log

from registry_desk.model.department import Department
from registry_desk.model.document import Suggestion
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.zones import Role

_WORD = re.compile(r"[a-z0-9]+(?:/\d+)?")
_SMALL = re.compile(r"de|la|pe|din|in|si|a|al|ai|ale|cu|pentru|sau|nr|privind")
_ENOUGH = 1.2
_ADDRESSED = 2.5
"""Whoever names a department in the address means it."""
_HEAD_LINES = 16


def suggest(
    paper: Paper,
    departments: Sequence[Department],
    subject: Finding | None,
    roles: Sequence[Role],
) -> Suggestion | None:
    """Suggest a department with the letter's words that decided; None where none stands out."""
    tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(paper.plain)]
    stems = [_stem(t[0]) for t in tokens]
    aim = {_stem(w) for w in _WORD.findall(plain(str(subject.value)))} if subject else set()
    head_end = paper.lines[min(_HEAD_LINES, len(paper.lines)) - 1].end if paper.lines else 0
    addressed = _addressed(paper, roles)
    phrases = {d.code: _phrases(d) for d in departments}
    shared = _shared(phrases)
    scored = []
    for department in departments:
        total, words = 0.0, []
        for phrase in phrases[department.code]:
            span = _found(phrase, stems)
            if span is None:
                continue
            weight = len(phrase) ** 0.7 * log(1 + len(departments) / shared[phrase])
            weight *= 2.2 if aim.issuperset(phrase) else 1.0
            start, end = tokens[span[0]][1], tokens[span[1]][2]
            weight *= _ADDRESSED if _found(phrase, addressed) else 1.0
            weight *= 1.3 if start < head_end else 1.0
            total += weight
            words.append((weight, paper.text[start:end].replace("\n", " ")))
        scored.append((total, department.code, words))
    return _chosen(scored)


def _addressed(paper: Paper, roles: Sequence[Role]) -> list[str]:
    """Give the stems of the lines that say to whom the letter goes."""
    lines = (line for line, role in zip(paper.lines, roles, strict=True) if role is Role.ADDRESSEE)
    return [_stem(word) for line in lines for word in _WORD.findall(line.plain)]


def _chosen(scored: list[tuple[float, str, list[tuple[float, str]]]]) -> Suggestion | None:
    scored.sort(key=lambda item: -item[0])
    if not scored or scored[0][0] < _ENOUGH:
        return None
    total, code, words = scored[0]
    rival = scored[1][0] if len(scored) > 1 else 0.0
    if rival > 0.92 * total:
        return None
    words.sort(key=lambda item: -item[0])
    reason = ", ".join(dict.fromkeys(word for _, word in words[:3]))
    return Suggestion(code, round(min(0.98, 0.5 + 0.5 * (total - rival) / total), 3), reason)


def _phrases(department: Department) -> set[tuple[str, ...]]:
    """Give a department's words and its name's own ones as stems."""
    said = [*department.words, department.name]
    found = {
        tuple(_stem(w) for w in _WORD.findall(plain(s)) if not _SMALL.fullmatch(w)) for s in said
    }
    return {phrase for phrase in found if phrase}


def _shared(phrases: dict[str, set[tuple[str, ...]]]) -> dict[tuple[str, ...], int]:
    counts: dict[tuple[str, ...], int] = {}
    for own in phrases.values():
        for phrase in own:
            counts[phrase] = counts.get(phrase, 0) + 1
    return counts


def _stem(word: str) -> str:
    """Give what inflection leaves: numbers whole, short words whole, others without their end."""
    if word.isdigit() or "/" in word or len(word) <= 4:
        return word
    return word[: max(4, min(7, len(word) - 2))]


def _found(phrase: tuple[str, ...], stems: Sequence[str]) -> tuple[int, int] | None:
    """Find a phrase's stems in order with at most two small words between them."""
    for begin, stem in enumerate(stems):
        if not _same(phrase[0], stem):
            continue
        place, matched = begin, 1
        for wanted in phrase[1:]:
            window = range(place + 1, min(place + 4, len(stems)))
            place = next((k for k in window if _same(wanted, stems[k])), -1)
            if place < 0:
                break
            matched += 1
        if matched == len(phrase):
            return begin, place
    return None


def _same(wanted: str, stem: str) -> bool:
    shorter = min(len(wanted), len(stem))
    return wanted == stem or (shorter >= 5 and wanted[:shorter] == stem[:shorter])
