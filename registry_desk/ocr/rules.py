"""Lines of tables are taken off before reading: upright ones are read as "|", "l" or "1"."""

import cv2
import numpy as np

from registry_desk.ocr.engines import Gray
from registry_desk.ocr.reduced import Reduced

_LENGTH_IN = 0.42
"""Longer than the strokes of any letter a letter is written in, shorter than two table rows."""
_THICKEST_IN = 0.045
_BESIDE_PX = 2


def without_rules(gray: Gray, small: Reduced) -> Gray:
    """Give the page without its upright rules; the same array where there are none.

    Args:
        gray: a straight page with even, white paper.
        small: its reduced copy.
    """
    dark = (small.gray < 205).astype(np.uint8)
    column = np.ones((max(9, round(_LENGTH_IN * small.dpi)), 1), np.uint8)
    lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, column)
    if not lines.any():
        return gray
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    thickest = max(3, round(_THICKEST_IN * small.dpi))
    is_thin = (stats[:, cv2.CC_STAT_WIDTH] <= thickest).astype(np.uint8)
    is_thin[0] = 0
    cleaned = gray
    for x, y, w, h, _ in stats[is_thin > 0].tolist():
        if cleaned is gray:
            cleaned = gray.copy()
        step = small.step
        rows = slice(max(0, y - 1) * step, (y + h + 1) * step)
        _take_off(cleaned[rows], max(0, x * step - 1), (x + w) * step + 1)
    return cleaned


def _take_off(band: Gray, left: int, right: int) -> None:
    """Fill a rule's columns with what stands beside it: strokes that cross it stay whole."""
    if left < _BESIDE_PX or right + _BESIDE_PX > band.shape[1]:
        band[:, left:right] = 255
        return
    before = band[:, left - _BESIDE_PX : left].min(axis=1)
    behind = band[:, right : right + _BESIDE_PX].min(axis=1)
    band[:, left:right] = np.maximum(before, behind)[:, None]
