"""A reduced copy of a page, on which things are looked for."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray

_WANTED_DPI = 100.0

Stats = npt.NDArray[np.int32]
"""One row per component: x, y, width, height, area; the background left out."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A page shrunk by a whole number, which is several times faster than by any other."""

    gray: Gray
    dpi: float
    """Near 100."""
    step: int
    """Pixels of the page for one of these."""

    def on_page(self, mask: npt.ArrayLike, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
        """Give a mask of this copy at the page's size."""
        size = (shape[1], shape[0])
        grown = cv2.resize(np.asarray(mask, np.uint8), size, interpolation=cv2.INTER_NEAREST)
        return grown > 0


def reduced(gray: Gray, dpi: int) -> Reduced:
    """Shrink a page to about 100 dpi."""
    step = max(1, round(dpi / _WANTED_DPI))
    height, width = (side // step for side in gray.shape)
    if step == 1 or not height or not width:
        return Reduced(gray, float(dpi), 1)
    part = gray[: height * step, : width * step]
    small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
    return Reduced(cast(Gray, small), dpi / step, step)
