"""Capitals and small letters of one shape, told apart by their height on typewritten pages.

There the engine confuses *Se* and *se*, *o* and *0*: the letters jump, so that their place in the
line, from which it tells them elsewhere, says little. Their own height does not change.

Source: nine typewritten pages of sample letters of three seeds: 53 of 73 words wrong remained, and
no word of these or of 234 other pages was made wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np

from registry_desk.model.page import Box, Word
from registry_desk.ocr.engines import Gray

_SAME_SHAPE = frozenset("cosvxzwCOSVXZW0")
_LOW, _TALL = frozenset("aemnru"), frozenset("ABDEFHKLMNPRTUbdhkl")
"""Letters from which a page's two heights are measured."""
_ENOUGH = 5
_SURELY_LOW, _SURELY_TALL = (-0.35, 0.35), (0.65, 1.4)
"""Of the way from the low letters' height to that of the tall ones; what lies outside is broken
or runs into something."""
_SIGN = 0.85
"""Of the pitch: the first sign's part of a word."""
_PALE = 40
"""Grey levels between ink and paper from which a letter can be measured."""
_PART, _WHOLE = 0.06, 1.15
"""Shares of the largest piece of ink: what counts as a piece of the letter, by area, and how much
taller all of them may be than it: broken letters are not measured."""


def with_cases(gray: Gray, words: Sequence[Word], pitch: float) -> tuple[Word, ...]:
    """Write the first letters of words as capitals or small letters, as tall as they stand there.

    Args:
        gray: the page on which the words' boxes lie.
        words: as they were read.
        pitch: pixels from one sign to the next.
    """
    heights = {
        place: height
        for place, word in enumerate(words)
        if word.text[0] in _SAME_SHAPE | _LOW | _TALL
        and (height := _height(gray, word.box, round(_SIGN * pitch)))
    }
    low, tall = (
        [height for place, height in heights.items() if words[place].text[0] in letters]
        for letters in (_LOW, _TALL)
    )
    if min(len(low), len(tall)) < _ENOUGH or median(tall) <= median(low):
        return tuple(words)
    small, room = median(low), median(tall) - median(low)
    risen = {place: (height - small) / room for place, height in heights.items()}
    return tuple(_with_case(words, risen))


def _with_case(words: Sequence[Word], risen: dict[int, float]) -> Iterator[Word]:
    for place, word in enumerate(words):
        first, rest = word.text[0], word.text[1:]
        if first in _SAME_SHAPE and place in risen and not rest.isupper():
            if _SURELY_LOW[0] < risen[place] < _SURELY_LOW[1]:
                word = replace(word, text="o" if word.text == "0" else first.lower() + rest)
            elif _SURELY_TALL[0] < risen[place] < _SURELY_TALL[1]:
                word = replace(word, text=first.upper() + rest)
        yield word


def _height(gray: Gray, box: Box, width: int) -> int | None:
    """Give how tall a word's first letter is, in pixels; None where it cannot be told."""
    part = gray[max(0, box.y - 3) : box.bottom + 3, max(0, box.x - 1) : box.x + width]
    if not part.size:
        return None
    paper, ink = np.percentile(part, 90), np.percentile(part, 3)
    if paper - ink < _PALE:
        return None
    dark = (part < (paper + ink) / 2).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    if not areas.size:
        return None
    largest = int(areas.argmax())
    tops = stats[1:, cv2.CC_STAT_TOP]
    bottoms = tops + stats[1:, cv2.CC_STAT_HEIGHT]
    counts = areas >= _PART * areas[largest]
    height = int(bottoms[largest] - tops[largest])
    whole = int(bottoms[counts].max() - tops[counts].min())
    return height if whole <= _WHOLE * height + 1 else None
