"""Rasters: numpy arrays of one page and the plain steps between them."""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Gray = npt.NDArray[np.uint8]
"""Height × width, 0 black to 255 white."""
Pixels = npt.NDArray[np.uint8]
"""Height × width gray, or height × width × 3 in the order red, green, blue."""
Mask = npt.NDArray[np.bool_]
"""Height × width."""
Affine = npt.NDArray[np.float64]
"""2 × 3: from one raster's pixels to another's."""

cv2.setNumThreads(1)  # pages run in parallel, one processor each


def to_gray(pixels: Pixels) -> Gray:
    """Give the brightness of a page."""
    if pixels.ndim == 2:
        return pixels
    return cast(Gray, cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY))


def resized(pixels: Pixels, scale: float) -> Pixels:
    """Shrink by averaging, enlarge by cubic interpolation."""
    if abs(scale - 1) < 1e-3:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cast(Pixels, cv2.resize(pixels, size, interpolation=way))


def reduced(pixels: Pixels, dpi: float, wanted_dpi: float) -> tuple[Pixels, float]:
    """Shrink by a whole number, which is several times faster than by any other.

    Returns:
        The page and its resolution, which lies within a third of the one wanted unless the
        page is coarser than that.
    """
    step = max(1, round(dpi / wanted_dpi))
    if step == 1:
        return pixels, dpi
    height, width = (side // step for side in pixels.shape[:2])
    if not height or not width:
        return pixels, dpi
    part = pixels[: height * step, : width * step]
    small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA)
    return cast(Pixels, small), dpi / step


def disc(diameter_px: int) -> Pixels:
    """Give a round structuring element of at least 3 pixels."""
    size = max(3, diameter_px | 1)
    return cast(Pixels, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))


def turned(pixels: Pixels, rotation_deg: int) -> Pixels:
    """Turn a page clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(pixels, k=-(rotation_deg // 90) % 4))
