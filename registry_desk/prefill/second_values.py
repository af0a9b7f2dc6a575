"""The value that stands in the line which the second reading takes for a field's."""

import re
from collections.abc import Callable

from registry_desk.prefill.address_line import address_in
from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.cues import TITLE_CUES
from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import (
    firm_end,
    is_institution,
    is_private_body,
    person_alone,
    person_at,
    proper_case,
)
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.wording import shortened, tidy

_SCORE = 0.9
_FIELD = re.compile(r"\W*[a-z][a-z /()]{2,30}:\s*")
"""A label before the value."""
_ANNOUNCES = re.compile(r"(?:nr|no|numar|numarul|n)\.?[:.]?(?=.*\d)")
_SERIES = re.compile(r"(?!NR|NO|DIN|DATA|DOSAR|NUM)[A-Z_]{1,8}")
_OF_OTHERS = re.compile(r"\d{1,6}/\d{1,4}/(?:19|20)\d{2}|[JFC]\d{1,2}/.*|RO\d{2}")
"""Numbers of courts and of the trade register."""
_LEAST_WORDS, _MOST_WORDS = 2, 9


def value_in(paper: Paper, name: str, number: int) -> Finding | None:
    """Read a field's value off a line.

    Args:
        paper: the letter.
        name: the field.
        number: the line's.

    Returns:
        The value, None where the line holds none of the field's form.
    """
    read = _READERS[name](paper, number)
    if read is None:
        return None
    value, start, end = read
    begin = paper.lines[number].start
    return Finding(value, _SCORE, begin + start, begin + end)


_Read = tuple[str, int, int] | None
"""A value with the span in its line."""


def _date(paper: Paper, number: int) -> _Read:
    found = next(dates_in(paper.lines[number].plain), None)
    return (found.on.isoformat(), found.start, found.end) if found else None


def _number(paper: Paper, number: int) -> _Read:
    """The first word with a digit that is no date's, with the series before it."""
    line = paper.lines[number]
    dates = list(dates_in(line.plain))
    end_of_text = min((found.start for found in dates), default=len(line.text))
    before = None
    for word in re.finditer(r"\S+", line.text[:end_of_text]):
        announced = _ANNOUNCES.match(line.plain, word.start())
        start = announced.end() if announced and announced.end() < word.end() else word.start()
        code = re.search(r"\w[\w./_-]*", line.text[start : word.end()])
        if code and re.search(r"\d", code[0]):
            begin, written = start + code.start(), code[0].strip("/.-")
            if before and start == word.start() and _SERIES.fullmatch(before[0]):
                begin, written = before.start(), f"{before[0]} {written}"
            is_other = _OF_OTHERS.fullmatch(written) is not None
            return None if is_other else (written, begin, word.end())
        before = word
    return None


def _address(paper: Paper, number: int) -> _Read:
    line = paper.lines[number]
    label = _FIELD.match(line.plain)
    return address_in(line, label.end() if label else 0)


def _name(paper: Paper, number: int) -> _Read:
    """A body's name, a person's alone or behind a label."""
    line = paper.lines[number]
    label = _FIELD.match(line.plain)
    start = label.end() if label else 0
    words, flat = line.text[start:], line.plain[start:]
    is_of_body = is_institution(flat) or is_private_body(flat) or firm_end(flat) is not None
    if is_of_body and "@" not in words and not is_running_text(line):
        end = firm_end(flat) or len(words)
        name = proper_case(cleaned(words[:end]))
        return (name, start, start + end) if len(name) > _LEAST_WORDS else None
    person = person_alone(words) or (person_at(words) if label else None)
    if person:
        return person[0], start + person[1], start + person[2]
    name = proper_case(cleaned(words))
    is_name = re.search(r"[\d@:=]|(?:^| )[^\W\d_A-Z] ", name) is None and not is_running_text(line)
    is_name = is_name and not any(title.match(flat) for _, title in TITLE_CUES)
    is_told = is_name and _LEAST_WORDS <= len(name.split()) <= _MOST_WORDS
    return (name, start, len(line.text)) if is_told else None


def _subject(paper: Paper, number: int) -> _Read:
    """A heading; a line of running text names no matter."""
    line = paper.lines[number]
    label = _FIELD.match(line.plain)
    start = label.end() if label else 0
    words = tidy(_with_next(paper, number, start))
    is_heading = not _is_of_paragraph(paper, number) and len(words.split()) >= _LEAST_WORDS
    return (shortened(words), start, len(line.text)) if is_heading else None


def _is_of_paragraph(paper: Paper, number: int) -> bool:
    """Tell a line of running text from a wide heading: others stand around it, or it is closed."""
    line = paper.lines[number]
    if not is_running_text(line):
        return False
    around = [*paper.lines[max(0, number - 1) : number], *paper.lines[number + 1 : number + 2]]
    is_closed = any(other.text.rstrip().endswith((".", ",", ";")) for other in (line, *around[-1:]))
    return is_closed or any(is_running_text(other) for other in around)


def _with_next(paper: Paper, number: int, start: int) -> str:
    """Give a heading with the line it goes on in."""
    line = paper.lines[number]
    following = paper.lines[number + 1 : number + 2]
    is_full = line.box.right > 0.82 * line.page_width_px
    goes_on = bool(following) and _continues(line, following[0])
    is_close = goes_on and paper.gap_above(number + 1) < 1
    return line.text[start:] + (f" {following[0].text}" if is_full and is_close else "")


def _continues(line: Line, below: Line) -> bool:
    is_same_style = line.is_upper and below.is_upper
    return below.page == line.page and (below.text[:1].islower() or is_same_style)


_READERS: dict[str, Callable[[Paper, int], _Read]] = {
    "sender_name": _name,
    "sender_address": _address,
    "sender_registration_number": _number,
    "sender_date": _date,
    "subject": _subject,
}
