"""Who writes where no word tells which sort of body it is: the line above the letter's number."""

import re

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.head import head_lines, is_contact
from registry_desk.prefill.names import person_alone, proper_case
from registry_desk.prefill.numbers import header_number
from registry_desk.prefill.paper import Line, Paper

_NO_NAME = re.compile(
    r"\W*(?:r ?o ?m ?a ?n ?i ?a\W*$|nr\b|numar|data\b|exemplar|nesecret|operator|iso\b|catre"
    r"|judetul\b"
    r"|ref\b|pagina|fax)|.*\d{3}"
)
_SHORTEST = 6
"""Less is a sign or a speck."""


def top_name(paper: Paper) -> Finding | None:
    """Give the topmost line of a numbered letter's head that can be a name."""
    number = header_number(paper)
    head = head_lines(paper, None)
    if number is None or paper.line_at(number.start) not in head:
        return None
    for place in head:
        line = paper.lines[place]
        if line.start >= number.start:
            return None
        if _may_name(line):
            return Finding(proper_case(cleaned(line.text)), 0.72, line.start, line.end)
    return None


def _may_name(line: Line) -> bool:
    is_other = is_contact(line) or _NO_NAME.match(line.plain) is not None
    is_long = len(line.text.strip()) >= _SHORTEST and line.word_count > 1
    return is_long and not is_other and person_alone(line.text) is None
