"""A body that writes in the third person and has no letterhead: *Asociația … solicită …*."""

import re
from collections.abc import Iterator

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import firm_end, is_institution, is_private_body, proper_case
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Paper

_ASKS_IN_THIRD = re.compile(
    r"(?:,[^;.]{5,120},)?\s(?:va\s+)?(?:solicita|roaga|rugam|doreste|sesizeaza|reclama"
    r"|formuleaza|depune|inainteaza|transmite|propune|isi\s+manifesta|vine"
    r"|(?:are|au)\s+(?:deosebit\w+\s+)?(?:bucuria?|bucurie|placerea?|onoarea?)|va\s+invita"
    r"|organizeaza)\b"
)
"""Behind a body's name: it is the one that speaks."""
_NOT_NAMED = re.compile(r"subscris|\w+ (?:noastr|nostru|dumneav|mea\b|dvs|sus)\w*")
"""``Asociația noastră`` names nobody."""
_BODY_NAME = re.compile(r"(?:[.!]\s+|,\s+|\n\W*)(?P<name>[A-ZĂÂÎȘȚ][^,;:.!?()]{4,70}?)(?=[,\s])")
_TOWN_SPEAKS = re.compile(
    r"\b(?:primar(?:ul|ia)|consiliul\s+local|comuna|orasul|municipiul)\b[^.;:!?]{0,80}?"
    r"\bva\s+(?:invita|asteapta|pofteste|felicita|ureaza)\b"
)
_PARAGRAPH_GAP = 1.3
"""So many line heights of white part paragraphs."""


def speaking_body(paper: Paper) -> Iterator[Finding]:
    """A body that asks in the third person: ``Asociația … solicită``, ``S.C. …, prin …, roagă``."""
    for match in _BODY_NAME.finditer(paper.text):
        start = match.start("name")
        begun = paper.plain[start : start + 60]
        if not (is_private_body(begun) or is_institution(begun)):
            continue
        for end in _name_ends(paper, start):
            is_named = not _NOT_NAMED.match(paper.plain, start) and _is_of_a_piece(
                paper, start, end
            )
            if is_named and _ASKS_IN_THIRD.match(paper.plain, end):
                name = " ".join(paper.text[start:end].split())
                yield Finding(proper_case(name), 0.93, start, end)
                return


@once_per_paper
def town_speaks(paper: Paper) -> bool:
    """Tell a town's own invitation or wishes: *Primarul și Consiliul Local vă invită …*."""
    return _TOWN_SPEAKS.search(paper.plain) is not None


def _is_of_a_piece(paper: Paper, start: int, end: int) -> bool:
    """Tell whether a span goes on within its paragraph."""
    first, last = paper.line_at(start), paper.line_at(end)
    return first == last or paper.gap_above(last) < _PARAGRAPH_GAP


def _name_ends(paper: Paper, start: int) -> Iterator[int]:
    """Give where a body's name may end: behind its legal form, or before a comma or a blank."""
    reach = paper.plain[start : start + 80]
    firm = firm_end(reach)
    if firm:
        yield start + firm
    yield from (start + gap.start() for gap in re.finditer(r"[,\s]", reach) if gap.start() > 6)
