"""Stamps over text are taken off before reading, as far as their ink is paler than the letters'.

A ring that touches a line makes the engine take both for a picture, or read the ring as letters.
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray

_LEAST_IN = 0.55
"""Drawings are larger than this in both directions; letters are not."""
_PALER = 0.22
"""A drawing is pale that is lighter than the letters by this share of their contrast."""
_MOST_FILLED = 0.45
"""Photographs and filled panels cover more of their rectangle and stay."""


def without_pale_drawings(gray: Gray, dpi: int) -> Gray:
    """Give the page without large pale drawings; the same array where none is.

    Args:
        gray: a straight page with even, white paper.
        dpi: its resolution.
    """
    scale = min(1.0, 100.0 / dpi)
    small = cast(Gray, cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    large, letters = _things(small, dpi * scale)
    if not large or letters.sum() < 200:
        return gray
    ys, xs = np.nonzero(letters)
    written = float(np.percentile(gray[_full(ys, scale), _full(xs, scale)], 20))
    covered = np.zeros(small.shape, np.uint8)
    for ys, xs in large:
        drawn = float(np.percentile(gray[_full(ys, scale), _full(xs, scale)], 30))
        if drawn > written + _PALER * (255 - written):
            hull = cv2.convexHull(np.stack([xs, ys], axis=1).astype(np.int32))
            cv2.fillConvexPoly(covered, hull, 1)
    if not covered.any():
        return gray
    grown = cv2.dilate(covered, np.ones((3, 3), np.uint8))
    mask = cv2.resize(grown, gray.shape[::-1], interpolation=cv2.INTER_NEAREST)
    cleaned = gray.copy()
    cleaned[(mask > 0) & (gray > written + _PALER * (255 - written))] = 255
    return cleaned


def _full(places: npt.NDArray[np.intp], scale: float) -> npt.NDArray[np.intp]:
    """Give full-size rows or columns for those of the reduced page."""
    return ((places + 0.5) / scale - 0.5).astype(np.intp)


_Places = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]


def _things(small: Gray, dpi: float) -> tuple[list[_Places], npt.NDArray[np.bool_]]:
    """Give the large, thinly filled things (rows, columns of each), and where letters are."""
    dark = (small < 205).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    is_letter = np.zeros(count, np.bool_)
    least = _LEAST_IN * dpi
    large: list[_Places] = []
    for number in range(1, count):
        x, y, w, h, area = stats[number]
        if w >= least and h >= least and area < _MOST_FILLED * w * h:
            ys, xs = np.nonzero(labels[y : y + h, x : x + w] == number)
            large.append((ys + y, xs + x))
        elif 0.04 * dpi <= h <= 0.2 * dpi:
            is_letter[number] = True
    return large, is_letter[labels]
