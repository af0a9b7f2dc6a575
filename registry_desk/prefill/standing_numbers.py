"""Numbers that stand alone in a letter's head: beside, over or under their day, under a label."""

import re
from collections.abc import Iterator
from dataclasses import replace

from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import is_court
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text

_LABEL_ALONE = re.compile(
    r"\W*(?:(?:nr|numar(?:ul)?)\.?(?: (?:de )?(?:iesire|inregistrare))?|dosar(?:ul)? nr|indicativ"
    r"|inregistrat[ae]? (?:la noi )?(?:sub|cu) n[ru]\w*|ref\.? ?nr)[\s.:]*"
)
"""What announces a number that stands in the line below."""
_CODE_ALONE = re.compile(r"\W{0,2}(?=\S*\d)[a-z0-9][\w./-]{0,16}(?: [a-z]{1,5})?\W{0,2}")
_PROSECUTION = re.compile(
    r"\W*(?:dosar(?:ul)?(?: penal)?\s?(?:nr\.?)?|nr\.?)\s?(?P<code>\d{1,6}/p/\d{4})\W*"
)
"""The file of a prosecutor's office is the number its letters bear."""
_FILE = re.compile(
    r"\W*dosar(?:ul)? (?:de executare|executare|executional|succesoral|de dauna|dauna)"
    r"\s?(?:nr|numarul)?[\s.:]{0,3}(?P<code>[a-z0-9][\w./-]*\d[\w./-]*?)"
    r"(?:\W{1,3}(?:din )?\d{1,2}\.\d{2}\.\d{4})?\W*"
)
"""What a bailiff, notary or insurer numbers letters by."""
_BARE = re.compile(
    r"\W{0,2}(?:ies(?:ire|\.)? )?"
    r"(?P<code>(?!n[reo]?[ .])[a-z0-9][a-z0-9./_-]{0,20}?(?: \d[a-z0-9./_-]{0,12}?)?)"
    r"(?:/| ?(?:/|-) ?| din (?:data (?:de )?)?)\d{1,2}[./]\S{1,10}[./]\d{4}\W{0,2}"
)
_DAY_FIRST = re.compile(
    r"(?:\s{1,3}|\s[|·•]\s)(?P<code>\d{1,7}(?:/[\w.-]{1,10})?|[a-z]{1,6}[./-]\d[\w./-]{0,12})\W{0,2}"
)
"""What stands behind the day of such a line: 25.11.2025 670/2025, 25.11.2025 | 670/2025."""
_OFFICE_FILE = re.compile(
    r"\W*dosar(?:ul)? (?:nr|numarul)[\s.:]{1,3}(?P<code>\d{2,7}[a-z]?/(?:19|20)\d{2}"
    r"|\d{2,7}(?= ?(?:/|din) ?\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}))"
    r"(?: ?(?:/|din) ?[\d./-]+)?\W*"
)
"""What an authority that is no court numbers its letters by."""
_OF_FILE = 0.62
"""Taken where the paper bears no other number."""
_OF_FOOT = 0.7
"""A number with its day stands there less often."""
_CLOSE = 1.0
"""Lines of one paragraph stand no further apart, in line heights."""
_DIGITS = re.compile(r"\W{0,2}\d{2,7}\W{0,2}")
"""What is left of a number whose *Nr.* the engine lost."""
_DATED = re.compile(
    r"\W{0,2}(?:ies(?:ire|\.)? |ref\.? |nr\.? )?(?P<code>[a-z]{0,6}[ ./-]?\d[\w./-]{0,14}?)"
    r"(?: ?[/—–|·•-] ?| din (?:data (?:de )?)?| )$"
)
"""What stands before the day of a line that is nothing but a number and its day."""
_SIGNED = re.compile(
    r"\W{0,2}(?!ro ?\d|[jfc]\d)(?:[a-z]{1,6}(?:[./-][a-z]{1,6})?[./-]\d[\w./-]{1,14}"
    r"|\d{1,7}/[a-z](?:\.?[a-z]){0,3})\W{0,2}"
)
"""A number with its department's sign that needs no *Nr.*: FOV/544/256, M.60/261, 2417/P.F."""
SPECKS = " |.,;:-_*'\""


def standing_numbers(paper: Paper, head: set[int]) -> Iterator[Finding]:
    """Lines of the letterhead that are nothing but a number, with its day or under its label."""
    for place in sorted(head - {0}):
        yield from _of_file(paper, place)
        yield from _alone(paper, place)
        yield from _with_day(paper.lines[place])
    for place in _apart(paper, head):
        yield from _alone(paper, place)
        yield from (replace(found, score=_OF_FOOT) for found in _with_day(paper.lines[place]))


def _apart(paper: Paper, head: set[int]) -> Iterator[int]:
    """Give the lines under the text of one page, and those of a narrow column beside it."""
    text = [n for n, line in enumerate(paper.lines) if line.page == 0 and is_running_text(line)]
    edge = min((paper.lines[n].box.x for n in text), default=0)
    for place, line in enumerate(paper.lines):
        is_beside = line.box.right < edge
        goes_on = place - 1 in text and paper.gap_above(place) < _CLOSE
        is_below = bool(text) and place > text[-1] and not goes_on
        if line.page == 0 and place not in head and (is_beside or is_below):
            yield place


def _of_file(paper: Paper, place: int) -> Iterator[Finding]:
    """The file that prosecutors, bailiffs and other offices number their letters by."""
    line = paper.lines[place]
    is_courts = any(is_court(above.plain) for above in paper.lines[:place])
    of_office = 0.0 if is_courts else 0.72
    for pattern, score in ((_PROSECUTION, 0.78), (_FILE, _OF_FILE), (_OFFICE_FILE, of_office)):
        if file := pattern.fullmatch(line.plain):
            start, end = (line.start + edge for edge in file.span("code"))
            yield Finding(paper.text[start:end], score, start, end)


def _alone(paper: Paper, place: int) -> Iterator[Finding]:
    """A number whose day or label stands in another line of its column."""
    line = paper.lines[place]
    if _DIGITS.fullmatch(line.plain) and is_dated_below(paper, place):
        yield Finding(line.text.strip(SPECKS), 0.72, line.start, line.end)
    if _SIGNED.fullmatch(line.plain) and _is_beside_date(paper, place):
        yield Finding(line.text.strip(" |,:;-_*'\""), 0.8, line.start, line.end)
    is_code = _CODE_ALONE.fullmatch(line.plain) is not None and not any(dates_in(line.plain))
    if is_code and _is_labelled_above(paper, place):
        yield Finding(line.text.strip(SPECKS), 0.86, line.start, line.end)


def _with_day(line: Line) -> Iterator[Finding]:
    """A number before its day on one line: DEM/7719/26.05.2026, CZ 830 din 10.11.2024."""
    dated = list(dates_in(line.plain))
    if len(dated) != 1:
        return
    is_last = len(line.plain.rstrip()) - dated[0].end <= 1
    found = [
        _DATED.fullmatch(line.plain[: dated[0].start]) if is_last else None,
        _BARE.fullmatch(line.plain),
    ]
    behind = _DAY_FIRST.fullmatch(line.plain, dated[0].end) if dated[0].start <= 1 else None
    for match in [*found, behind]:
        if match is not None and (match is behind or match.end("code") <= dated[0].start):
            code = line.text[slice(*match.span("code"))].strip(" /.-")
            start = line.start + match.start("code")
            if re.search(r"\d", code):
                yield Finding(code, 0.8, start, start + len(code))


def prosecution_file(paper: Paper) -> Finding | None:
    """Give the prosecutor's file that stands in a summons's head."""
    for line in paper.lines[:12]:
        if file := _PROSECUTION.fullmatch(line.plain):
            start, end = (line.start + edge for edge in file.span("code"))
            return Finding(paper.text[start:end], 0.85, start, end)
    return None


def is_dated_below(paper: Paper, number: int) -> bool:
    """Tell whether the date stands right under a number."""
    line = paper.lines[number]
    for below in paper.lines[number + 1 : number + 4]:
        is_level = abs(below.box.x - line.box.x) < 2 * line.height_px
        is_near = 0 <= below.box.y - line.box.bottom < line.height_px
        if below.page == line.page and is_level and is_near:
            behind = re.sub(r"^\W*(?:din|data)?\W*(?:de\W+)?", "", below.plain)
            return any(found.start == 0 for found in dates_in(behind))
    return False


def _is_labelled_above(paper: Paper, number: int) -> bool:
    """Tell whether nothing but *Nr. ieșire* stands right over a number."""
    line = paper.lines[number]
    return any(
        above.page == line.page
        and _LABEL_ALONE.fullmatch(above.plain) is not None
        and abs(above.box.x - line.box.x) < 2 * line.height_px
        and -1 < line.box.y - above.box.bottom < 1.5 * line.height_px
        for above in paper.lines[max(0, number - 3) : number]
    )


def _is_beside_date(paper: Paper, number: int) -> bool:
    """Tell whether nothing but a date stands right over or under a number."""
    line = paper.lines[number]
    for other in paper.lines[max(0, number - 3) : number + 4]:
        white = max(other.box.y - line.box.bottom, line.box.y - other.box.bottom)
        is_level = min(abs(other.box.x - line.box.x), abs(other.box.right - line.box.right)) < (
            2 * line.height_px
        )
        is_date = any(f.end - f.start > len(other.plain) - 4 for f in dates_in(other.plain))
        if other.page == line.page and is_date and is_level and -1 < white < 1.5 * line.height_px:
            return True
    return False
