"""The marks of ă, â, ș, ț on typewritten pages: whether there is ink where a mark would stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.ocr.cells import ROOM_PX, Cells
from registry_desk.ocr.likeness import Pictures


@dataclass(frozen=True, slots=True)
class _Family:
    """A letter, what it becomes with a mark, and the rows in which the mark stands."""

    plain: str
    marked: str
    above: float = 0.0
    below: float = 0.0
    """Of the pitch, beyond the letter's body."""


_FAMILIES = (
    _Family("a", "ăâ", above=0.55),
    _Family("s", "ș", below=0.4),
    _Family("t", "ț", below=0.4),
)
_ENOUGH = 5
"""Plain letters from which the page tells how the body looks."""
_MODELS = 40
"""So many of them are enough for it."""
_ROUNDS = 3
_WIDE = 0.8
"""Of the pitch: a letter without what its neighbours reach into."""
_BODY = 0.4
"""Of the darkest: the rows that belong to a letter's body."""
_FAINT = 12.0
"""Grey levels of paper that is not quite white."""
_NO_MARK = 1.0
"""Pixels' worth of ink; marks have 3 and more, mostly 10 to 20."""
_LIKE = 0.85
"""Likeness of the body from which a letter is surely one of the family."""


def with_own_marks(cells: Cells, told: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """Take the marks from signs that have none on the page.

    None is set: what lies at a letter's edge may be its neighbour's.

    Source: 29 pages of typewriters and needle printers of five sets of sample letters: the ink of
    a thousand marks and that beside the letters without one do not overlap.
    """
    told = told.copy()
    for family in _FAMILIES:
        is_plain = told == family.plain
        if is_plain.sum() < _ENOUGH:
            continue
        body, darkest = _body(cells.ink[is_plain][:_MODELS], cells.pitch)
        for n in np.flatnonzero(np.isin(told, list(family.marked))):
            mark = _mark(cells.ink[n], body, family, cells.pitch)
            if mark is not None and mark < _NO_MARK * darkest:
                told[n] = family.plain
    return told


def _body(pictures: Pictures, pitch: float) -> tuple[Pictures, float]:
    """Give what the plain letters have in common, cut to its rows, and its darkest level."""
    side = round((pictures.shape[2] - _WIDE * pitch) / 2)
    common = cast(Pictures, pictures[:, ROOM_PX:-ROOM_PX, side:-side].mean(axis=0))
    height, width = common.shape
    for _ in range(_ROUNDS):
        places = [_found(picture, common)[1] for picture in pictures]
        aligned = [
            picture[y : y + height, x : x + width]
            for picture, (x, y) in zip(pictures, places, strict=True)
        ]
        common = cast(Pictures, np.median(aligned, axis=0))
    darkest = float(common.max())
    rows = np.flatnonzero(common.max(axis=1) > _BODY * darkest)
    return common[max(0, rows[0] - 1) : rows[-1] + 2], darkest


def _mark(picture: Pictures, body: Pictures, family: _Family, pitch: float) -> float | None:
    """Sum up the ink where the mark stands; None where the letter is not of the family."""
    likeness, (x, y) = _found(picture, body)
    if likeness < _LIKE:
        return None
    letter = picture[:, x : x + body.shape[1]]
    below = y + body.shape[0]
    part = (
        letter[max(0, y - round(family.above * pitch)) : y]
        if family.above
        else letter[below : below + round(family.below * pitch)]
    )
    return float(np.maximum(part - _FAINT, 0).sum())


def _found(picture: Pictures, shape: Pictures) -> tuple[float, Sequence[int]]:
    """Tell how like a part of the picture is to the shape, and where it begins: x, y."""
    likeness = cv2.matchTemplate(picture, shape, cv2.TM_CCOEFF_NORMED)
    _, most, _, place = cv2.minMaxLoc(likeness)
    return most, place
