"""Signs of a typewritten page, judged by the page's own: a machine writes each of them alike.

The engine takes *m* for *n*, *P* for *p*, a comma for a full stop where a ribbon was worn; beside
the mean picture of all the page's *m* the sign is clearly one of these.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Word
from registry_desk.ocr.cells import ROOM_PX, Cells, cells_of
from registry_desk.ocr.engines import Gray
from registry_desk.ocr.letters import bare
from registry_desk.ocr.likeness import Likeness, Pictures, Searched
from registry_desk.ocr.own_marks import with_own_marks

_Signs = npt.NDArray[np.str_]
_ENOUGH = 3
"""Signs of one kind from which the page tells how it looks."""
_MOST = 6000
"""Signs of a page, two of them full: more would take memory that a worker has not."""
_BELIEVED = 0.6
"""Confidence of words from which their signs are models for others."""
_IN_GRID = 0.8
"""Usual likeness of a line's signs to their models where the grid fits it."""
_LIKE, _CLEARLY = 0.92, 0.05
_SURELY_LIKE = 0.96
_FAIRLY_LIKE, _FAR = 0.87, 0.2
"""Likeness to another sign's model, and by how much it is greater than to the own: enough
together. Source: 29 pages of typewriters and needle printers of five sets of sample letters."""
_SAME = ("1lI|!i", "0OQC", "5S", "2Z")
"""Signs that look alike, or have no model of their own because they are taken for each other."""
_ROUNDS = 2


def with_own_letters(gray: Gray, words: Sequence[Word], pitch: float) -> tuple[Word, ...]:
    """Write the signs that look like others of the page as those.

    Args:
        gray: the page on which the words' boxes lie.
        words: as they were read.
        pitch: pixels from one sign to the next.
    """
    cells = cells_of(gray, words, pitch)
    if cells is None or len(cells.signs) > _MOST:
        return tuple(words)
    is_model = np.array([words[n].confidence > _BELIEVED for n in cells.words])
    counted = Counter(cells.signs[is_model & (cells.signs != "")].tolist())
    known = np.array([sign for sign, count in counted.items() if count >= _ENOUGH])
    if not len(known):
        return tuple(words)
    told = with_own_marks(cells, _told(cells, is_model, known))
    texts = {int(n): list(words[n].text) for n in cells.words[told != cells.signs]}
    for n, position, sign in zip(cells.words, cells.positions, told, strict=True):
        if n in texts:
            texts[int(n)][position] = str(sign)
    return tuple(
        replace(word, text="".join(texts[n])) if n in texts else word
        for n, word in enumerate(words)
    )


def _told(cells: Cells, is_model: npt.NDArray[np.bool_], known: _Signs) -> _Signs:
    """Give each sign as what it looks like."""
    models = (cells.signs[:, None] == known) & is_model[:, None]
    kinds = (cells.signs[:, None] == known).argmax(axis=1)
    inner = (size - 2 * ROOM_PX for size in cells.ink.shape[1:])
    searched = Searched(cells.ink, *inner)
    own, places = np.zeros(len(kinds), np.float32), np.full(len(kinds), (2 * ROOM_PX + 1) ** 2 // 2)
    for _ in range(_ROUNDS):
        aligned = _cut(cells.ink, places)
        shapes = _sums(aligned, models)[kinds]
        shapes[is_model] -= aligned[is_model]  # no sign is its own model
        likeness = searched.likeness_to_own(shapes)
        own, places = likeness.max(axis=1), likeness.argmax(axis=1)
    aligned = _cut(cells.ink, places)
    shapes = np.stack([np.median(aligned[same], axis=0) for same in models.T])
    own[~np.isin(cells.signs, known)] = np.nan
    doubted = _doubted(cells, own)
    like = searched.likeness_to_all(shapes, doubted)
    like[cells.signs[doubted, None] == known] = -1
    told = cells.signs.copy()
    for n, best, most in zip(doubted, like.argmax(axis=1), like.max(axis=1), strict=True):
        if _is_other(own[n], most) and not _is_one_shape(told[n], known[best]):
            told[n] = known[best]
    return told


def _sums(pictures: Pictures, models: npt.NDArray[np.bool_]) -> Pictures:
    """Add up the pictures of each kind."""
    rows = models.T.astype(np.float32) @ pictures.reshape(len(pictures), -1)
    return cast(Pictures, rows.reshape(-1, *pictures.shape[1:]))


def _cut(ink: Pictures, places: npt.NDArray[np.intp]) -> Pictures:
    """Give the pictures from their places, without the room around."""
    height, width = (size - 2 * ROOM_PX for size in ink.shape[1:])
    cut = np.empty((len(ink), height, width), np.float32)
    for place in np.unique(places):
        down, across = divmod(int(place), 2 * ROOM_PX + 1)
        same = places == place
        cut[same] = ink[same, down : down + height, across : across + width]
    return cut


def _doubted(cells: Cells, own: Likeness) -> npt.NDArray[np.intp]:
    """Tell which signs are unlike their models, or have none, where the grid fits.

    It fits where the others of the word, and of the line, are like theirs.
    """
    found = []
    for line in np.unique(cells.lines):
        same = np.flatnonzero(cells.lines == line)
        if not _fits(own[same]):
            continue
        for n in same[(cells.signs[same] != "") & ~(own[same] > 1 - _CLEARLY)]:
            others = own[same[(cells.words[same] == cells.words[n]) & (same != n)]]
            if np.isnan(others).all() or _fits(others):
                found.append(n)
    return np.array(found, np.intp)


def _fits(own: Likeness) -> bool:
    """Tell whether signs are usually like their models; not where none has one."""
    known = own[~np.isnan(own)]
    return bool(known.size and np.median(known) >= _IN_GRID)


def _is_other(own: float, most: float) -> bool:
    """Tell whether a sign is another than it was read as; own is NaN where that has no model."""
    if np.isnan(own):
        return most >= _SURELY_LIKE
    return (most >= _LIKE and most - own >= _CLEARLY) or (
        most >= _FAIRLY_LIKE and most - own >= _FAR
    )


def _is_one_shape(one: str, other: str) -> bool:
    """Tell whether signs differ in their marks or hardly at all."""
    return bare(one) == bare(other) or any(one in same and other in same for same in _SAME)
