"""The signs of a page set in a fixed-width face, each cut out at its place in the page's grid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Box, Word
from registry_desk.ocr.engines import Gray
from registry_desk.ocr.likeness import Pictures

_LARGEST_PX = 20.0
"""Pitch to which larger ones are reduced: at 200 dpi most machines write 16 to 20 pixels apart."""
ROOM_PX = 3
"""Pixels around each sign within which it may stand beside its place."""
_ABOVE, _BELOW, _ACROSS = 1.6, 0.45, 1.12
"""How far a sign's picture reaches from the base line and from side to side, of the pitch."""
_BANDS = 24
"""Parts of the pitch in which a line's ink is summed up to find where one sign ends."""
_AROUND, _STEPS = 0.06, 81
"""How far the pitch is looked for around the one measured, and in how many steps."""
_TELLING = 16
"""Lines, those of most ink, that tell the pitch."""
_TALLEST = 3
"""Of the pitch: a line taller than that holds something else."""
_HANGING = frozenset("gjpqyșțȘȚ,;()/Q[]|_-\"'")
"""Signs that do not stand on the base line."""
_HANGS = 0.25


@dataclass(frozen=True, slots=True)
class Cells:
    """The signs of a page, one after the other."""

    words: npt.NDArray[np.int64]
    """Of each sign, the place of its word."""
    positions: npt.NDArray[np.int64]
    """Its place in the word, from 0."""
    signs: npt.NDArray[np.str_]
    """As it was read; empty in words that hold more or fewer signs than were read."""
    lines: npt.NDArray[np.int64]
    """The number of its line."""
    ink: Pictures
    """Its picture with :data:`ROOM_PX` around it, 0 for white to 255: signs, rows, columns."""
    pitch: float
    """Pixels from one sign to the next."""


def cells_of(gray: Gray, words: Sequence[Word], pitch: float) -> Cells | None:
    """Cut out the signs of a page's words; None where no line has a grid.

    Args:
        gray: the page on which the words' boxes lie.
        words: in their order, those of a line one after the other.
        pitch: about how many pixels lie from one sign to the next.
    """
    if pitch > _LARGEST_PX:
        scale = _LARGEST_PX / pitch
        gray = cast(Gray, cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        words = [replace(word, box=_scaled(word.box, scale)) for word in words]
        pitch = _LARGEST_PX
    lines = [list(same) for _, same in groupby(range(len(words)), key=lambda n: words[n].line)]
    lines = [line for line in lines if _height(words, line) <= _TALLEST * pitch]
    if not lines:
        return None
    inks = [_ink_across(gray, words, line) for line in lines]
    pitches = np.linspace((1 - _AROUND) * pitch, (1 + _AROUND) * pitch, _STEPS)
    clear = sum(_edges(ink, pitches)[0] for ink in sorted(inks, key=np.sum)[-_TELLING:])
    exact = float(pitches[np.argmax(clear)])
    found: list[tuple[int, int, str, int, Gray]] = []
    for line, ink in zip(lines, inks, strict=True):
        edge = float(_edges(ink, np.array([exact]))[1][0])
        base = _base(words, line, exact)
        for n in line:
            found.extend(_signs(gray, n, words[n], (exact, edge, base)))
    if not found:
        return None
    at, positions, signs, numbers, pictures = zip(*found, strict=True)
    return Cells(
        np.array(at), np.array(positions), np.array(signs), np.array(numbers),
        255 - np.stack(pictures).astype(np.float32), exact,
    )  # fmt: skip


def _scaled(box: Box, scale: float) -> Box:
    x, y, right, bottom = (round(scale * at) for at in (box.x, box.y, box.right, box.bottom))
    return Box(x, y, max(1, right - x), max(1, bottom - y))


def _height(words: Sequence[Word], line: Sequence[int]) -> int:
    return max(words[n].box.bottom for n in line) - min(words[n].box.y for n in line)


def _ink_across(gray: Gray, words: Sequence[Word], line: Sequence[int]) -> Pictures:
    """Sum up the ink of a line's words in each column of the page."""
    ink = np.zeros(gray.shape[1], np.float32)
    for n in line:
        box = words[n].box
        part = gray[max(0, box.y) : box.bottom, max(0, box.x) : box.right]
        ink[max(0, box.x) : max(0, box.x) + part.shape[1]] = (255.0 - part).sum(axis=0)
    return ink


def _edges(
    ink: Pictures, pitches: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Tell for each pitch how clearly signs end, and where the first ends, in pixels."""
    columns = np.flatnonzero(ink)
    bands = (columns / pitches[:, None] % 1 * _BANDS).astype(np.int64)
    folded = np.array([np.bincount(row, ink[columns], _BANDS) for row in bands])
    smooth = np.sum([np.roll(folded, by, axis=1) for by in range(-2, 3)], axis=0)
    return np.ptp(smooth, axis=1), (smooth.argmin(axis=1) + 0.5) / _BANDS * pitches


def _base(words: Sequence[Word], line: Sequence[int], pitch: float) -> float:
    """Tell on which row a line's signs stand."""
    standing = [
        words[n].box.bottom
        for n in line
        if len(words[n].text) > 1 and not _HANGING & set(words[n].text)
    ]
    return median(standing or [words[n].box.bottom - _HANGS * pitch for n in line])


def _signs(
    gray: Gray, n: int, word: Word, grid: tuple[float, float, float]
) -> list[tuple[int, int, str, int, Gray]]:
    """Cut a word into the signs that have room in it."""
    pitch, edge, base = grid
    inner = min(word.box.width, pitch) / 2
    first, last = (
        round((x - edge) / pitch - 0.5) for x in (word.box.x + inner, word.box.right - inner)
    )
    count = last - first + 1
    top, height = round(base - _ABOVE * pitch), round((_ABOVE + _BELOW) * pitch)
    width = round(_ACROSS * pitch)
    cut = []
    for position in range(count):
        left = round(edge + (first + position + 0.5 - _ACROSS / 2) * pitch)
        if min(top, left) < ROOM_PX:
            continue
        rows = slice(top - ROOM_PX, top + height + ROOM_PX)
        picture = gray[rows, left - ROOM_PX : left + width + ROOM_PX]
        if picture.shape == (height + 2 * ROOM_PX, width + 2 * ROOM_PX):
            sign = word.text[position] if count == len(word.text) else ""
            cut.append((n, position, sign, word.line, picture))
    return cut
