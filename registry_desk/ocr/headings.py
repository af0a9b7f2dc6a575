"""Headings in capitals are read again with room above: the engine cuts off their marks.

Tesseract measures a line by its letters, so the marks of Ă, Â, Î at a heading's size fall outside
the strip it looks at. The second reading counts only where it differs by marks alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Gray, RawWord
from registry_desk.ocr.letters import bare
from registry_desk.ocr.line import read_line

_ROOM_ABOVE = 0.28
"""Share of the letters' height where their marks stand."""
_LEAST_LETTERS = 4
_MOST_LINES = 8


def with_marked_headings(
    gray: Gray, dpi: int, words: Sequence[RawWord], engine: Engine, *, time_limit_s: float
) -> list[RawWord]:
    """Give the words with the marks of capitals in headings."""
    kept: list[RawWord] = []
    left = _MOST_LINES
    for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line)):
        line = list(same)
        if left and _is_capital(line) and _has_marks_above(gray, line):
            left -= 1
            line = _read_again(gray, dpi, line, engine, time_limit_s)
        kept += line
    return kept


def _is_capital(line: list[RawWord]) -> bool:
    letters = [c for word in line for c in word.text if c.isalpha()]
    capital = sum(c.isupper() for c in letters)
    return len(letters) >= _LEAST_LETTERS and capital >= 0.9 * len(letters)


def _has_marks_above(gray: Gray, line: list[RawWord]) -> bool:
    """Tell whether there is ink in the strip above some word that has no mark in its reading."""
    for word in line:
        if any(c in "ĂÂÎ" for c in word.text) or not any(c in "AI" for c in word.text):
            continue
        box = word.box
        room = round(box.height * _ROOM_ABOVE)
        strip = gray[max(0, box.y - room) : max(0, box.y - 1), box.x : box.right]
        if strip.size and int((strip < 128).sum()) > 0.05 * room * room:
            return True
    return False


def _read_again(
    gray: Gray, dpi: int, line: list[RawWord], engine: Engine, limit_s: float
) -> list[RawWord]:
    box = reduce(Box.union, (word.box for word in line))
    above, beside = round(box.height * _ROOM_ABOVE), box.height // 2
    left, top = max(0, box.x - beside), max(0, box.y - above)
    part = Box(left, top, box.right + beside - left, box.bottom + above // 3 - top)
    found = read_line(gray, dpi, part, engine, time_limit_s=limit_s)
    if [bare(w.text) for w in found] != [bare(w.text) for w in line]:
        return line
    return [replace(old, text=new.text) for old, new in zip(line, found, strict=True)]
