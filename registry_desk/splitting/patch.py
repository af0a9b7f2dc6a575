"""The bars of patch code T: four bars across the sheet, narrow and wide by turns.

Source: patch codes are four bars of 0.08 in (narrow) and 0.20 in (wide) with gaps of 0.08 in. T
reads narrow-wide-narrow-wide from the leading edge, which is wide-narrow-wide-narrow for a sheet
that was fed the other way round.
"""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Barcode, Box

Gray = npt.NDArray[np.uint8]

_NARROW_IN, _WIDE_IN, _GAP_IN = 0.08, 0.20, 0.08
_LEAST_LENGTH_IN = 1.8


def find_patches(small: Gray, dpi: float, step: int) -> list[Barcode]:
    """Find patch T codes, lying or standing, on a straight page.

    Args:
        small: the page, reduced to about 100 dpi.
        dpi: resolution of ``small``.
        step: pixels of the page for one of ``small``; the boxes given are on the page.
    """
    dark = small < 128
    found = [_barcode(box, step) for box in _stacks(dark, dpi)]
    for box in _stacks(dark.T, dpi):
        found.append(_barcode(Box(box.y, box.x, box.height, box.width), step))
    return found


def _barcode(box: Box, step: int) -> Barcode:
    sides = (side * step for side in (box.x, box.y, box.width, box.height))
    return Barcode("patch", "T", Box(*sides))


def _stacks(dark: npt.NDArray[np.bool_], dpi: float) -> list[Box]:
    """Find four long level bars above each other in the right rhythm."""
    bars = _bars(dark, dpi)
    found = []
    for start in range(len(bars) - 3):
        four = bars[start : start + 4]
        if _is_patch(four, dpi):
            top, bottom = four[0], four[3]
            left = max(b.x for b in four)
            right = min(b.right for b in four)
            found.append(Box(left, top.y, right - left, bottom.bottom - top.y))
    return found


def _bars(dark: npt.NDArray[np.bool_], dpi: float) -> list[Box]:
    length = round(_LEAST_LENGTH_IN * dpi)
    long = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, length), np.uint8))
    if not long.any():
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    bars = [
        Box(x, y, w, h)
        for x, y, w, h, area in stats[1:].tolist()
        if 0.04 * dpi <= h <= 0.32 * dpi and area > 0.75 * w * h
    ]
    return sorted(bars, key=lambda bar: bar.y)


def _is_patch(four: list[Box], dpi: float) -> bool:
    overlap = min(b.right for b in four) - max(b.x for b in four)
    if overlap < _LEAST_LENGTH_IN * dpi * 0.9:
        return False
    heights = [b.height for b in four]
    gaps = [below.y - above.bottom for above, below in pairwise(four)]
    narrow = (heights[0] + heights[2]) / 2, (heights[1] + heights[3]) / 2
    thin, thick = min(narrow), max(narrow)
    is_rhythm = all(
        abs(h - narrow[place % 2]) <= 0.3 * narrow[place % 2] + 1 for place, h in enumerate(heights)
    )
    return (
        is_rhythm and 1.7 < thick / thin < 4 and all(0.4 * thin < gap < 2.2 * thin for gap in gaps)
    )
