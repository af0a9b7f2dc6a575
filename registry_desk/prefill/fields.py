"""Who is named in a form's fields, whatever their labels say."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import firm_end, person_alone, proper_case
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.zones import Role

_FIELD = re.compile(r"\W*(?:\d{1,2}[.)] ?)?(?P<of>[a-z][a-z /().,-]{2,44}?)\s?:\s*")
_OF_FIRM = re.compile(
    r"agent|firma|societat|denumir|solicit|companie|persoana juridica|titular|petent"
)
_OF_OTHERS = re.compile(
    r"copil|elev|minor|bolnav|pacient|\bsot|defunct|autorul|mostenit|delegat|imputernicit|intocmit"
    r"|redactat|operator|functionar|primar|catre|destinatar|\bto\b|\bcc\b|numit|vecin"
    r"|reclamat[ae]?\b"
    r"|paratul|faptuitor|martor|medic|administrator|responsabil|director|sef|aprobat|verificat"
    r"|\ba?vizat\b|tata|mama|subiect|obiect|atasa|anexa"
)
"""Labels of who else is named in a form."""


def fielded(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    """A name alone behind any other field's label: who else is named there is said by it."""
    for number, line in enumerate(paper.lines):
        field = _FIELD.match(line.plain)
        if field is None or roles[number] is Role.ADDRESSEE or _OF_OTHERS.search(field["of"]):
            continue
        start = line.start + field.end()
        firm = firm_after(paper, start) if _OF_FIRM.match(field["of"]) else None
        if firm:
            yield Finding(firm[0], 0.94, firm[1], firm[2])
        elif found := person_alone(line.text[field.end() :]):
            yield Finding(found[0], 0.7, start + found[1], start + found[2])


def firm_after(paper: Paper, offset: int) -> tuple[str, int, int] | None:
    """Read a firm's name behind a form's label: it may begin as a person's does."""
    line = paper.lines[paper.line_at(offset)]
    end = firm_end(paper.plain[offset : line.end])
    is_begun = paper.text[offset : offset + 1].isupper()
    if not (end and is_begun) or re.search(r"[,;:]", paper.plain[offset : offset + end]):
        return None
    return proper_case(paper.text[offset : offset + end]), offset, offset + end
