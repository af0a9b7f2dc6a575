"""How far goes on what a letter begins to say: to the end of its paragraph, over a list's items."""

import re

from registry_desk.prefill.folding import sentence_end
from registry_desk.prefill.paper import Paper

_PARAGRAPH_GAP = 1.6
"""So many line heights of white part paragraphs, also where the engine bent a line."""
_WIDER = 1.25
"""The same against the white between the lines of a letter that is typed at wide spacing."""
_FIELD = re.compile(r"\W{0,3}[A-ZĂÂÎȘȚ][^.,;:\d]{2,36}: ?(?=\S)")
_OPEN = re.compile(r"(?:,|-|\b(?:de|la|din|pe|in|cu|si|a|al|ale|pentru|privind|nr)\.?)\W*$")
"""The next field of a form, unless the line above is left open."""
_LISTED = re.compile(
    r"(?:[^:;.]{0,60},\s)?(?:urmatoare\w*\s+)?(?P<sort>informatii|documente|date|acte|lucrari"
    r"|masuri|inscrisuri|copii|precizari)\b[^:\n]{0,40}:(?P<items>\s*\n\W{0,3}(?:[-•*]|1[.)]|a[.)])"
    r"\s[^?!]{8,300})"
)
_ITEM = re.compile(r"[;.,]?\s*\n\s*(?:[-•*]|\d{1,2}[.)]|[a-z][.)])\s+")


def paragraph_end(paper: Paper, start: int) -> int:
    """Give where the paragraph ends that holds an offset: no sentence goes on behind white."""
    number, gap = paper.line_at(start), max(_PARAGRAPH_GAP, _WIDER * paper.spacing)
    while number + 1 < len(paper.lines):
        below = paper.lines[number + 1]
        is_other_page = below.page != paper.lines[number].page
        if not is_other_page and paper.gap_above(number + 1) > gap:
            break
        if _FIELD.match(below.text) and not _OPEN.search(paper.lines[number].plain):
            break
        number += 1
    return paper.lines[number].end


def listed(paper: Paper, start: int) -> tuple[str, int] | None:
    """Give what is asked for in a list, *următoarele informații:*, on one line, and its end."""
    match = _LISTED.match(paper.plain, start)
    if match is None:
        return None
    first, end = match.span("items")
    end = min(end, paragraph_end(paper, first + 2))
    end = first + sentence_end(paper.plain[first:end])
    items = _ITEM.sub(", ", paper.text[first:end]).strip(" ,")
    return f"{paper.text[slice(*match.span('sort'))]}: {items}", end
