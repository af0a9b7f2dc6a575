"""Worn ribbons and needle printers print some letters pale beside dark ones: their ink is evened.

The engine weighs every line by its darkest and brightest spots, so a pale word beside a dark one
is half lost to it.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray

_AROUND_IN = 0.12
"""About two letters: what lies within is printed by the same part of the ribbon."""
_WRITTEN = 150
_LEAST_WRITTEN = 500
"""Pixels of writing below which nothing is said of a page's ink."""
_WORN = 0.1
"""Spread of the ink's darkness from which it is evened.

Source: the middle half of the places of a page spread over 0.10 to 0.32 of the median where a
typewriter or a needle printer wrote (73 pages), over 0.00 to 0.09 on all others (105 pages).
"""
_DARK = 225.0
_STRONGEST_GAIN = 2.5
_LEAST_INK = 50
"""Paler than this by the paper is grain, and stays."""
_SOFTENED_PX = 0.7
"""Joins the needles' dots at 200 dpi."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How dark a page is printed, place by place."""

    darkness: npt.NDArray[np.uint8]
    """Of the darkest spot around, on every second pixel; 255 is black."""
    is_worn: bool
    """Some letters are much paler than others."""


def ink_of(gray: Gray, dpi: int) -> Ink:
    """Look at the ink of a clean page."""
    darkest = cv2.erode(gray, np.ones((3, 3), np.uint8))[::2, ::2]
    side = max(3, round(_AROUND_IN * dpi / 2)) | 1
    around = cv2.dilate(255 - darkest, np.ones((side, side), np.uint8))
    darkness = cast(npt.NDArray[np.uint8], cv2.blur(around, (side, side)))
    written = darkness[darkest < _WRITTEN]
    if written.size < _LEAST_WRITTEN:
        return Ink(darkness, False)
    low, middle, high = np.percentile(written, (25, 50, 75))
    return Ink(darkness, bool(high - low > _WORN * middle))


def with_even_ink(gray: Gray, dpi: int, ink: Ink) -> Gray:
    """Give a page with all its letters nearly as dark, dots joined to strokes."""
    soft = cv2.GaussianBlur(gray, (0, 0), _SOFTENED_PX * dpi / 200)
    gain = np.clip(_DARK / np.maximum(ink.darkness, 1), 1, _STRONGEST_GAIN)
    gain[ink.darkness < _LEAST_INK] = 1
    grown = cv2.resize(gain, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cast(Gray, 255 - cv2.multiply(255.0 - soft, grown, dtype=cv2.CV_8U))
