"""Which way up a page stands, told by the shapes of its letters; by a reader's eye where few are.

A small net gives for each shape the odds of the four ways it can lie, and that it is no letter. An
A tells at once, an o says nothing, an n is more often an n than a u turned round; over some hundred
shapes the odds add up.

Source: weights learnt from letters printed in 86 faces (tests/fitting/upright.py), never from the
pages asked about: 757 written pages of seventeen sets, each laid in all four ways, were told right
3,027 times of 3,028 for 9 ms, four of them unsurely (in faces drawn like a hand or of hairlines).
Leptonica's ascenders against descenders were unsure on 27 % of these pages and cannot see a page on
its side; tesseract's own look costs 430 ms.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from registry_desk.imaging.raster import Gray, Mask
from registry_desk.resources import resource

SecondLook = Callable[[Gray, int], tuple[int, float] | None]
"""Takes a page and its dpi; gives the clockwise turn that makes it upright, and how sure."""

_Shapes = npt.NDArray[np.float32]
_SIDE_PX = 12
_LEAST_IN, _MOST_IN, _THINNEST_IN = 0.06, 0.32, 0.02
"""Sides of what may be a letter: from small print to titles."""
_MOST_FILLED = 0.9
_MOST_SHAPES = 240
"""Spread over the page; more say the same."""
_DOUBT = 0.03
"""So often the net is surely wrong: one odd shape must not outweigh ten letters."""
_ODD, _WRITING = 0.05, 0.35
"""A letter is what the net hardly takes for none; where fewer of the shapes are letters, a page
shows a photograph or a drawing (two to fourteen of a hundred are; on written pages 54 to 100).
"""
_PARTS, _PART_IS_INK = 4, 0.4
"""Shapes with the same parts of 4 × 4 inked are alike."""
NO_LETTER = 4
"""What the net says, beside the four ways to lie, of shapes that are no writing."""
_SURE, _GUESS = 5.0, 1.0
"""Logarithms of the odds: no second look is needed; below it a page stays as it lies."""
_BELIEVED = 1.0
"""The second look's sureness from which it counts."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The turn that makes a page upright."""

    rotation_deg: int
    """Clockwise."""
    is_sure: bool


def find_upright(
    even: Gray, ink: Mask, dpi: float, second_look: Callable[[], tuple[int, float] | None]
) -> Upright:
    """Find the turn that makes a page upright.

    Args:
        even: the page with even paper, level within fifteen degrees.
        ink: where something is written on it.
        dpi: its resolution, about 100.
        second_look: asked where the letters are too few; gives what :data:`SecondLook` gives.
    """
    odds = _log_odds(shapes_of(even, ink, dpi, _MOST_SHAPES))
    best, second = np.argsort(-odds)[:2]
    turn = int(-90 * best % 360)
    if odds[best] - odds[second] >= _SURE:
        return Upright(turn, True)
    seen = second_look()
    if seen and seen[1] > _BELIEVED:
        return Upright(seen[0], True)
    return Upright(turn if odds[best] - odds[second] >= _GUESS else 0, False)


def shapes_of(even: Gray, ink: Mask, dpi: float, most: int) -> _Shapes:
    """Cut a page into its letter-sized shapes, each in the middle of a square of the same size.

    Returns:
        One row per shape: the square's pixels, 0 paper to 1 the shape's darkest.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    x, y, width, height, area = stats.T
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    fits = (longer >= _LEAST_IN * dpi) & (longer <= _MOST_IN * dpi)
    fits &= shorter >= _THINNEST_IN * dpi
    fits &= area < _MOST_FILLED * width * height
    fits[0] = False  # the paper
    places = np.flatnonzero(fits)
    if places.size > most:
        places = places[np.linspace(0, places.size - 1, most).astype(np.intp)]
    found = np.empty((places.size, _SIDE_PX * _SIDE_PX), np.float32)
    for row, place in enumerate(places):
        side, w, h = longer[place], width[place], height[place]
        square = np.full((side, side), 255, np.uint8)
        left, top = (side - w) // 2, (side - h) // 2
        square[top : top + h, left : left + w] = even[
            y[place] : y[place] + h, x[place] : x[place] + w
        ]
        small = cv2.resize(square, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
        found[row] = small.ravel()
    dark = 255 - found
    return cast(_Shapes, dark / np.maximum(dark.max(axis=1, keepdims=True), 1))


def _log_odds(shapes: _Shapes) -> npt.NDArray[np.float32]:
    """Add up what the letters say of a page turned clockwise by 0, 1, 2 or 3 right angles."""
    (inner, inner_bias), (outer, outer_bias) = _layers()
    told = np.maximum(0, shapes @ inner + inner_bias) @ outer + outer_bias
    odds = np.exp(told - told.max(axis=1, keepdims=True))
    odds /= odds.sum(axis=1, keepdims=True)
    is_letter = odds[:, NO_LETTER] < _ODD
    if is_letter.sum() < _WRITING * len(shapes):
        return np.zeros(NO_LETTER, np.float32)
    ways = odds[is_letter, :NO_LETTER] / odds[is_letter, :NO_LETTER].sum(axis=1, keepdims=True)
    said = np.log(ways * (1 - _DOUBT) + _DOUBT / 4)
    return cast(npt.NDArray[np.float32], said.T @ _worth(shapes[is_letter]))


def _worth(shapes: _Shapes) -> npt.NDArray[np.float64]:
    """Let shapes that are alike count as one: a hundred boxes of a form say no more than one."""
    size = _SIDE_PX // _PARTS
    inked = shapes.reshape(-1, _PARTS, size, _PARTS, size).mean(axis=(2, 4)) > _PART_IS_INK
    kinds = inked.reshape(-1, _PARTS * _PARTS) @ (1 << np.arange(_PARTS * _PARTS))
    _, kind, counts = np.unique(kinds, return_inverse=True, return_counts=True)
    return 1 / counts[kind]


@cache
def _layers() -> tuple[tuple[_Shapes, _Shapes], ...]:
    """Read the weights once."""
    layers = json.loads(resource("upright.json").read_text(encoding="utf-8"))
    return tuple(
        (np.array(layer["weights"], np.float32), np.array(layer["bias"], np.float32))
        for layer in layers
    )
