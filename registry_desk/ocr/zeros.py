"""Zeros with a dot inside, as needle printers print them, that were read as 8, 9, 6 or 2.

A dotted zero is told by where its ink is: walls all around, a dot in the middle, and paper on all
four sides of the dot. No other sign of a fixed-width type is built so.

Source: five needle-printed pages of sample letters: of 60 zeros found so none was another sign,
20 of them had been read as one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Word
from registry_desk.ocr.engines import Gray
from registry_desk.ocr.pitch import pitch_of

_Ink = npt.NDArray[np.float32]
_Means = npt.NDArray[np.float64]
_Zone = tuple[float, float, float, float]
_TAKEN_FOR = frozenset("24568930OoQD(")
"""What the engine makes of a dotted zero."""
_HEIGHT_PX = 48
_RIM_PX = 2
_PALE = 25
"""Grey levels between ink and paper from which a word can be judged."""
_CLEARLY = 0.03
"""So much darker are walls and dot than the paper between them, of 1."""
_HEIGHTS, _WIDTHS = (0.92, 1.0, 1.06), (0.56, 0.62, 0.68)
"""Of the sign: share of the word's height, and of the sign's own."""
_LOWER, _BESIDE_LOWER = frozenset(",;/()[]Q"), (0.72, 0.78, 0.84)
"""Signs that reach below the digits, and the height of a digit where one of them stands."""
_STEP_PX = 2
_OFF_PLACE = 0.3
"""In a fixed-width word the sign stands so near to a whole place, in signs."""
_STEADY, _MAYBE, _SEVERAL = 0.5, 0.45, 3
"""Share of words of one sign's width up to which a page is surely set in another face; between, as
on an invoice whose columns are short numbers, a printer's zeros are several: on pages in other
faces one sign in some thousand looks like one."""
_LOOKED_AT = 8
"""Words with digits after which a page without a dotted zero is not looked at further."""
_INK = (
    (0.0, 0.24, 0.28, 0.42), (0.0, 0.24, 0.42, 0.58), (0.0, 0.24, 0.58, 0.72),
    (0.76, 1.0, 0.28, 0.42), (0.76, 1.0, 0.42, 0.58), (0.76, 1.0, 0.58, 0.72),
    (0.36, 0.64, 0.0, 0.16), (0.36, 0.64, 0.84, 1.0),
)  # fmt: skip
"""Where there is ink, as left, right, top, bottom: the walls, top and bottom."""
_DOT = (0.4, 0.6, 0.42, 0.58)
_BESIDE = ((0.26, 0.36, 0.42, 0.58), (0.64, 0.74, 0.42, 0.58))
_ABOVE_AND_BELOW = ((0.36, 0.64, 0.2, 0.33), (0.36, 0.64, 0.67, 0.8))
"""Where there is none, on all four sides of the dot."""


@dataclass(frozen=True, slots=True)
class _Found:
    score: float
    middle: float
    """From the word's left edge, as a share of its width."""
    width: float


def with_dotted_zeros(gray: Gray, words: Iterable[Word]) -> tuple[Word, ...]:
    """Write a zero where the page shows one with a dot inside.

    Args:
        gray: the page on which the words' boxes lie.
        words: as they were read.
    """
    kept, looked_at, found = [], 0, 0
    words = tuple(words)
    pitch = pitch_of(words)
    if pitch is not None and pitch.steady <= _MAYBE:
        return words
    for word in words:
        if _is_number(word.text) and (found or looked_at < _LOOKED_AT):
            looked_at += 1
            places = list(_places(gray, word))
            found += len(places)
            word = _with_zeros(word, places)
        kept.append(word)
    is_sure = pitch is None or pitch.steady > _STEADY
    return tuple(kept) if is_sure or found >= _SEVERAL else words


def _is_number(text: str) -> bool:
    """Tell whether digits stand in a word, and it is no address: @ is built like a dotted zero."""
    return "@" not in text and any(sign.isdigit() for sign in text)


def _with_zeros(word: Word, places: Iterable[int]) -> Word:
    signs = list(word.text)
    for place in places:
        signs[place] = "0"
    return replace(word, text="".join(signs))


def _places(gray: Gray, word: Word) -> Iterator[int]:
    """Give the places in a word at which a dotted zero stands."""
    count = len(word.text)
    for found in _dotted_zeros(gray, word):
        exact = found.middle * count - 0.5
        place = round(exact)
        is_sign = 0 <= place < count and word.text[place] in _TAKEN_FOR
        if is_sign and abs(exact - place) < _OFF_PLACE:
            yield place


def _dotted_zeros(gray: Gray, word: Word) -> list[_Found]:
    box = word.box
    top, left = max(0, box.y - _RIM_PX), max(0, box.x - _RIM_PX)
    ink = _ink(gray[top : box.bottom + _RIM_PX, left : box.right + _RIM_PX])
    if ink is None:
        return []
    scale = _HEIGHT_PX / max(1, ink.shape[0] - 2 * _RIM_PX)
    large = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    sums = cast(_Means, cv2.integral(large))
    found = [
        _Found(score, (x / scale + left - box.x) / box.width, width / scale / box.width)
        for height in (_HEIGHTS if _LOWER.isdisjoint(word.text) else (*_BESIDE_LOWER, *_HEIGHTS))
        for share in _WIDTHS
        for score, x, width in _fitting(sums, _HEIGHT_PX * height, _HEIGHT_PX * height * share)
    ]
    best: list[_Found] = []
    for one in sorted(found, key=lambda one: -one.score):
        if all(abs(one.middle - other.middle) > 0.6 * other.width for other in best):
            best.append(one)
    return best


def _ink(crop: Gray) -> _Ink | None:
    """Give how dark each pixel is, 0 for paper to 1 for ink; nothing where the word is too pale."""
    if not crop.size:
        return None
    paper, ink = np.percentile(crop, 85), np.percentile(crop, 3)
    if paper - ink < _PALE:
        return None
    return cast(_Ink, np.clip((paper - crop.astype(np.float32)) / (paper - ink), 0, 1))


def _fitting(sums: _Means, height: float, width: float) -> Iterator[tuple[float, float, float]]:
    """Give score, middle and width of each place where a zero of this size would fit."""
    counts = (
        len(range(0, max(1, sums.shape[0] - int(height)), _STEP_PX)),
        (sums.shape[1] - 2 - int(width)) // _STEP_PX + 1,
    )
    if counts[1] < 1:
        return
    size = height, width, counts
    paper = np.maximum(*(_means(sums, zone, *size) for zone in _BESIDE))
    dark = _means(sums, _DOT, *size)
    if not (dark - paper > _CLEARLY).any():
        return  # no dot anywhere, as in most words: the rest need not be looked at
    paper = np.maximum.reduce([paper, *(_means(sums, zone, *size) for zone in _ABOVE_AND_BELOW)])
    scores = np.minimum.reduce([dark, *(_means(sums, zone, *size) for zone in _INK)]) - paper
    for top, place in zip(*np.nonzero(scores > _CLEARLY), strict=True):
        yield float(scores[top, place]), float(place * _STEP_PX + width / 2), width


def _means(
    sums: _Means,
    zone: _Zone,
    height: float,
    width: float,
    counts: tuple[int, int],
) -> _Means:
    """Give how dark a part of the sign is, for the sign at each place, row by row, in the word."""
    left, right, above, below = zone
    x0, y0 = round(left * width), round(above * height)
    x1, y1 = max(round(right * width), x0 + 1), max(round(below * height), y0 + 1)
    rows = np.arange(counts[0]) * _STEP_PX
    lower = np.minimum(rows + y1, sums.shape[0] - 1)
    upper = rows + y0
    band = sums[lower] - sums[upper]
    until = (counts[1] - 1) * _STEP_PX + 1
    inside = band[:, x1 : x1 + until : _STEP_PX] - band[:, x0 : x0 + until : _STEP_PX]
    areas = (x1 - x0) * np.maximum(1, lower - upper)
    return cast(_Means, inside / areas[:, None])
