"""A slip beside the letter: sender, telephone, address in a narrow column of its own.

Its lines stand at heights of their own, so most have no line of the letter beside them; a form's
labels nearly all have. What is right of it is running text, a table's columns are not.

Source: 896 pages of twenty sets of letters: three slips found, 431 signs of 8,743 out of order put
right by them, and nothing else taken for one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.model.page import Word
from registry_desk.ocr.columns import Room, rooms

Line = list[Word]

ROOM = 2.0
"""Least between two parts of a line, in heights of a line; blanks between words are narrower."""
TWO_PARTS = 3
"""Rooms of a line with two parts: the one between them, and one on each side."""
_LEAST_LINES = 5
"""Of the slip, and of the letter."""
_BROADEST = 0.38
"""Breadth of the slip, as a share of both."""
_MOST_LEVEL = 0.7
"""Share of the slip's lines that have one of the letter beside them."""
_MANY, _FULL, _LEAST_FULL = 6, 0.75, 2
"""Running text has lines of so many words over so much of the letter's breadth."""
_MOSTLY_LETTERS = 0.85


@dataclass(frozen=True, slots=True)
class Beside:
    """Lines that share a room between a left and a right part."""

    first: int
    end: int
    left: list[Line]
    right: list[Line]


def side_column(lines: Sequence[Line], height: float) -> Beside | None:
    """Find the slip and the letter beside it; None: there is none.

    Args:
        lines: of a page, from above.
        height: of a line, in pixels.
    """
    least = ROOM * height
    free = [rooms((word.box for word in line), least) for line in lines]
    first = 0
    while first < len(lines):
        if len(free[first]) != TWO_PARTS:
            first += 1
            continue
        end, middle = followed(free, first, len(lines), least)
        beside = parted(lines, first, end, middle)
        if _is_slip(beside) and _is_running_text(beside.right):
            return beside
        first = end
    return None


def followed(
    free: Sequence[Sequence[Room]], first: int, until: int, least: float
) -> tuple[int, float]:
    """Follow the room between a line's two parts down while so much of it stays free.

    Args:
        free: each line's rooms.
        first: a line of two parts.
        until: the line at which to end.
        least: how wide the room stays, in pixels.

    Returns:
        The line at which it ends, and the middle of what is free in all before.
    """
    (left, right), end = free[first][1], first + 1
    while end < until:
        common = ((max(left, a), min(right, b)) for a, b in free[end])
        shared = next(((a, b) for a, b in common if b - a >= least), None)
        if shared is None:
            break
        (left, right), end = shared, end + 1
    return end, (left + right) / 2


def parted(lines: Sequence[Line], first: int, end: int, middle: float) -> Beside:
    """Part some lines left and right of a place."""
    left, right = [], []
    for line in lines[first:end]:
        left.append([word for word in line if _middle(word) < middle])
        right.append([word for word in line if _middle(word) >= middle])
    return Beside(first, end, [part for part in left if part], [part for part in right if part])


def share_of_letters(texts: Sequence[str]) -> float:
    """Give the share of letters among the signs of some lines."""
    signs = "".join(texts).replace(" ", "")
    return sum(sign.isalpha() for sign in signs) / max(1, len(signs))


def _is_slip(beside: Beside) -> bool:
    left, right = beside.left, beside.right
    if min(len(left), len(right)) < _LEAST_LINES:
        return False
    level = len(left) + len(right) - (beside.end - beside.first)
    start = min(line[0].box.x for line in left)
    breadth = max(map(_right, left)) - start
    return level <= _MOST_LEVEL * len(left) and breadth <= _BROADEST * (
        max(map(_right, right)) - start
    )


def _is_running_text(lines: Sequence[Line]) -> bool:
    breadth = max(map(_right, lines)) - min(line[0].box.x for line in lines)
    full = [
        line
        for line in lines
        if len(line) >= _MANY and _right(line) - line[0].box.x >= _FULL * breadth
    ]
    said = [word.text for line in lines for word in line]
    return len(full) >= _LEAST_FULL and share_of_letters(said) >= _MOSTLY_LETTERS


def _right(line: Line) -> int:
    return max(word.box.right for word in line)


def _middle(word: Word) -> float:
    return word.box.x + word.box.width / 2
