"""Amounts that were read in two pieces: "80," and "32" where the letter says 80,32.

Fixed-width type leaves room on both sides of a comma, and the engine takes it for a space.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from registry_desk.ocr.engines import RawWord

_NEARER = 0.6
"""The pieces of one amount stand nearer than this share of the page's usual space."""


def with_whole_amounts(words: Sequence[RawWord]) -> list[RawWord]:
    """Join the pieces of amounts that stand nearer to each other than words do."""
    lines = [list(same) for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line))]
    spaces = [_space(*pair) for line in lines for pair in pairwise(line)]
    spaces = [space for space in spaces if space > 0]
    if not spaces:
        return list(words)
    nearest = _NEARER * median(spaces)
    return [word for line in lines for word in _joined(line, nearest)]


def _joined(line: Sequence[RawWord], nearest: float) -> Iterator[RawWord]:
    last = line[0]
    for word in line[1:]:
        if _is_split(last.text, word.text) and _space(last, word) < nearest:
            last = replace(
                last,
                text=last.text + word.text,
                box=last.box.union(word.box),
                confidence=min(last.confidence, word.confidence),
            )
            continue
        yield last
        last = word
    yield last


def _is_split(left: str, right: str) -> bool:
    """Tell whether one piece ends in a digit and a sign, and the other begins with two digits."""
    return left[-1:] in (",", ".") and left[-2:-1].isdigit() and right[:2].isdigit()


def _space(left: RawWord, right: RawWord) -> int:
    return right.box.x - left.box.right
