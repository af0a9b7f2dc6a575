"""Lines that the engine passed over: found as rows of letters under no word, and read alone.

A stamp or a signature that crosses a line makes Tesseract take both for a picture.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Gray, RawWord
from registry_desk.ocr.reduced import Reduced

_LEAST_LETTERS = 6
_MOST_LINES = 8
_INK = 170
"""White rim around a part that is cut out."""

_Mark = tuple[int, int, int, int]


def passed_over(gray: Gray, small: Reduced, words: Sequence[RawWord]) -> list[Box]:
    """Find the lines of letters that no word covers, from top to bottom, on the page's pixels."""
    dark = _unread(small, words)
    if int(dark.sum()) < 5 * _LEAST_LETTERS:
        return []
    lines = _lines(_letters(dark, small.dpi))
    boxes = [_on_page(line, small.step, gray) for line in lines[:_MOST_LINES]]
    return [box for box in boxes if not _is_read(box, words)]


def _unread(small: Reduced, words: Sequence[RawWord]) -> npt.NDArray[np.uint8]:
    """Give where ink is that no word covers."""
    dark = (small.gray < _INK).astype(np.uint8)
    step = small.step
    for word in words:
        box = word.box
        left, right = box.x // step - 1, box.right // step + 2
        top, bottom = box.y // step - 1, box.bottom // step + 2
        dark[max(0, top) : bottom, max(0, left) : right] = 0
    return dark


def _is_read(box: Box, words: Sequence[RawWord]) -> bool:
    """Tell whether words stand on a good part of a line: what remains is accents and dirt."""
    covered = 0
    for word in words:
        middle = word.box.y + word.box.height / 2
        if box.y + 0.2 * box.height < middle < box.bottom - 0.2 * box.height:
            covered += max(0, min(box.right, word.box.right) - max(box.x, word.box.x))
    return covered > 0.3 * box.width


def _letters(dark: npt.NDArray[np.uint8], dpi: float) -> list[_Mark]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    found = []
    for x, y, w, h, area in stats[1:].tolist():
        is_letter = 0.035 * dpi <= h <= 0.3 * dpi and w <= 0.5 * dpi and area >= 5
        if is_letter and h < 7 * w:
            found.append((x, y, w, h))
    return sorted(found)


def _lines(letters: list[_Mark]) -> list[list[_Mark]]:
    """Put letters of like height side by side into lines."""
    found: list[list[_Mark]] = []
    for letter in letters:
        x, y, _, h = letter
        for line in found:
            last = line[-1]
            tall = float(np.median([mark[3] for mark in line]))
            middle = float(np.median([mark[1] + mark[3] / 2 for mark in line]))
            is_near = x - (last[0] + last[2]) < 3.0 * tall
            if is_near and abs(y + h / 2 - middle) < 0.7 * tall and 0.3 < h / tall < 2.6:
                line.append(letter)
                break
        else:
            found.append([letter])
    return sorted((line for line in found if len(line) >= _LEAST_LETTERS), key=_top)


def _top(line: list[_Mark]) -> float:
    return float(np.median([mark[1] for mark in line]))


def _on_page(line: list[_Mark], step: int, gray: Gray) -> Box:
    """Give the line's box with room for accents and descenders."""
    tall = float(np.median([mark[3] for mark in line]))
    middle = float(np.median([mark[1] + mark[3] / 2 for mark in line]))
    left = max(0, round((min(m[0] for m in line) - tall) * step))
    right = min(gray.shape[1], round((max(m[0] + m[2] for m in line) + tall) * step))
    top = max(0, round((middle - 1.25 * tall) * step))
    bottom = min(gray.shape[0], round((middle + 1.25 * tall) * step))
    return Box(left, top, right - left, bottom - top)
