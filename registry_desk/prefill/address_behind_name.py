"""Where the sender lives, said right behind the name in a sentence or a signature's line."""

import re
from collections.abc import Iterator

from registry_desk.prefill.address_end import STREET, length_of
from registry_desk.prefill.address_form import on_one_line
from registry_desk.prefill.address_line import looks_right
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.paper import Paper

VILLAGE = re.compile(
    r"\W*(?!nr|dosar|anexa|scoala|gradinita|cerere|cabinet|bloc"
    r"|liceul)(?:[a-z-]{3,} ){0,2}[a-z-]{3,},? "
    r"(?=nr\.? ?\d{1,4}(?:/?[a-z])?(?:,|$| ?- |, cod))"
)
"""Villages know no streets: ``Cârța nr. 140``."""
_SAID_FIRST = re.compile(
    r",\s(?:[a-z-]+(?:\s(?:de|la|in|al|a)?\s?[a-z-]+){0,3},\s)?(?P<where>[a-z][^;:!?]{10,110}?),?\s"
    r"(?:va\s)?(?:rog|solicit|cer|doresc|depun|reclam|sesizez|adresez|contest|semnalez)\b"
)
"""Behind the name that a letter's first sentence begins with, be it with a trade between them."""
_NEXT_PART = re.compile(r",\s")
_MARGIN = 180
"""An address is no longer than so many signs."""


def behind_name(paper: Paper, name: Finding | None) -> Iterator[Finding]:
    """Give the addresses that stand behind the sender's name."""
    if name is not None:
        yield from _said_first(paper, name)
        yield from _next_part(paper, name)


def _said_first(paper: Paper, name: Finding) -> Iterator[Finding]:
    """*Ion Pop, crescător de ovine, Rozavlea, ulița Morii nr. 6, rog …*."""
    said = plain(str(name.value))
    for line in paper.lines:
        match = _SAID_FIRST.match(paper.plain, line.start + len(said))
        if not match or not line.plain.startswith(said):
            continue
        start, end = match.span("where")
        end = start + length_of(paper.plain[start:end], is_flowing=True)
        written = paper.text[start:end]
        if written[:1].isupper() and STREET.search(plain(written)) and looks_right(written):
            yield Finding(on_one_line(written), 0.88, start, end)


def _next_part(paper: Paper, name: Finding) -> Iterator[Finding]:
    """*În numele semnatarilor: Ion Pop, Rozavlea, ulița Morii nr. 6, telefon …*."""
    behind = _NEXT_PART.match(paper.plain, name.end)
    if behind is None:
        return
    start = behind.end()
    length = length_of(paper.plain[start : start + _MARGIN], is_flowing=True)
    written = paper.text[start : start + length]
    is_place = STREET.search(plain(written)) or VILLAGE.match(plain(written))
    is_numbered = re.search(r"\d", written) is not None
    if written[:1].isupper() and is_place and is_numbered and looks_right(written):
        yield Finding(on_one_line(written), 0.86, start, start + length)
