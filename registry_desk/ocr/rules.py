"""Lines of tables are taken off before reading: upright ones are read as "|", "l" or "1"."""

from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import Gray

_LENGTH_IN = 0.42
"""Longer than the strokes of any letter a letter is written in, shorter than two table rows."""
_THICKEST_IN = 0.045


def without_rules(gray: Gray, dpi: int) -> Gray:
    """Give the page without its upright rules; the same array where there are none.

    Args:
        gray: a straight page with even, white paper.
        dpi: its resolution.
    """
    scale = min(1.0, 150.0 / dpi)
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    used = dpi * scale
    dark = (small < 190).astype(np.uint8)
    column = np.ones((max(9, round(_LENGTH_IN * used)), 1), np.uint8)
    found = _thin(cv2.morphologyEx(dark, cv2.MORPH_OPEN, column), used)
    if not found.any():
        return gray
    grown = cv2.dilate(found, np.ones((5, 3), np.uint8))
    mask = cv2.resize(grown, gray.shape[::-1], interpolation=cv2.INTER_NEAREST)
    cleaned = gray.copy()
    cleaned[mask > 0] = 255
    return cleaned


def _thin(lines: npt.ArrayLike, dpi: float) -> npt.NDArray[np.uint8]:
    """Keep the lines that are thin: bars of codes and the sides of photographs stay."""
    image = cast(npt.NDArray[np.uint8], lines)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(image, connectivity=8)
    thickest = max(3, round(_THICKEST_IN * dpi))
    is_thin = np.zeros(count, np.uint8)
    for number in range(1, count):
        is_thin[number] = stats[number][2] <= thickest
    return cast(npt.NDArray[np.uint8], is_thin[labels])
