"""Is anything written on a page? Asked twice before a page is hidden.

The first look counts letter-sized marks that are clearly darker than the paper around them. Where
it finds (nearly) none, the second looks for pale ones, and for marks that stand in rows as writing
does; specks, paper grain, folds and what shines through from the back do not.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from registry_desk.imaging.raster import Gray, Mask

_CLEAR = 0.62
"""Darker than this share of the paper is written, whatever else."""
_ENOUGH_MARKS = 12

_Mark = tuple[int, int, int, int, int]
"""x, y, width, height, area."""


@dataclass(frozen=True, slots=True)
class Ink:
    """What was found on a page."""

    mark_count: int
    """Letter-sized marks, clearly dark."""
    pale_row_count: int
    """Rows of at least three pale marks of like height side by side."""
    large_share: float
    """Share of the page under larger dark things: drawings, photographs, tables."""

    @property
    def is_blank(self) -> bool:
        """Nothing is written: both looks agree."""
        return self.mark_count < 3 and self.pale_row_count == 0 and self.large_share < 0.0015

    @property
    def is_nearly_blank(self) -> bool:
        """So little is written that the clerk should look."""
        return not self.is_blank and self.mark_count < _ENOUGH_MARKS


def look_for_ink(even: Gray, dpi: float, *, inside: Mask | None = None) -> Ink:
    """Look at a page twice.

    Args:
        even: the page divided by its paper, at about 100 dpi.
        dpi: resolution of ``even``.
        inside: where there is paper; all of it when None.
    """
    clear = _without_edges(even < 255 * _CLEAR, inside, dpi)
    marks, large = _marks(clear, dpi)
    share = sum(int(m[4]) for m in large) / even.size
    if len(marks) >= _ENOUGH_MARKS:
        return Ink(len(marks), 0, share)
    noise = _noise(even)
    pale = _without_edges(cv2.blur(even, (2, 2)) < 255 - max(14.0, 5 * noise), inside, dpi)
    pale_marks, _ = _marks(pale, dpi)
    return Ink(len(marks), _rows(pale_marks), share)


def _noise(even: Gray) -> float:
    """Give the grain of the paper in gray steps, from its difference to a smoothed self."""
    rough = even.astype(np.int16) - cv2.medianBlur(even, 3).astype(np.int16)
    return float(np.percentile(np.abs(rough), 84))


def _without_edges(ink: Mask, inside: Mask | None, dpi: float) -> Mask:
    kept = ink.copy()
    rim = max(2, round(dpi * 0.12))
    kept[:rim], kept[-rim:], kept[:, :rim], kept[:, -rim:] = False, False, False, False
    if inside is not None:
        kept &= inside
    return kept


def _marks(ink: Mask, dpi: float) -> tuple[list[_Mark], list[_Mark]]:
    """Give the letter-sized marks and the larger ones."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    least, most = max(3.0, dpi * 0.035), dpi * 0.6
    letters: list[_Mark] = []
    large: list[_Mark] = []
    for x, y, w, h, area in stats[1:].tolist():
        if h > most or w > most * 4:
            fill = area / max(1, w * h)
            if min(w, h) > dpi * 0.15 and fill > 0.02:
                large.append((x, y, w, h, area))
        elif h >= least and w >= 2 and area >= 6 and h < 8 * w and w < 25 * h:
            letters.append((x, y, w, h, area))
    return letters, large


def _rows(marks: list[_Mark]) -> int:
    """Count rows: three or more marks of like height, side by side at the same level."""
    marks = sorted(marks)
    found, used = 0, set()
    for first, (x, y, w, h, _) in enumerate(marks):
        if first in used:
            continue
        chain, right, level, tall = [first], x + w, y + h / 2, h
        for place in range(first + 1, len(marks)):
            nx, ny, nw, nh, _ = marks[place]
            if nx - right > 3.5 * tall:
                break
            is_level = abs(ny + nh / 2 - level) < 0.6 * tall
            if is_level and 0.5 < nh / tall < 2 and nx >= right - 0.3 * tall:
                chain.append(place)
                right = nx + nw
        if len(chain) >= 4:
            found += 1
            used.update(chain)
    return found
