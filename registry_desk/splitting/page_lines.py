"""The lines of a page as the signs see them: in small letters, without the page's number."""

import re
import unicodedata
from collections.abc import Sequence

from registry_desk.model.page import Word

_PAGE_OF = re.compile(
    r"(?:\b(?:pag(?:ina|\.)?|page|fila|p\.)\s*)?\b(\d{1,3})\s*(?:/|din|of|dintre)\s*(\d{1,3})\b",
    re.I,
)
_PAGE_ONLY = re.compile(r"^(?:-\s*|–\s*|pag(?:ina|\.)?\s*)?(\d{1,3})(?:\s*-|\s*–)?$", re.I)

_MARKS = re.compile(r"[\u0300-\u036f]+")


def bare(text: str) -> str:
    """Give text in small letters without marks, as OCR and habit both lose them."""
    marks = unicodedata.normalize("NFD", text.lower())
    return _MARKS.sub("", marks).strip()


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Gather words into lines, in reading order."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return list(lines.values())


def text_of(line: Sequence[Word]) -> str:
    """Give a line's words in small letters without marks."""
    return bare(" ".join(word.text for word in line))


def page_number(plain: Sequence[str]) -> tuple[int | None, int | None]:
    """Find "Pagina 1 din 3", "1/3" or a lone number in the first or last two lines."""
    for text in [*plain[-2:], *plain[:2]]:
        found = _PAGE_OF.search(text)
        if found and len(text) <= 24 and 1 <= int(found[1]) <= int(found[2]) <= 400:
            return int(found[1]), int(found[2])
    for text in [*plain[-1:], *plain[:1]]:
        alone = _PAGE_ONLY.match(text)
        if alone and 1 <= int(alone[1]) <= 400:
            return int(alone[1]), None
    return None, None


def is_page_number(text: str) -> bool:
    """Tell a line that holds nothing but the page's number."""
    return bool(_PAGE_ONLY.match(text) or (len(text) <= 24 and _PAGE_OF.search(text)))


def median(values: Sequence[int]) -> float:
    """Give the value in the middle; 0 of none."""
    return float(sorted(values)[len(values) // 2]) if values else 0.0
