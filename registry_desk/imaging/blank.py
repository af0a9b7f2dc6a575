"""Is anything written on a page? Asked twice before a page is hidden.

The first look counts letter-sized marks that are clearly darker than the paper around them. Where
it finds (nearly) none, the second looks closer, at pale marks that stand in rows as writing does,
and at how sharp they are: what shines through from the back was blurred by the paper on its way.
Specks, grain and folds stand in no rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.imaging.raster import Gray, Mask

CLOSE_DPI = 200.0
"""Resolution of the second look."""
_CLEAR = 0.62
"""Darker than this share of the paper is written, whatever else."""
_ENOUGH_MARKS = 12
_SHARP = 0.305
"""Steepest rise of brightness per pixel over the mark's contrast, at 200 dpi.

Source: rows of text shining through (blurred by 0.27 mm) measured 0.16 to 0.29 after the grain is
taken off, pale writing 0.36 to 0.52, out of focus by 0.15 mm 0.31 to 0.35, whatever its paleness.
"""
_SHARP_SHORT = 0.34
"""The same for rows of few marks, which scatter more."""
_MOST_ROWS = 60
_BARS = 8
"""So many strokes of a bar code's form are no streaks of a scanner: a code is on the page."""
_WINDING = 0.037
"""Ink per inch of its reach, in inches, that a scribble has and a crease or a hair has not."""
_STROKE_MM = 0.14
"""Ink of a stroke that a pen or a pencil drew, as the width of a black line of its length.

Hairs are 0.05 to 0.1 mm thick; lines of pencils and pens 0.3 to 0.8 mm, a third as dark or more.
"""
_LONGEST_STROKE_IN, _THICKEST_MM, _MOST_FILLED = 7.0, 2.0, 0.5
"""Edges of paper are longer, stains and shadows thicker, holes of a punch fill their rectangle."""
_GRAIN = 40
_LEVEL_WOBBLE = 1.5
"""What lies level or upright and is no thicker than so many times its own line was no hand's:
streaks of a dirty glass and edges of paper are as straight as this."""
_LEAST_SIDE = 8
"""Smaller pictures hold no row of letters."""

_Mark = tuple[int, int, int, int, int]
"""x, y, width, height, area."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What was found on a page."""

    mark_count: int
    """Letter-sized marks, clearly dark."""
    pale_row_count: int
    """Rows of pale marks of like height side by side, sharp enough to be on this side."""
    large_share: float
    """Share of the page under larger dark things: drawings, photographs, tables."""
    has_word: bool = False
    """Two of the marks stand side by side like letters: a page that says no more than "Da"."""
    bar_count: int = 0
    """Strokes longer than letters and shorter than a hand: a bar code's."""
    stroke_count: int = 0
    """Lines that a hand drew: a tick, a page crossed out."""

    @property
    def is_blank(self) -> bool:
        """Nothing is written: both looks agree."""
        is_dirt = self.mark_count < 3 and not self.has_word and self.bar_count < _BARS
        is_dirt = is_dirt and not self.stroke_count
        return is_dirt and self.pale_row_count == 0 and self.large_share < 0.0015

    @property
    def is_nearly_blank(self) -> bool:
        """So little is written that the clerk should look."""
        return not self.is_blank and self.mark_count < _ENOUGH_MARKS


@dataclass(frozen=True, slots=True)
class Close:
    """The page seen closer."""

    gray: Gray
    """As captured, at :data:`CLOSE_DPI` or the page's own resolution where that is less."""
    paper: Gray
    """The paper's brightness, of any size."""
    border: Mask
    """What lies beside the paper, of any size."""
    dpi: float


def look_for_ink(
    even: Gray, dpi: float, closer: Callable[[], Close], *, inside: Mask | None = None
) -> Ink:
    """Look at a page twice.

    Args:
        even: the page divided by its paper, at about 100 dpi.
        dpi: resolution of ``even``.
        closer: gives the page for the second look; not called where the first saw enough.
        inside: where there is paper; all of it when None.
    """
    clear = _without_rim(even < 255 * _CLEAR, dpi)
    if inside is not None:
        clear &= inside
    marks, large, bars, lines = _marks(clear, dpi)
    share = sum(mark[4] for mark in large) / even.size
    if len(marks) >= _ENOUGH_MARKS:
        return Ink(len(marks), 0, share)
    pale_rows = _sharp_rows(closer())
    strokes = sum(_is_stroke(even, line, dpi) for line in (*lines, *large, *marks))
    return Ink(len(marks), pale_rows, share, _are_letters(marks), len(bars), strokes)


def _is_stroke(even: Gray, line: _Mark, dpi: float) -> bool:
    """Tell whether a pen drew a long thin mark: it has more ink than a hair and a hand's wobble."""
    x, y, w, h, area = line
    length = float(np.hypot(w, h))
    is_filled = area > _MOST_FILLED * w * h or area / length > _THICKEST_MM / 25.4 * dpi
    is_straight = min(w, h) <= _LEVEL_WOBBLE * area / length + 1
    if is_filled or is_straight or not 0.2 * dpi < length < _LONGEST_STROKE_IN * dpi:
        return False
    dark = 255 - even[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1]
    ink = float(dark[dark > _GRAIN].sum()) / 255
    return ink / length * 25.4 / dpi >= _STROKE_MM


def _are_letters(marks: list[_Mark]) -> bool:
    """Tell whether two marks stand on one line, close together and of like height.

    Holes of a punch and staples lie far apart; specks are seldom of one height.
    """
    return any(
        abs(a[1] + a[3] - b[1] - b[3]) <= 0.4 * max(a[3], b[3])
        and 0.5 <= a[3] / b[3] <= 2
        and 0 <= b[0] - (a[0] + a[2]) <= 0.8 * max(a[3], b[3])
        for a, b in combinations(sorted(marks), 2)
    )


def _sharp_rows(close: Close) -> int:
    """Count the rows of pale marks that are sharp."""
    size = close.gray.shape[::-1]
    if min(size) < _LEAST_SIDE:
        return 0
    paper = cv2.resize(close.paper, size, interpolation=cv2.INTER_LINEAR)
    level = cast(
        npt.NDArray[np.float32], cv2.divide(close.gray, paper, scale=1.0, dtype=cv2.CV_32F)
    )
    calm = cast(npt.NDArray[np.float32], cv2.blur(level, (3, 3)))
    usual = float(np.median(calm[::3, ::3]))
    grain = 1.48 * float(np.median(np.abs(calm[::3, ::3] - usual)))
    pale = _without_rim(calm < usual - max(0.045, 4.5 * grain), close.dpi)
    pale &= cv2.resize(close.border.astype(np.uint8), size) == 0
    marks, *_ = _marks(pale, close.dpi)
    shaken = 1.8 * float(np.median(_steepness(level[::3], 3))) / 0.67
    rows = _rows(marks)[:_MOST_ROWS]
    found = ((_sharpness(row, level, usual, shaken), len(row)) for row in rows)
    return sum(sharp >= (_SHARP if length >= 8 else _SHARP_SHORT) for sharp, length in found)


def _sharpness(
    row: list[_Mark],
    level: npt.NDArray[np.float32],
    usual: float,
    shaken: float,
) -> float:
    """Give the median sharpness of a row's marks, less what grain adds to every rise."""
    found: list[float] = []
    for x, y, w, h, _ in row[:16]:
        contrast = usual - _quantile(level[y : y + h, x : x + w], 0.08)
        rise = _quantile(_steepness(level[y : y + h, max(0, x - 2) : x + w + 2]), 0.92)
        found.append(max(0.0, rise**2 - shaken**2) ** 0.5 / max(0.01, contrast))
    return median(found)


def _steepness(level: npt.NDArray[np.float32], step: int = 1) -> npt.NDArray[np.float32]:
    """Give how steeply brightness rises from left to right, at every so many-th pixel."""
    rise = np.abs(level[:, 2::step] - level[:, :-2:step])
    return cast(npt.NDArray[np.float32], rise / 2)


def _quantile(values: npt.NDArray[np.float32], share: float) -> float:
    """Give what NumPy's percentile gives, at a fifth of its cost for something small as a letter.

    A blank back with grain has a thousand such marks.
    """
    place = (values.size - 1) * share
    low = int(place)
    high = min(low + 1, values.size - 1)
    parted = np.partition(values, (low, high), axis=None)
    below, above = float(parted[low]), float(parted[high])
    return below + (above - below) * (place - low)


def _without_rim(ink: Mask, dpi: float) -> Mask:
    kept = ink.copy()
    rim = max(2, round(dpi * 0.12))
    kept[:rim], kept[-rim:], kept[:, :rim], kept[:, -rim:] = False, False, False, False
    return kept


def _marks(ink: Mask, dpi: float) -> tuple[list[_Mark], ...]:
    """Give letter-sized marks, larger ones, strokes as bar codes have them, and other lines."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    least, most = max(3.0, dpi * 0.035), dpi * 0.6
    letters: list[_Mark] = []
    large: list[_Mark] = []
    bars: list[_Mark] = []
    lines: list[_Mark] = []
    for x, y, w, h, area in stats[1:].tolist():
        if h > most or w > most * 4:
            fill = area / max(1, w * h)
            is_winding = area > _WINDING * dpi * float(np.hypot(w, h))
            if min(w, h) > dpi * 0.15 and (fill > 0.02 or is_winding):
                large.append((x, y, w, h, area))
            elif max(w, h) < dpi * 4 and min(w, h) < dpi * 0.3 and fill > 0.5:
                bars.append((x, y, w, h, area))
            else:
                lines.append((x, y, w, h, area))
        elif h >= least and w >= 2 and area >= 6 and h < 8 * w and w < 25 * h:
            letters.append((x, y, w, h, area))
    return letters, large, bars, lines


def _rows(marks: list[_Mark]) -> list[list[_Mark]]:
    """Chain marks of like height that stand side by side at the same level, four at least."""
    marks = sorted(marks)
    found: list[list[_Mark]] = []
    used: set[int] = set()
    for first, (x, y, w, h, _) in enumerate(marks):
        if first in used:
            continue
        chain, right, level = [first], x + w, y + h / 2
        for place in range(first + 1, len(marks)):
            nx, ny, nw, nh, _ = marks[place]
            if nx - right > 3.5 * h:
                break
            is_level = abs(ny + nh / 2 - level) < 0.6 * h
            if is_level and 0.5 < nh / h < 2 and nx >= right - 0.3 * h:
                chain.append(place)
                right = nx + nw
        row = [marks[place] for place in chain]
        is_writing = median(mark[2] / mark[3] for mark in row) > 0.22  # streaks are thinner
        if len(row) >= 4 and is_writing:
            found.append(row)
            used.update(chain)
    return found
