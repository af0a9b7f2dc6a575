"""The page's number at its foot, which stands far from the text: read by itself.

The engine passes over such a line, runs its signs together or takes a stroke for a digit: *-2-*
for *- 2 -*, *214* for *2/4*. By itself it is read right; dashes and blanks are where the paper
has them.

Source: of 99 page numbers on the pages of three sets of letters by others, 47 were read wrong.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

import cv2
import numpy as np

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Gray, RawWord
from registry_desk.ocr.line import read_line

_FOOT = 0.82
"""Of the page's height: where its foot begins."""
_DARK = 150
_LOW, _TALL = 0.05, 0.2
"""Heights of digits and letters, in inches."""
_FLAT, _SHORT, _LONG = 0.04, 0.02, 0.12
"""A dash: its greatest height, least and greatest width, in inches."""
_MOST, _WIDE = 18, 1.3
"""Marks of such a line, and its width in inches."""
_MOST_LINES = 3
_RIM = 0.04
"""Paper around the line, in inches."""
_BLANK = 0.22
"""Width of a blank, of the line's height."""
_SURE, _BELIEVED = 0.9, 0.35
_PARTS = re.compile(r"[-/]\d|\d[-/d]|[a-z.,]\d", re.I)
"""Between which signs there may be a blank."""
_STROKE = re.compile(r" ?/ ?")
_SCALES = (1.0, 1.5)
_AT_FOOT = -(1 << 30)
"""Number of its block: below those of blocks and lines read by themselves."""
_DASHES = re.compile(r"[–—_]")
_NUMBER = re.compile(
    r"(?:-\s?)?\d{1,3}(?:\s?-)?|\d{1,3}\s?/\s?\d{1,3}"
    r"|pag(?:ina)?[.,]?\s?\d{1,3}(?:\s?(?:/|din)\s?\d{1,3})?",
    re.I,
)
_IN_WORDS = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=din)", re.I)


def with_page_number(
    gray: Gray, dpi: int, words: Sequence[RawWord], engine: Engine, *, time_limit_s: float
) -> list[RawWord]:
    """Give the words with the page's number at the foot as it stands there.

    Args:
        gray: the page they were read on.
        dpi: its resolution.
        words: in reading order.
        engine: the reader.
        time_limit_s: for each reading of the line.
    """
    for marks in _short_lines(gray, dpi):
        box = reduce(Box.union, marks)
        there = [word for word in words if _lies_in(word, box)]
        text = " ".join(word.text for word in there)
        if there and not any(map(str.isdigit, text)) and there[0].confidence > _BELIEVED:
            continue
        known = (text, there[0].confidence) if _is_right(there, text) else None
        found = known or _read(gray, dpi, marks, engine, time_limit_s)
        if found is not None:
            spaced = _spaced(found[0], marks)
            if known and spaced == text:
                break
            number = list(_words(spaced, box, found[1]))
            return [word for word in words if word not in there] + number
    return list(words)


def _is_right(there: Sequence[RawWord], text: str) -> bool:
    """Tell a number that was read well: with a word or a stroke, no dash and no lone digits."""
    is_plain = any(map(str.isalpha, text)) or "/" in text
    return is_plain and bool(_NUMBER.fullmatch(text)) and all(w.confidence >= _SURE for w in there)


def _short_lines(gray: Gray, dpi: int) -> Iterator[list[Box]]:
    """Find the lowest short lines of the page's foot: the boxes of their marks, from the left."""
    top = round(_FOOT * gray.shape[0])
    dark = (gray[top:] < _DARK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_sign = (high >= _LOW * dpi) & (high <= _TALL * dpi)
    is_small = (high < _LOW * dpi) & (wide <= _LONG * dpi)
    is_small &= np.maximum(wide, high) >= _SHORT * dpi / 2
    is_sign[0] = is_small[0] = False  # the paper
    signs, small = (
        [Box(x, y + top, width, height) for x, y, width, height, _ in stats[which].tolist()]
        for which in (is_sign, is_small)
    )
    for _ in range(_MOST_LINES):
        if not signs:
            return
        last = max(signs, key=lambda mark: mark.bottom)
        middle = last.y + last.height / 2
        line = [m for m in signs if abs(m.y + m.height / 2 - middle) < 0.6 * last.height]
        taken = set(line)
        signs = [mark for mark in signs if mark not in taken]
        line += [
            m for m in small if last.y - 0.4 * last.height < m.y and m.bottom <= last.bottom + 2
        ]
        line = sorted(line, key=lambda mark: mark.x)
        if len(line) <= _MOST and line[-1].right - line[0].x <= _WIDE * dpi:
            yield line


def _lies_in(word: RawWord, box: Box) -> bool:
    x, y = word.box.x + word.box.width / 2, word.box.y + word.box.height / 2
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def _read(
    gray: Gray, dpi: int, marks: Sequence[Box], engine: Engine, limit_s: float
) -> tuple[str, float] | None:
    """Read a line by itself; None where it is no page number."""
    between = marks[1:-1]
    is_between_dashes = bool(between) and all(_is_dash(m, dpi) for m in (marks[0], marks[-1]))
    rim, box = round(_RIM * dpi), reduce(Box.union, between if is_between_dashes else marks)
    box = Box(box.x - rim, box.y - rim, box.width + 2 * rim, box.height + 2 * rim)
    if is_between_dashes:
        gray = _without(gray, (marks[0], marks[-1]))
    readings = []
    for scale in _SCALES:
        words = read_line(gray, dpi, box, engine, scale=scale, time_limit_s=limit_s)
        text = _DASHES.sub("-", " ".join(word.text for word in words))
        if _NUMBER.fullmatch(text):
            confidence = min(word.confidence for word in words)
            readings.append(("/" in text, confidence, text))
            if confidence >= _SURE and (is_between_dashes or not text.isdigit()):
                break
        elif not any(map(str.isdigit, text)):
            break
    if not readings:
        return None
    _, confidence, text = max(readings)
    if confidence < _BELIEVED:
        return None
    return f"-{text}-" if is_between_dashes else text, confidence


def _is_dash(mark: Box, dpi: int) -> bool:
    return mark.height <= _FLAT * dpi and mark.width >= max(_SHORT * dpi, 1.2 * mark.height)


def _without(gray: Gray, marks: Sequence[Box]) -> Gray:
    """Give the page without the ink of some marks."""
    wiped = gray.copy()
    for mark in marks:
        part = wiped[mark.y - 2 : mark.bottom + 2, mark.x - 2 : mark.right + 2]
        part[:] = 255
    return wiped


def _spaced(text: str, marks: Sequence[Box]) -> str:
    """Put the blanks where the paper has them; as they were read where marks are not signs."""
    columns: list[Box] = []
    for mark in marks:  # the dot of an i belongs to it
        if columns and mark.x < columns[-1].right:
            columns[-1] = columns[-1].union(mark)
        else:
            columns.append(mark)
    signs = text.replace(" ", "")
    if len(columns) != len(signs):
        return _IN_WORDS.sub(" ", text)
    blank = _BLANK * max(mark.height for mark in marks)
    spaced = signs[0]
    for (one, other), sign in zip(pairwise(columns), signs[1:], strict=True):
        may_part = _PARTS.fullmatch(spaced[-1] + sign)
        spaced += f" {sign}" if may_part and other.x - one.right >= blank else sign
    # A 1 is narrow: the room on one side of a stroke alone is no blank.
    return spaced if " / " in spaced else _STROKE.sub("/", spaced)


def _words(text: str, box: Box, confidence: float) -> Iterator[RawWord]:
    """Give the line's words, each with its share of the line."""
    model = RawWord(text, box, confidence, block=_AT_FOOT, paragraph=0, line=0)
    begin = 0
    for word in text.split(" "):
        left = box.x + round(box.width * begin / len(text))
        begin += len(word)
        right = box.x + round(box.width * begin / len(text))
        begin += 1
        yield replace(model, text=word, box=Box(left, box.y, max(1, right - left), box.height))
