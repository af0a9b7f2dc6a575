"""The office of one person is named with its holder: notaries, bailiffs, lawyers."""

import re
from dataclasses import replace

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import person_alone, proper_case
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text

_BARE = re.compile(
    r"(?:birou(?:l)?|cabinet(?:ul)?)(?: individual)?(?: (?:de )?(?:executor(?:ului)?|notar(?:ului)?"
    r"|notarial|avocat(?:ura)?|medical|mediator|insolventa))?(?: (?:judecatoresc|public))?"
    r"|societate(?:a)? (?:civila )?profesionala (?:(?:de )?executori judecatoresti|notariala"
    r"|(?:de )?notari(?: publici)?|de avocati|de insolventa)"
    r"|executor(?:ul)? judecatoresc|notar(?:ul)? public|cabinet(?:ul)? individual"
    r"|asociatia|fundatia|societatea|sindicatul|clubul(?: sportiv)?|parohia|primaria"
)
"""Says of which sort the office is and not whose."""
_NEAR = 4
"""The holder's name stands no more lines below the office's."""
_SEVERAL = re.compile(
    r"[„\"']*[A-ZĂÂÎȘȚ][\w-]+(?:(?: |, )[A-ZĂÂÎȘȚ][\w-]+)*(?: (?:și|ȘI|si|SI|&) [A-ZĂÂÎȘȚ][\w-]+)+"
    r"[”\"']*"
)
"""Those who share an office: *Rotaru și Asociații*."""
_SIGNS = re.compile(r"\W*(?:executor|notar|avocat|mediator|medic|practician|administrator)")


def with_holder(paper: Paper, office: Finding) -> Finding | None:
    """Add the holder's name where an office is named without it; None where nobody is named."""
    if _BARE.fullmatch(plain(str(office.value)).strip(" .,")) is None:
        return office
    first = paper.line_at(office.start)
    below = range(first + 1, min(first + 1 + _NEAR, len(paper.lines)))
    signed = (n + 1 for n, x in enumerate(paper.lines[:-1]) if n > first and _SIGNS.match(x.plain))
    for number in (*below, *signed):
        line = paper.lines[number]
        words = re.split(r"\s+(?=(?:CIF|CUI|C\.|[Tt]el|[Cc]od))|[,;:]", line.text, maxsplit=1)[0]
        if is_running_text(line):
            continue
        if number == first + 1 and _SEVERAL.fullmatch(line.text.strip()):
            return replace(office, value=f"{office.value} {proper_case(line.text.strip())}")
        if found := person_alone(words):
            return replace(office, value=f"{office.value} {proper_case(found[0])}")
    return None
