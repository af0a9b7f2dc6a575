"""A reduced copy of a page and what is seen on it: paper, borders, ink."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from registry_desk.imaging.blank import CLOSE_DPI, Close, Ink, look_for_ink
from registry_desk.imaging.paper import border_mask, evened, paper_map
from registry_desk.imaging.raster import Gray, Mask, reduced, resized

_LOOK_DPI = 100.0
_USUAL_INK = 160
"""Darker than this is ink on a page of usual contrast."""
_PALEST_INK = 215


@dataclass(frozen=True, slots=True)
class Look:
    """The reduced copy with what was seen on it."""

    dpi: float
    """Near 100."""
    gray: Gray
    """As captured."""
    paper: Gray
    """The paper's brightness, reduced further."""
    even: Gray
    """Divided by the paper, borders white."""
    border: Mask
    """What lies beside the paper."""
    darkest: float
    """Brightness of the darkest writing on ``even``: about 40 to 90 usually, more on pale pages."""

    @property
    def ink_below(self) -> int:
        """Give the brightness below which something is ink on this page."""
        return round(min(_PALEST_INK, max(_USUAL_INK, (self.darkest + 255) / 2)))

    @property
    def ink(self) -> Mask:
        """Give where ink is."""
        return self.even < self.ink_below


def look(gray: Gray, dpi: int) -> Look:
    """Look at a page from further away."""
    small, used = reduced(gray, dpi, _LOOK_DPI)
    paper = paper_map(*reduced(small, used, used / 2))
    even = evened(small, paper)
    border = border_mask(small, cast(Gray, cv2.resize(paper, small.shape[::-1])), used)
    even[border] = 255
    darkest = float(np.percentile(even[::2, ::2], 0.5))
    return Look(used, small, paper, even, border, darkest)


def ink_on(gray: Gray, dpi: int, seen: Look) -> Ink:
    """Look whether anything is written; twice where the first look found little."""

    def closer() -> Close:
        used = min(float(dpi), CLOSE_DPI)
        return Close(resized(gray, used / dpi), seen.paper, seen.border, used)

    inside = ~seen.border if seen.border.any() else None
    return look_for_ink(seen.even, seen.dpi, closer, inside=inside)
