"""Text in columns: two pages of a book scanned side by side, and columns of one page.

The engine is told that a page is one column, which keeps the rows of tables together; running text
in columns would come out mixed. A table's columns hold few words a row and stay in rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from statistics import median

import numpy as np

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord

_GUTTER_IN = 0.2
_MIDDLE = (0.3, 0.7)
"""Shares of the text's width between which the gutter lies."""
_MOST_CROSSING = 0.08
"""Share of the lines that may run across it: headings, page numbers."""
_LEAST_LINES = 8
_WORDS_A_LINE = 5
"""Running text has so many words a line on both sides."""

_NARROW_GUTTER_IN = 0.11
"""Least room between the columns of one page; blanks between words are narrower."""
FAR = 1_000_000
_FILLED = 0.6
"""Share of its column's width that a usual line of running text fills; cells of tables less."""

_Line = list[RawWord]
Room = tuple[int, int]
"""Left and right end of a room without words."""


@dataclass(frozen=True, slots=True)
class _Parted:
    across: list[_Line]
    left: list[_Line]
    right: list[_Line]


def in_columns(words: Sequence[RawWord], dpi: int) -> list[RawWord]:
    """Give the words column by column where there are two; as they are elsewhere."""
    lines = [list(same) for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line))]
    gutter = _gutter(lines, dpi) if len(lines) >= _LEAST_LINES else None
    if gutter is None:
        return list(words)
    parted = _parted(lines, gutter)
    if not (_is_running_text(parted.left) and _is_running_text(parted.right)):
        return list(words)
    top = min(word.box.y for line in (*parted.left, *parted.right) for word in line)
    head = [line for line in parted.across if line[0].box.y < top]
    tail = [line for line in parted.across if line[0].box.y >= top]
    return [word for line in (*head, *parted.left, *parted.right, *tail) for word in line]


def has_columns(words: Sequence[RawWord], dpi: int) -> bool:
    """Tell whether running text stands in two columns or more on some part of a page."""
    lines = [list(same) for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line))]
    lines = sorted(lines, key=lambda line: median(word.box.y for word in line))
    least = round(_NARROW_GUTTER_IN * dpi)
    free = [rooms((word.box for word in line), least) for line in lines]
    first = 0
    while first + _LEAST_LINES <= len(lines):
        last, gutter = _shared_room(free, first, least)
        if gutter and last - first >= _LEAST_LINES:
            parted = _parted(lines[first:last], sum(gutter) // 2)
            if _are_columns(parted, gutter):
                return True
        first += 1
    return False


def rooms(places: Iterable[Box], least: float) -> list[Room]:
    """Give the rooms between a line's words, and the endless ones beside it.

    Args:
        places: of the words.
        least: how wide a room is, in pixels.
    """
    boxes = sorted(places, key=lambda box: box.x)
    ends = [-FAR, *accumulate((box.right for box in boxes), max)]
    starts = [*(box.x for box in boxes), FAR]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start - end >= least]


def _shared_room(free: Sequence[list[Room]], first: int, least: int) -> tuple[int, Room | None]:
    """Follow a room between two words of the first line down while it stays free.

    Returns:
        The line at which it ends, and the room; the longest where there are several.
    """
    best: tuple[int, Room | None] = (first, None)
    for room in free[first]:
        if -FAR in room or FAR in room:
            continue
        last = first + 1
        while last < len(free):
            shared = [(max(room[0], a), min(room[1], b)) for a, b in free[last]]
            widest = max(shared, key=lambda strip: strip[1] - strip[0])
            if widest[1] - widest[0] < least:
                break
            room, last = widest, last + 1
        best = max(best, (last, room), key=lambda found: found[0])
    return best


def _are_columns(parted: _Parted, gutter: Room) -> bool:
    left, right = parted.left, parted.right
    if not (_is_running_text(left) and _is_running_text(right)):
        return False
    edge = median(line[0].box.x for line in left)
    far_edge = max(line[-1].box.right for line in right)
    return all(
        median(line[-1].box.right - line[0].box.x for line in side) >= _FILLED * width
        for side, width in ((left, gutter[0] - edge), (right, far_edge - gutter[1]))
    )


def _gutter(lines: Sequence[_Line], dpi: int) -> int | None:
    """Give the middle of the widest strip that hardly any line writes on."""
    boxes = [word.box for line in lines for word in line]
    first, last = min(box.x for box in boxes), max(box.right for box in boxes)
    written = np.zeros(last - first + 1, np.int32)
    for box in boxes:
        written[box.x - first : box.right - first] += 1
    is_free = written <= _MOST_CROSSING * len(lines)
    is_free[: round(_MIDDLE[0] * is_free.size)] = is_free[round(_MIDDLE[1] * is_free.size) :] = (
        False
    )
    steps = np.flatnonzero(np.diff(np.concatenate(([0], is_free.astype(np.int8), [0]))))
    strips = [(int(end - start), int(start)) for start, end in steps.reshape(-1, 2)]
    width, start = max(strips, default=(0, 0))
    return first + start + width // 2 if width >= _GUTTER_IN * dpi else None


def _parted(lines: Sequence[_Line], gutter: int) -> _Parted:
    parted = _Parted([], [], [])
    for line in lines:
        if any(word.box.x < gutter < word.box.right for word in line):
            parted.across.append(line)
            continue
        for side, place in ((parted.left, 0), (parted.right, 1)):
            part = [
                replace(word, block=2 * word.block + place)
                for word in line
                if (word.box.x > gutter) == bool(place)
            ]
            if part:
                side.append(part)
    return parted


def _is_running_text(lines: Sequence[_Line]) -> bool:
    return len(lines) >= _LEAST_LINES and median(len(line) for line in lines) >= _WORDS_A_LINE
