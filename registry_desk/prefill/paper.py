"""The written lines of a document's first and last pages, as one text that knows its places.

Offsets into ``Paper.text`` are what every finder speaks of. ``Paper.plain`` has the same length, in
small letters without diacritics, so that patterns are written once; a span leads back to words,
page and box. A line that holds two columns (supplier left, buyer right) is cut where they part.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import median

from registry_desk.model.page import Box, ReadPage, Word
from registry_desk.prefill.columns import Part, rows_of
from registry_desk.prefill.folding import plain
from registry_desk.prefill.misreadings import mended

_FIRST_PAGES, _LAST_PAGES = 4, 2
"""Identity stands on the first pages or at the end; a long enclosure between is not looked at."""
_MANY_WORDS, _WIDE = 8, 0.62
"""A paragraph's line has so many words over so much of the page."""
_USUAL_SPACING, _WIDEST_SPACING = 0.5, 1.6
"""Where a letter has no paragraph."""
_ROW, _ROW_GAP = 12, 3
"""A table's row has no more cells, and stands no more letter heights under its head."""
_LETTERS, _MOST = 3, 0.85
"""A line in capitals has so many letters, such a share of them large."""
_KEPT = 512
"""So many lines' answers are kept."""
FILL = "_"
"""Stands for a form's dotted line on which nothing is written."""
_LEADER = re.compile(
    r"^\.{2}(?=\w)|(?<=\w)\.{2}(?=[,;:)]?$)|^[._…„”]{3,}|[._…„”]{3,}(?=[,;:)]?$)"
    r"|^[.…]{2,}(?=[^\W\d])|(?<=\w)…+$"
)
_SPECK = re.compile(r"^['`’](?=[A-ZĂÂÎȘȚ][a-zăâîșț])")
"""Of a box's edge, before a word."""
_INNER_LEADER = re.compile(r"(?<=[\w/])[._…]{3,}(?=[\w/])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or one column's part of it."""

    start: int
    """Offset of its first character in ``Paper.text``."""
    text: str
    plain: str
    page: int
    """Place of its page among the document's written pages, counted from 0."""
    row: int
    """Number of the whole line on its page; parts of one line share it."""
    box: Box
    """On the cleaned page."""
    height_px: int
    """Median height of its words."""
    page_width_px: int
    """Extent of what is written on its page, from the left edge."""

    @property
    def end(self) -> int:
        """Give the offset behind its last character."""
        return self.start + len(self.text)

    @property
    def is_upper(self) -> bool:
        """Tell whether it is set in capitals (a misread small letter is forgiven)."""
        return _is_upper(self.text)

    @property
    def word_count(self) -> int:
        """Count its words."""
        return len(self.text.split())


@lru_cache(maxsize=_KEPT)
def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= _LETTERS and sum(map(str.isupper, letters)) >= _MOST * len(letters)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands."""

    page: int
    """Index of the page within the batch, counted from 1."""
    box: Box
    """On the captured image."""
    confidence: float
    """Mean of the engine's measure over its words."""


class Paper:
    """A document's text with its places."""

    def __init__(self, pages: Sequence[ReadPage]) -> None:
        written = [page for page in pages if any(w.text.strip() for w in page.text.words)]
        if len(written) > _FIRST_PAGES + _LAST_PAGES:
            written = written[:_FIRST_PAGES] + written[-_LAST_PAGES:]
        self._pages = written
        self._words: list[tuple[int, int, int, Word]] = []
        """Start, end, page among the written ones, word."""
        lines: list[Line] = []
        pieces: list[str] = []
        length = 0
        for number, page in enumerate(written):
            width = max(word.box.right for word in page.text.words)
            for row, parts in enumerate(rows_of(page.text.words)):
                for part in parts:
                    line = self._line(part, length, number, row, width)
                    lines.append(line)
                    pieces.append(line.text)
                    length = line.end + 1
        self.lines = tuple(lines)
        self.text = "\n".join(pieces)
        self.plain = plain(self.text)

    def _line(self, part: Part, start: int, page: int, row: int, page_width_px: int) -> Line:
        words = part.words
        box = words[0].box
        cleaned: list[str] = []
        place = start
        behind = [*(word.text for word in words[1:]), ""]
        for number, (word, following) in enumerate(zip(words, behind, strict=True), 1):
            text = mended(_without_rules(word.text), following)
            text = f"{text.rstrip('.:')}:" if number == part.label else text
            self._words.append((place, place + len(text), page, word))
            cleaned.append(text)
            place += len(text) + 1
            box = box.union(word.box)
        text = " ".join(cleaned)
        height = round(median(word.box.height for word in words))
        return Line(start, text, plain(text), page, row, box, max(height, 1), page_width_px)

    def place(self, start: int, end: int) -> Place | None:
        """Give page, box and confidence of a span; None where no word lies in it."""
        found = [(page, word) for s, e, page, word in self._words if s < end and e > start]
        if not found:
            return None
        page = found[0][0]
        words = [word for number, word in found if number == page]
        box = words[0].box
        for word in words[1:]:
            box = box.union(word.box)
        captured = self._pages[page].cleaned.placement.on_captured(box)
        confidence = sum(word.confidence for word in words) / len(words)
        return Place(self._pages[page].index, captured, confidence)

    def line_at(self, offset: int) -> int:
        """Give the number of the line that holds an offset."""
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.lines[middle].start <= offset:
                low = middle
            else:
                high = middle - 1
        return low

    def over(self, offset: int) -> Line | None:
        """Give the cell of the row right above that stands over a word, as in a table's head."""
        line = self.lines[number := self.line_at(offset)]
        word = next((w for start, end, _, w in self._words if start <= offset < end), None)
        row = [
            above
            for above in self.lines[max(0, number - _ROW) : number]
            if (above.page, above.row) == (line.page, line.row - 1)
            and word is not None
            and above.box.x <= word.box.right
            and line.box.y - above.box.bottom < _ROW_GAP * line.height_px
        ]
        return max(row, key=lambda above: above.box.x, default=None)

    def gap_above(self, number: int) -> float:
        """Give the white above a line in line heights; large at the top of a page or column."""
        line = self.lines[number]
        for above in reversed(self.lines[max(0, number - 6) : number]):
            is_over = above.page == line.page and above.row < line.row
            if is_over and above.box.x < line.box.right and above.box.right > line.box.x:
                return max(0.0, (line.box.y - above.box.bottom) / line.height_px)
        return 9.0

    @cached_property
    def spacing(self) -> float:
        """Give the white between the lines of a paragraph, in line heights."""
        gaps = [
            gap
            for number in range(1, len(self.lines))
            if _is_wide(self.lines[number])
            and _is_wide(self.lines[number - 1])
            and (gap := self.gap_above(number)) < _WIDEST_SPACING
        ]
        return sorted(gaps)[len(gaps) // 3] if gaps else _USUAL_SPACING

    def parts(self, number: int, white: float) -> bool:
        """Tell whether so much more white stands above a line than within a paragraph."""
        return self.gap_above(number) > self.spacing + white

    @property
    def first_page(self) -> int:
        """Give the index within the batch of the first written page."""
        return self._pages[0].index if self._pages else 1

    @property
    def page_count(self) -> int:
        """Count the written pages looked at."""
        return len(self._pages)


def _is_wide(line: Line) -> bool:
    """Tell a line that most likely is one of a paragraph."""
    return line.word_count >= _MANY_WORDS and line.box.width > _WIDE * line.page_width_px


def _without_rules(text: str) -> str:
    """Take table rules, specks and a form's dotted lines off a word's ends."""
    led = _LEADER.sub("", text)
    if led != text and not any(c.isalnum() for c in led):
        return FILL
    led = _SPECK.sub("", _INNER_LEADER.sub(" ", led))
    return led.strip().lstrip("|_¦").rstrip("|_¦") or "|"
