"""Blocks beside others whose lines the engine ran together are read again by themselves.

In a letterhead the name stands on the left in large letters, the address on the right in small
ones: their lines do not stand at one height, and the engine cuts the right ones through the middle.
"""

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.reduced import Reduced

_UNSURE, _LEAST_UNSURE = 0.6, 2
_SHARE = 0.2
"""Of a block's words, that are unsure."""
_INK = 170
_ACROSS_IN, _DOWN_IN = 0.22, 0.1
"""Ink so near to other ink belongs to its block: a blank between words, white between lines."""
_RULE_IN = (0.8, 0.06)
"""Longer and lower pieces of ink are rules, that belong to no block."""
_LINES = 2.2
"""A block is so many times as high as its middle word at least."""
_WIDEST = 0.6
"""Of the page: what is wider stands beside nothing."""
_AT_ONE_HEIGHT = 0.2
"""Of a word's height, that the middle one of a table's words is off the row's others."""
_MARGIN_PX = 6


def with_blocks_alone(
    small: Reduced,
    words: Sequence[RawWord],
    read: Callable[[Box], Sequence[RawWord]],
    worth: Callable[[Sequence[RawWord]], float],
) -> list[RawWord]:
    """Give the words with those of blocks beside others read again, where that is worth more.

    Args:
        small: the page's reduced copy.
        words: in reading order.
        read: reads a part of the page as one block; gives the words where they stand on the page.
        worth: what a reading is worth; more is better.
    """
    kept = list(words)
    unsure = [word for word in words if word.confidence < _UNSURE]
    if len(unsure) < _LEAST_UNSURE:
        return kept
    for block in _blocks(small):
        if sum(_is_in(word, block) for word in unsure) < _LEAST_UNSURE:
            continue
        inside = [word for word in kept if _is_in(word, block)]
        if not _is_confused(inside) or not _is_beside_others(block, kept):
            continue
        again = read(block)
        is_better = len(again) > 0 and worth(again) > worth(inside)
        if is_better and not _is_in_rows(again, inside, kept):
            kept = _replaced(kept, inside, again, block)
    return kept


def _blocks(small: Reduced) -> Iterator[Box]:
    """Give the boxes of what stands together, on the page's pixels."""
    dark = (small.gray < _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    wide, high = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_rule = (np.maximum(wide, high) > _RULE_IN[0] * small.dpi) | (
        (wide > 5 * high) & (high < _RULE_IN[1] * small.dpi)
    )
    is_rule[0] = True
    size = (round(_ACROSS_IN * small.dpi) | 1, round(_DOWN_IN * small.dpi) | 1)
    near = cv2.dilate((~is_rule[labels]).astype(np.uint8), np.ones(size[::-1], np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=4)
    rim_x, rim_y = size[0] // 2, size[1] // 2
    for x, y, w, h, _ in stats[1:].tolist():
        if w < _WIDEST * small.gray.shape[1]:
            left, top = (x + rim_x) * small.step, (y + rim_y) * small.step
            yield Box(left, top, (w - 2 * rim_x) * small.step, (h - 2 * rim_y) * small.step)


def _is_in(word: RawWord, block: Box) -> bool:
    x, y = word.box.x + word.box.width / 2, _middle(word)
    return (
        block.x - _MARGIN_PX <= x <= block.right + _MARGIN_PX
        and block.y - _MARGIN_PX <= y <= block.bottom + _MARGIN_PX
    )


def _is_confused(words: Sequence[RawWord]) -> bool:
    unsure = sum(word.confidence < _UNSURE for word in words)
    return unsure >= max(_LEAST_UNSURE, _SHARE * len(words))


def _is_beside_others(block: Box, words: Sequence[RawWord]) -> bool:
    """Tell a block of several lines, on whose height other words stand outside."""
    heights = [word.box.height for word in words]
    others = sum(
        block.y < _middle(word) < block.bottom and not _is_in(word, block) for word in words
    )
    return block.height > _LINES * float(np.median(heights)) and others >= _LEAST_UNSURE


def _is_in_rows(block: Sequence[RawWord], old: Sequence[RawWord], words: Sequence[RawWord]) -> bool:
    """Tell lines that stand at one height with those outside: a table's, which the engine cuts."""
    gone = set(map(id, old))
    outside = [_middle(word) for word in words if id(word) not in gone]
    off = [min(abs(_middle(word) - other) for other in outside) for word in block]
    return float(np.median(off)) < _AT_ONE_HEIGHT * float(np.median([w.box.height for w in block]))


def _middle(word: RawWord) -> float:
    return word.box.y + word.box.height / 2


def _replaced(
    words: Sequence[RawWord], old: Sequence[RawWord], new: Sequence[RawWord], block: Box
) -> list[RawWord]:
    """Put the new words behind what stands left of their block, or in the old ones' place."""
    gone = set(map(id, old))
    first = next(n for n, word in enumerate(words) if id(word) in gone)
    to_the_left = [
        n
        for n, word in enumerate(words)
        if word.box.right <= block.x and block.y < _middle(word) < block.bottom + word.box.height
    ]
    place = max([first - 1, *to_the_left]) + 1
    before = [word for word in words[:place] if id(word) not in gone]
    behind = [word for word in words[place:] if id(word) not in gone]
    return [*before, *new, *behind]
