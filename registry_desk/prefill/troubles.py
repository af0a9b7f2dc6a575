"""What people complain of, and the sentence that says it first."""

import re
from collections.abc import Iterator

from registry_desk.prefill.folding import sentence_end
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text

_REACH = 200
_TEXT, _TELLING = 600, 5
"""So many signs of the text are looked through for a sentence of so many words."""
_INTRODUCES = re.compile(
    r"\W*(?:subsemnat|ma numesc|numele meu|sunt\b|locui|buna (?:ziua|seara)|stimat|domnule|doamna"
    r"|re(?:vin|venim) (?:la|asupra|cu)\b)"
)
_RETURNS = re.compile(r"\W*re(?:vin|venim) (?:la|asupra|cu)\b")
"""A sentence that only says that the same was written before: *Revin la sesizarea mea nr. …*."""
_FIELD = re.compile(r"\W*(?:domiciliu|adresa|sediu|locuint|resedint|nume|telefon)[a-z ]{0,24}:")
_CLOSE = 1.2
TROUBLES = re.compile(
    r"\b(?:grop|gunoa|gunoi|zgomot|galagi|miros|deseur|neregul|abuz|deranj|vecin(?:ul|a|ii)?\b"
    r"|nu (?:mai )?(?:functioneaza|merge|arde|avem|a venit|s-a)|pericol|pericul|insuportabil"
    r"|agresiv|muscat|mucegai|igrasi|dejecti"
    r"|curge (?:pe|in|din)|mizeri|murdar|spart"
    r"|distru[gs]|\bpagub|lipsesc|lipseste|defect|stricat|blocat"
    r"|inund|scurger|infunda"
    r"|lipsa (?:ap|cald|curent|ilumin)|\bars[ei]?\b|intuneric|cazut|niciun raspuns"
    r"|nu am primit|intrerup"
    r"|ilegal|neautorizat|gheat[ai]\b|plin[aei]? de|\brupt[aei]\b|fara (?:autorizatie|drept\b)"
    r"|bataie de joc|abandonat|caini|sobolan"
    r"|poluar|praf\b|fum(?:ul)?\b|muzica|ciobur|\barunca\b|\bard[e]?\b|surpat|refuleaz|tantari"
    r"|ranit"
    r"|\bbalt[ai]\b|\bvibr|\blatra|amenint|injur|insult|jignit|nesuportat"
    r"|parchea|accident|nedeszapez|zapad|polei"
    r"|nu (?:mai )?(?:urca|trece|a trecut)|fara (?:niciun )?rezultat|tulbur"
    r"|nu (?:mai )?putem|volum (?:maxim|mare|tare))"
)


def troubled_sentence(paper: Paper) -> tuple[int, int] | None:
    """Give the span of the first sentence that speaks of a trouble; None where there is none."""
    for match in TROUBLES.finditer(paper.plain):
        if not _is_text(paper, match.start()):
            continue
        number = paper.line_at(match.start())
        while number and _goes_on(paper, number):
            number -= 1
        start = list(_sentences(paper, paper.lines[number].start, match.start()))[-1]
        if not _RETURNS.match(paper.plain, start):
            return start, start + sentence_end(paper.plain[start : match.end() + _REACH])
    return None


def _sentences(paper: Paper, start: int, end: int) -> Iterator[int]:
    """Give where sentences begin, from a place on to another; abbreviations end none."""
    end = min(end + 1, len(paper.plain))
    while start < end:
        yield start
        start += sentence_end(paper.plain[start:end]) + 1
        start += len(paper.plain[start:]) - len(paper.plain[start:].lstrip())


def first_sentence(paper: Paper) -> tuple[int, int] | None:
    """Give the span of the first sentence that does not only say who writes and greets."""
    number = next((n for n, x in enumerate(paper.lines) if _is_text(paper, x.start)), None)
    if number is None:
        return None
    start = paper.lines[number].start
    for begun in _sentences(paper, start, start + _TEXT):
        length = sentence_end(paper.plain[begun : begun + _REACH])
        words = paper.plain[begun : begun + length]
        if len(words.split()) >= _TELLING and not _INTRODUCES.match(words):
            return begun, begun + length
    return None


def _is_text(paper: Paper, offset: int) -> bool:
    """Tell running text that is no form's field."""
    line = paper.lines[paper.line_at(offset)]
    return is_running_text(line) and _FIELD.match(line.plain) is None


def _goes_on(paper: Paper, number: int) -> bool:
    above, line = paper.lines[number - 1], paper.lines[number]
    is_close = above.page == line.page and paper.gap_above(number) < _CLOSE
    return is_close and is_running_text(above)
