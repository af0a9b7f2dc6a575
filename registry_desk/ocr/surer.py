"""Two readings of one page: each word as the surer of the two has it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.letters import bare

_CLEARLY = 0.05
_SAME_WIDTH, _SAME_HEIGHT = 0.75, 0.5
"""Shares of the longer and of the lower of two boxes that lie over each other."""


def with_surer_words(words: Sequence[RawWord], others: Sequence[RawWord]) -> list[RawWord]:
    """Give the words, in their order, as the other reading has them where it is clearly surer.

    Only words that stand on the same place and are as long are the same word.

    Source: with it 4.9 instead of 5.8 % of the words of fax pages were wrong, 5.7 instead of 6.0
    of needle prints (builders' letters of two seeds).
    """
    if not words or not others:
        return list(words)
    is_same = _same_place(_sides(words), _sides(others))
    sure = np.where(is_same, [[other.confidence for other in others]], 0.0)
    kept = []
    for word, place, confidence in zip(words, sure.argmax(axis=1), sure.max(axis=1), strict=True):
        if confidence > word.confidence + _CLEARLY:
            word = replace(word, text=others[int(place)].text, confidence=float(confidence))
        kept.append(word)
    return kept


def with_second_opinion(words: Sequence[RawWord], others: Sequence[RawWord]) -> list[RawWord]:
    """Give the words as an engine of another kind has them where it is clearly surer.

    Of a word that differs in its marks alone, the Romanian one is kept: the other kind reads ``in``
    for ``în`` and is sure of it.
    """
    surer = with_surer_words(words, others)
    return [
        old if bare(old.text) == bare(new.text) else new
        for old, new in zip(words, surer, strict=True)
    ]


def _sides(words: Sequence[RawWord]) -> npt.NDArray[np.int64]:
    """Give left, top, right, bottom of each word's box, a row each."""
    boxes = [(w.box.x, w.box.y, w.box.right, w.box.bottom) for w in words]
    return np.array(boxes, dtype=np.int64)


def _same_place(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell for each word of one reading and each of the other whether they are the same."""
    first, second = one[:, None], other[None]
    shared = np.minimum(first, second)[..., 2:] - np.maximum(first, second)[..., :2]
    sizes = first[..., 2:] - first[..., :2], second[..., 2:] - second[..., :2]
    is_as_long = shared[..., 0] > _SAME_WIDTH * np.maximum(*sizes)[..., 0]
    return np.asarray(is_as_long & (shared[..., 1] > _SAME_HEIGHT * np.minimum(*sizes)[..., 1]))
