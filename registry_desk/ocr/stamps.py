"""Stamps over text are taken off before reading, as far as their ink is paler than the letters'.

A ring that touches a line makes the engine take both for a picture, or read the ring as letters.
"""

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray
from registry_desk.ocr.reduced import Reduced

_LEAST_IN = 0.55
"""Drawings are larger than this in both directions; letters are not."""
_PALER = 0.22
"""A drawing is pale that is lighter than the letters by this share of their contrast."""
_MOST_FILLED = 0.45
"""Photographs and filled panels cover more of their rectangle and stay."""


def without_pale_drawings(gray: Gray, small: Reduced) -> Gray:
    """Give the page without large pale drawings; the same array where none is.

    Args:
        gray: a straight page with even, white paper.
        small: its reduced copy.
    """
    dark = (small.gray < 205).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = (stats[:, column] for column in (2, 3, 4))
    least = _LEAST_IN * small.dpi
    is_large = (width >= least) & (height >= least) & (area < _MOST_FILLED * width * height)
    is_letter = (height >= 0.04 * small.dpi) & (height <= 0.2 * small.dpi)
    is_large[0] = is_letter[0] = False
    if not is_large.any() or area[is_letter].sum() < 200:
        return gray
    written = _darkness(gray, small, *np.nonzero(is_letter[labels]), share=20)
    pale = written + _PALER * (255 - written)
    covered = np.zeros(small.gray.shape, np.uint8)
    for number in np.flatnonzero(is_large):
        x, y, w, h = stats[number, :4]
        ys, xs = np.nonzero(labels[y : y + h, x : x + w] == number)
        if _darkness(gray, small, ys + y, xs + x, share=30) > pale:
            hull = cv2.convexHull(np.stack([xs + x, ys + y], axis=1).astype(np.int32))
            cv2.fillConvexPoly(covered, hull, 1)
    if not covered.any():
        return gray
    cleaned = gray.copy()
    mask = small.on_page(cv2.dilate(covered, np.ones((3, 3), np.uint8)), gray.shape)
    cleaned[mask & (gray > pale)] = 255
    return cleaned


def _darkness(
    gray: Gray,
    small: Reduced,
    ys: npt.NDArray[np.intp],
    xs: npt.NDArray[np.intp],
    *,
    share: float,
) -> float:
    """Give the brightness that ``share`` per cent of the page has at places of the reduced copy."""
    middle = small.step // 2
    return float(np.percentile(gray[ys * small.step + middle, xs * small.step + middle], share))
