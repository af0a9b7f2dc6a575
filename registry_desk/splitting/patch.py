"""The bars of patch code T: four bars across the sheet, narrow and wide by turns.

Source: patch codes are four bars of 0.08 in (narrow) and 0.20 in (wide) with gaps of 0.08 in. T
reads narrow-wide-narrow-wide from the leading edge, which is wide-narrow-wide-narrow for a sheet
that was fed the other way round.
"""

from itertools import pairwise
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Barcode, Box

Gray = npt.NDArray[np.uint8]

_NARROW_IN, _WIDE_IN, _GAP_IN = 0.08, 0.20, 0.08
_LEAST_LENGTH_IN = 1.8


def find_patches(gray: Gray, dpi: int) -> list[Barcode]:
    """Find patch T codes, lying or standing, on a straight page."""
    scale = 75.0 / dpi
    small = cast(Gray, cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    found = [_barcode(box, scale) for box in _stacks(small < 128)]
    for box in _stacks((small < 128).T):
        found.append(_barcode(Box(box.y, box.x, box.height, box.width), scale))
    return found


def _barcode(box: Box, scale: float) -> Barcode:
    x, y, w, h = (round(v / scale) for v in (box.x, box.y, box.width, box.height))
    return Barcode("patch", "T", Box(x, y, w, h))


def _stacks(dark: npt.NDArray[np.bool_]) -> list[Box]:
    """Find four long level bars above each other in the right rhythm, at 75 dpi."""
    bars = _bars(dark)
    found = []
    for start in range(len(bars) - 3):
        four = bars[start : start + 4]
        if _is_patch(four):
            top, bottom = four[0], four[3]
            left = max(b.x for b in four)
            right = min(b.right for b in four)
            found.append(Box(left, top.y, right - left, bottom.bottom - top.y))
    return found


def _bars(dark: npt.NDArray[np.bool_]) -> list[Box]:
    length = round(_LEAST_LENGTH_IN * 75)
    long = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, length), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    bars = [
        Box(x, y, w, h)
        for x, y, w, h, area in stats[1:].tolist()
        if 0.04 * 75 <= h <= 0.32 * 75 and area > 0.75 * w * h
    ]
    return sorted(bars, key=lambda bar: bar.y)


def _is_patch(four: list[Box]) -> bool:
    overlap = min(b.right for b in four) - max(b.x for b in four)
    if overlap < _LEAST_LENGTH_IN * 75 * 0.9:
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
