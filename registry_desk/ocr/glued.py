"""Words read as one, though a blank stands between them on the paper, are read again by themselves.

In rows of a table, whose parts stand far apart, the engine measures by the wide rooms and passes
over the blanks: *Coșgunoistradal*. The second reading counts only where it says the same letters.

Source: of 13 such words among 15,900 on 225 pages by others 10 were put right, and one of 49 others
that were read again was parted wrongly, on a typewriter's page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Gray, RawWord
from registry_desk.ocr.line import read_line

_SURE = 0.94
_BELIEVED = 0.85
_LEAST_SIGNS, _LEAST_LETTERS = 4, 1
_INK = 140
_BLANK = 0.25
"""Width of a blank, in heights of the word, from which two words are looked for."""
_WIDER = 2.5
"""A blank is so much wider than the room between two letters of the word: spaced letters stay."""
_MARGIN_PX = 4


def with_blanks(
    gray: Gray, dpi: int, words: Iterable[RawWord], engine: Engine, *, time_limit_s: float
) -> list[RawWord]:
    """Give the words with those parted that a blank parts on the page.

    Args:
        gray: the page they were read on.
        dpi: its resolution.
        words: in reading order.
        engine: the reader.
        time_limit_s: for each word that is read again.
    """
    return [
        part
        for word in words
        for part in (
            _parted(gray, dpi, word, engine, time_limit_s) if _has_blank(gray, word) else (word,)
        )
    ]


def _has_blank(gray: Gray, word: RawWord) -> bool:
    if word.confidence >= _SURE or len(word.text) < _LEAST_SIGNS:
        return False
    if sum(map(str.isalpha, word.text)) < _LEAST_LETTERS:
        return False
    box = word.box
    is_ink = (gray[max(0, box.y) : box.bottom, max(0, box.x) : box.right] < _INK).any(axis=0)
    steps = np.diff(np.flatnonzero(is_ink))
    rooms = steps[steps > 1] - 1
    if not rooms.size:
        return False
    widest = rooms.max()
    return bool(widest >= _BLANK * box.height and widest >= _WIDER * np.median(rooms))


def _parted(
    gray: Gray, dpi: int, word: RawWord, engine: Engine, limit_s: float
) -> Iterator[RawWord]:
    box = word.box
    around = Box(
        *(box.x - _MARGIN_PX, box.y - _MARGIN_PX),
        *(box.width + 2 * _MARGIN_PX, box.height + 2 * _MARGIN_PX),
    )
    parts = read_line(gray, dpi, around, engine, time_limit_s=limit_s)
    are_words = all(p.confidence >= _BELIEVED and any(map(str.isalnum, p.text)) for p in parts)
    if not are_words or "".join(part.text for part in parts) != word.text:
        yield word
        return
    for part in parts:
        yield replace(word, text=part.text, box=part.box, confidence=part.confidence)
