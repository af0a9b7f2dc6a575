"""Who writes, told from the foot of the page: some put their name and street only there."""

import re

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.head import is_town_hall
from registry_desk.prefill.names import firm_end, is_institution, is_private_body, proper_case
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text

_PRIN = re.compile(r"^prin ", re.IGNORECASE)
_LINES = 5
"""A foot has no more lines."""
_REACHED = re.compile(r"\bstr\b|strada|\bbd\b|calea|piata|\btel|@|www|\bc\.?[iu]\.?[if]\b")


@once_per_paper
def foot_name(paper: Paper) -> Finding | None:
    """Give the body whose street, telephone or code stand beside its name under the signature."""
    last = len(paper.lines)
    for number in range(max(1, last - _LINES), last):
        line = paper.lines[number]
        if _is_text(line) or not _is_body(line):
            continue
        around = " ".join(x.plain for x in paper.lines[number : number + 2])
        if _REACHED.search(around):
            end = firm_end(line.plain)
            name = _PRIN.sub("", cleaned(line.text[:end] if end else line.text))
            return Finding(proper_case(name), 0.8, line.start, line.start + len(name))
    return None


def _is_text(line: Line) -> bool:
    return is_running_text(line) and _REACHED.search(line.plain) is None


def _is_body(line: Line) -> bool:
    is_named = is_institution(line.plain) or is_private_body(line.plain)
    return is_named and not is_town_hall(line.plain)
