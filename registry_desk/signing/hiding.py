"""Whether what a later field shows hides what was signed beneath it.

A field signed or filled later may draw in its own rectangle; what stood there when the document
was signed must stay readable. Lines to write on (dotted, framed) may be covered.
Source: Rohlmann and others, Breaking the Specification: PDF Certification (S&P 2021), sneaky
signature attack; Mainka and others, Shadow Attacks (NDSS 2021), replacing by form fields.
"""

import numpy as np
from numpy.typing import NDArray

_DIFFERENT = 40
_INK = 140
"""Gray levels below which a pixel counts as written on."""
_EDGE_PX = 3
"""A field's own frame lies within so many pixels of its edge."""
_LINE_PX = 3
"""Thinner than this, in one direction, what is covered is a line to write on; 1.3 mm."""
_BURIED_SHARE = 0.5

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]


def hides(before: Gray, after: Gray) -> bool:
    """Tell whether a rectangle's picture hides ink that it showed when the page was signed.

    Args:
        before: the rectangle as signed, gray, 60 dpi.
        after: the rectangle as shown now; same shape.
    """
    inner = (slice(_EDGE_PX, -_EDGE_PX), slice(_EDGE_PX, -_EDGE_PX))
    old, new = before[inner].astype(np.int16), after[inner].astype(np.int16)
    ink = old < _INK
    if not _is_written(ink):
        return False
    erased = ink & (new - old > _DIFFERENT)
    return _is_written(erased) or _is_buried(ink, old, new)


def _is_written(ink: Mask) -> bool:
    """Tell whether ink is more than a line: several pixels high and wide in one run."""
    rows: Mask = np.any(ink, axis=1)
    columns: Mask = np.any(ink, axis=0)
    return _longest_run(rows) > _LINE_PX and _longest_run(columns) > _LINE_PX


def _longest_run(marked: Mask) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def _is_buried(ink: Mask, old: NDArray[np.int16], new: NDArray[np.int16]) -> bool:
    """Tell whether the paper around the ink went dark, so that nothing can be read there."""
    around = _widened(_widened(ink)) & ~_widened(ink) & (old >= _INK)
    if not around.any():
        return False
    darkened = around & (old - new > _DIFFERENT)
    return bool(np.count_nonzero(darkened) > _BURIED_SHARE * np.count_nonzero(around))


def _widened(mask: Mask) -> Mask:
    """Give a mask grown by one pixel in every direction."""
    padded = np.pad(mask, 1)
    grown = np.zeros_like(mask)
    rows, columns = mask.shape
    for row in range(3):
        for column in range(3):
            grown |= padded[row : row + rows, column : column + columns]
    return grown
