"""White letters on dark panels (heads of tables, headings) are turned to black on white.

The engine reads dark letters only: trying every line both ways costs it three per cent of its time.
"""

from typing import cast

import cv2
import numpy as np

from registry_desk.ocr.engines import Gray
from registry_desk.ocr.reduced import Reduced

_DARK = 140
_LETTER_IN = 0.05
"""Strokes of letters on a panel are thinner; they are closed when panels are looked for."""
_LEAST_IN = (0.35, 0.11)
"""Width and height of a panel on which a word stands."""
_RECTANGULAR = 0.85
_FRAMED = 0.9
_WRITTEN = (0.02, 0.45)
"""Shares of a panel that letters cover; less is a bar, more is no panel."""


def with_dark_letters(gray: Gray, small: Reduced) -> Gray:
    """Give the page with its panels turned; the same array where there are none.

    Args:
        gray: a straight page with even, white paper.
        small: its reduced copy.
    """
    dark = (small.gray < _DARK).astype(np.uint8)
    panels = _solid(dark, small.dpi)
    if not panels.any():
        return gray
    _, _, stats, _ = cv2.connectedComponentsWithStats(panels, connectivity=4)
    turned = gray
    for x, y, w, h, area in stats[1:].tolist():
        if area < _RECTANGULAR * w * h or not _is_written(dark[y : y + h, x : x + w]):
            continue
        turned = gray.copy() if turned is gray else turned
        rows = slice(max(0, y - 1) * small.step, (y + h + 1) * small.step)
        columns = slice(max(0, x - 1) * small.step, (x + w + 1) * small.step)
        turned[rows, columns] = _on_white(turned[rows, columns], 3 * small.step)
    return turned


def _solid(dark: Gray, dpi: float) -> Gray:
    """Give where ink is wide and high enough for a panel, letters on it closed."""
    letter = round(_LETTER_IN * dpi) | 1
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((letter, letter), np.uint8))
    width, height = (round(side * dpi) for side in _LEAST_IN)
    return cast(Gray, cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)))


def _is_written(dark: Gray) -> bool:
    low, high = _WRITTEN
    rims = (dark[0], dark[-1], dark[:, 0], dark[:, -1])
    is_framed = all(float(rim.mean()) >= _FRAMED for rim in rims)  # bold letters are not
    return is_framed and low <= 1 - float(dark.mean()) <= high


def _on_white(panel: Gray, rim_px: int) -> Gray:
    """Turn a panel's pixels, its ground to white and its letters to black, its edges off."""
    ground, letters = (float(np.percentile(panel, share)) for share in (20, 99))
    ink = np.clip(panel.astype(np.float32) - ground, 0, None) * (255 / max(1.0, letters - ground))
    turned = cast(Gray, 255 - cv2.convertScaleAbs(ink))
    turned[:rim_px] = turned[-rim_px:] = turned[:, :rim_px] = turned[:, -rim_px:] = 255
    return turned
