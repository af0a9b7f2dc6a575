"""The body that a form's field names as who sends it."""

import re

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.head import is_town_hall
from registry_desk.prefill.names import is_part, proper_case
from registry_desk.prefill.paper import Paper

_HEAD_LINES = 10
_ISSUER = re.compile(
    r"\W*(?:emitent(?:ul)?|institutia|autoritatea)\s?:\s*(?!primari|oras|comun|municip)(?=[a-z])"
)
_FROM_DESK = re.compile(r"\W*(?:de la|din partea|from|emitent(?:ul)?|initiator)\s?:\s*")


def writing_desk(paper: Paper) -> Finding | None:
    """Give the desk of an office that writes to another: behind *De la:*, or under its own head."""
    for number, line in enumerate(paper.lines[:_HEAD_LINES]):
        label = _FROM_DESK.match(line.plain)
        start = label.end() if label else 0
        is_under = number > 0 and is_town_hall(paper.lines[number - 1].plain)
        if line.page == 0 and (label or is_under) and is_part(line.plain[start:]):
            name = cleaned(line.text[start:])
            return Finding(proper_case(name), 0.93, line.start + start, line.end)
    return None


def named_issuer(paper: Paper) -> Finding | None:
    """Give the body that a form's field names as who sends it: *Emitent: …*."""
    for line in paper.lines[:_HEAD_LINES]:
        match = _ISSUER.match(line.plain)
        if match and line.page == 0:
            start = line.start + match.end()
            name = cleaned(paper.text[start : line.end])
            return Finding(proper_case(name), 0.93, start, line.end) if len(name) > 4 else None
    return None
