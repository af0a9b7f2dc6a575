"""Letters typed as text, turned into pages as reading gives them: words, lines, places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry_desk.model.page import Box, CleanedPage, PageText, Placement, ReadPage, Word

CELL_PX, ROW_PX, WORD_PX = 25, 58, 34
LEFT_PX, TOP_PX = 150, 160
FORMS = Path(__file__).parent / "forms"


def page_of(text: str, *, index: int = 1, placement: Placement | None = None) -> ReadPage:
    """Give the page a typewriter makes of a text: one cell per sign, empty lines stay empty."""
    words: list[Word] = []
    line = -1
    for row, written in enumerate(text.splitlines()):
        if not written.strip():
            continue
        line += 1
        for found in re.finditer(r"\S+", written):
            box = Box(
                LEFT_PX + CELL_PX * found.start(),
                TOP_PX + ROW_PX * row,
                CELL_PX * len(found.group()),
                WORD_PX,
            )
            words.append(Word(found.group(), box, 0.95, line))
    cleaned = CleanedPage(2480, 3508, 300, 0, 0.0, not words, placement or Placement())
    return ReadPage(
        index, f"page-{index:03d}.jpg", 1, cleaned, PageText(text, tuple(words), 0.95, "typed")
    )


@dataclass(frozen=True, slots=True)
class Form:
    """A letter with what must be read from it."""

    name: str
    fields: dict[str, str]
    pages: Sequence[ReadPage]


def forms() -> list[Form]:
    """Give every letter of ``forms/``: its truth above ``---``, its pages parted by form feeds."""
    found = []
    for file in sorted(FORMS.glob("*.txt")):
        told, _, text = file.read_text(encoding="utf-8").partition("\n---\n")
        fields = dict(line.split(": ", 1) for line in told.splitlines())
        pages = [page_of(part, index=i) for i, part in enumerate(text.split("\f"), 1)]
        found.append(Form(file.stem, fields, pages))
    return found
