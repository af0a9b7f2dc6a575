"""Stamps over text are taken off before reading, as far as their ink is paler than the letters'.

A ring that touches a line makes the engine take both for a picture, or read the ring as letters.
"""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray
from registry_desk.ocr.reduced import Reduced

_LEAST_IN, _MOST_IN = 0.55, 2.6
"""Stamps are larger than the one and smaller than the other, both ways."""
_AROUND_IN = 1.5
_PALER = 0.22
"""A drawing is pale that is lighter than the letters by this share of their contrast."""
_MOST_FILLED = 0.45
"""Photographs and filled panels cover more of their rectangle and stay."""

Labels = npt.NDArray[np.int32]
Places = tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]
"""Rows and columns."""


def without_pale_drawings(gray: Gray, small: Reduced) -> Gray:
    """Give the page without large pale drawings; the same array where none is.

    Args:
        gray: a straight page with even, white paper.
        small: its reduced copy.
    """
    dark = (small.gray < 205).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    width, height, area = (stats[:, column] for column in (2, 3, 4))
    least, most = _LEAST_IN * small.dpi, _MOST_IN * small.dpi
    is_large = (width >= least) & (height >= least) & (area < _MOST_FILLED * width * height)
    is_large &= (width <= most) & (height <= most)
    is_letter = (height >= 0.04 * small.dpi) & (height <= 0.2 * small.dpi)
    is_large[0] = is_letter[0] = False
    if not is_large.any() or area[is_letter].sum() < 200:
        return gray
    cleaned = gray
    for number in np.flatnonzero(is_large):
        ys, xs = _places_of(cast(Labels, labels), stats[number], int(number))
        pale = _paler_than(gray, small, cast(Labels, labels), is_letter, stats[number])
        if pale is None or _darkness(gray, small, ys, xs, share=30) <= pale:
            continue
        covered = np.zeros(small.gray.shape, np.uint8)
        hull = cv2.convexHull(np.stack([xs, ys], axis=1).astype(np.int32))
        cv2.fillConvexPoly(covered, hull, 1)
        mask = small.on_page(cv2.dilate(covered, np.ones((3, 3), np.uint8)), gray.shape)
        cleaned = gray.copy() if cleaned is gray else cleaned
        cleaned[mask & (gray > pale)] = 255
    return cleaned


def _places_of(labels: Labels, row: Labels, number: int) -> Places:
    x, y, w, h = row[:4]
    ys, xs = np.nonzero(labels[y : y + h, x : x + w] == number)
    return ys + y, xs + x


def _paler_than(
    gray: Gray, small: Reduced, labels: Labels, is_letter: npt.NDArray[np.bool_], row: Labels
) -> float | None:
    """Give the brightness that the letters around a drawing do not reach; None without letters.

    Around it, not on the whole page: a worn ribbon prints one half of a page paler.
    """
    x, y, w, h = row[:4].tolist()
    room = round(_AROUND_IN * small.dpi)
    left, top = max(0, x - room), max(0, y - room)
    ys, xs = np.nonzero(is_letter[labels[top : y + h + room, left : x + w + room]])
    if ys.size < 200:
        return None
    written = _darkness(gray, small, ys + top, xs + left, share=35)
    return written + _PALER * (255 - written)


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
