"""The body that a form's field names as who sends it."""

import re

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.letterhead import cleaned
from registry_desk.prefill.names import proper_case
from registry_desk.prefill.paper import Paper

_HEAD_LINES = 10
_ISSUER = re.compile(
    r"\W*(?:emitent(?:ul)?|institutia|autoritatea)\s?:\s*(?!primari|oras|comun|municip)(?=[a-z])"
)


def named_issuer(paper: Paper) -> Finding | None:
    """Give the body that a form's field names as who sends it: *Emitent: …*."""
    for line in paper.lines[:_HEAD_LINES]:
        match = _ISSUER.match(line.plain)
        if match and line.page == 0:
            start = line.start + match.end()
            name = cleaned(paper.text[start : line.end])
            return Finding(proper_case(name), 0.93, start, line.end) if len(name) > 4 else None
    return None
