"""The width at which a page is shown to the engine: by how wide its letters are printed."""

import cv2
import numpy as np

from registry_desk.ocr.engines import Gray

_NARROWER, _WIDER = 0.85, 1.15
"""Source: the network's steps go with a line's width. Letters of usual faces narrowed so cost 0.97
of the time, with 1.28 % of words wrong instead of 1.21. In narrow faces the blanks between words
are lost so: read wider 2.8 % of words are wrong, as they are 3.4, narrowed 4.3, and it costs no
more, for fewer pages are read a second time (217 pages of five sets)."""
_SLENDER = 0.7
"""Width over height of the middle letter, below which a face is narrow; Arial and Times measure
0.75 to 0.85, Arial Narrow and its like 0.55 to 0.68."""
_LEAST_IN, _MOST_IN, _THINNEST_IN, _WIDEST_IN = 0.035, 0.2, 0.01, 0.25
_INK = 150
_ENOUGH = 20
_OF_MIDDLE = (0.8, 1.25)
"""Letters so tall, as a share of the middle one, are its like."""
_FROM, _TO = 0.3, 0.7
"""Of the page's width: what stands there is enough, for half the time."""


def width_for_reading(gray: Gray, dpi: int) -> float:
    """Give the width at which a page is best read, as a share of its own.

    Args:
        gray: a copy for reading.
        dpi: its resolution.
    """
    width = gray.shape[1]
    part = gray[:, round(_FROM * width) : round(_TO * width)]
    if not part.size:  # OpenCV looks for letters in nothing until the process dies
        return _NARROWER
    _, dark = cv2.threshold(part, _INK, 1, cv2.THRESH_BINARY_INV)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, tall = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    fits = (tall >= _LEAST_IN * dpi) & (tall <= _MOST_IN * dpi)
    fits &= (wide >= _THINNEST_IN * dpi) & (wide <= _WIDEST_IN * dpi)
    wide, tall = wide[fits], tall[fits]
    if tall.size < _ENOUGH:
        return _NARROWER
    low, high = (share * np.median(tall) for share in _OF_MIDDLE)
    alike = (tall > low) & (tall < high)
    return _WIDER if np.median(wide[alike] / tall[alike]) < _SLENDER else _NARROWER
