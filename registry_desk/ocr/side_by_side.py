"""The order in which a page's lines are read: blocks that stand side by side one after the other.

The engine reads a page as one column, which keeps the rows of tables and of labels with their
values together, and mixes what stands side by side: a head's two parts, seller and buyer, two who
sign. A run of lines with one room between two parts is told from rows by how it is set.

Source of the weights: a logistic regression (ridge, C = 0.3) over 327 such runs on the pages of
seventeen sets of letters, weighed by the characters that either order puts right. Asked of sets
left out, the choice puts right 13,665 of the 14,223 characters that can be. On all of these pages
1.2 % of the characters stand wrong in their order, 3.5 % in rows.
"""

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from registry_desk.model.page import Word
from registry_desk.ocr.columns import rooms
from registry_desk.ocr.side_column import (
    ROOM,
    TWO_PARTS,
    Beside,
    Line,
    followed,
    parted,
    share_of_letters,
    side_column,
)

_NEXT = 1.5
"""Lines further below than this stand apart, in heights of a line."""
_APART = 1.3
"""The same for lines of the left part below the end of the right one, in usual steps of lines."""
_BIAS = 5.85
_STEP = -4.61
"""Weight of the left part's usual step from line to line, in heights: blocks are set closely."""
_LETTERS_LEFT, _LETTERS_RIGHT = -3.89, 4.85
"""Of the share of letters among the signs: labels have no digits, values and sums have many."""
_LABELS_LEFT, _PAIRS_RIGHT = -2.41, 3.29
"""Of the share of lines that end in a colon; that hold a label with its value."""
_RIGHT_ALONE = 8.52
"""Of the share of lines without a left part."""
_ROOM_SHARE, _BREADTH_LEFT = 6.15, 6.81
"""Of the room and of the left part's breadth, as shares of the page's."""
_CAPTION = re.compile(
    r"(?:nr|num[ăa]r|data|destinatar|c[ăa]tre|obiect|subiect|referitor|ref|dosar|telefon|e-?mail"
    r"|adresa|ora|complet)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CAPTIONS, _CAPTION_WORDS = 3, 3
"""So many lines of so many words at most."""


def in_reading_order(words: Sequence[Word]) -> list[Line]:
    """Give a page's lines in the order people read them, each with its words.

    Args:
        words: in rows, as :func:`registry_desk.ocr.page.read_page` gives them.
    """
    lines = [list(same) for _, same in groupby(words, key=lambda word: word.line)]
    if not lines:
        return []
    height = median(word.box.height for word in words)
    width = max(word.box.right for word in words) - min(word.box.x for word in words)
    slip = side_column(lines, height)
    if slip is not None:
        letter = in_reading_order([word for line in slip.right for word in line])
        return [*lines[: slip.first], *slip.left, *letter, *lines[slip.end :]]
    found: list[Line] = []
    done = 0
    for run in _runs(lines, height):
        parts = [run.left, run.right]
        if min(map(len, parts)) > 1 and _are_blocks(run, height, max(1, width)):
            found += [*lines[done : run.first], *run.left, *run.right]
            done = run.end
    return found + lines[done:]


def _runs(lines: Sequence[Line], height: float) -> list[Beside]:
    least = ROOM * height
    free = [rooms((word.box for word in line), least) for line in lines]
    found = []
    first = 0
    while first < len(lines):
        if len(free[first]) != TWO_PARTS:
            first += 1
            continue
        until = first + 1
        while until < len(lines) and len(free[until]) <= TWO_PARTS:
            if _top(lines[until]) - _bottom(lines[until - 1]) > _NEXT * height:
                break
            until += 1
        end, middle = followed(free, first, until, least)
        found.append(_run(lines, first, end, middle))
        first = found[-1].end
    return found


def _run(lines: Sequence[Line], first: int, end: int, middle: float) -> Beside:
    """Part the lines; the left part's tail that stands apart from it comes behind the right one."""
    right_ends = max(n for n in range(first, end) if lines[n][-1].box.x > middle)
    lefts = [_top(line) for line in lines[first:end] if line[0].box.x < middle]
    step = median(below - above for above, below in pairwise(lefts)) if len(lefts) > 1 else 0
    for number in range(right_ends + 1, end):
        if _top(lines[number]) - _top(lines[number - 1]) > _APART * step:
            end = number
            break
    return parted(lines, first, end, middle)


def _are_blocks(run: Beside, height: float, page_width: int) -> bool:
    """Tell blocks from rows of labels and values: closely set, of words, not of one pair a line."""
    left, right = (_texts(part) for part in (run.left, run.right))
    if _is_numbered(run.left) or _are_captions(left):
        return False
    starts = [_top(line) for line in run.left]
    step = median(below - above for above, below in pairwise(starts)) / height
    inner = max(line[-1].box.right for line in run.left)
    room = min(line[0].box.x for line in run.right) - inner
    breadth = inner - min(line[0].box.x for line in run.left)
    lines = run.end - run.first
    odds = (
        _BIAS
        + _STEP * min(4.0, step)
        + _LETTERS_LEFT * share_of_letters(left)
        + _LETTERS_RIGHT * share_of_letters(right)
        + _LABELS_LEFT * sum(text.endswith(":") for text in left) / len(left)
        + _PAIRS_RIGHT * sum(": " in text for text in right) / len(right)
        + _RIGHT_ALONE * (lines - len(left)) / lines
        + _ROOM_SHARE * room / page_width
        + _BREADTH_LEFT * breadth / page_width
    )
    return odds > 0


def _is_numbered(lines: Sequence[Line]) -> bool:
    """Tell whether lines begin with numbers that count up, as a table's do."""
    first = [int(text) if (text := line[0].text.rstrip(".")).isdecimal() else 0 for line in lines]
    return any(above > 0 and below == above + 1 for above, below in pairwise(first))


def _are_captions(texts: Sequence[str]) -> bool:
    """Tell the left part of a letter's own rows, be they set as closely as a head's parts."""
    are_short = all(len(t.split()) <= _CAPTION_WORDS and not _DIGIT.search(t) for t in texts)
    known = sum(_CAPTION.match(text) is not None for text in texts)
    return are_short and len(texts) >= _CAPTIONS and 2 * known >= len(texts)


def _texts(lines: Sequence[Line]) -> list[str]:
    return [" ".join(word.text for word in line) for line in lines]


def _top(line: Line) -> int:
    return min(word.box.y for word in line)


def _bottom(line: Line) -> int:
    return max(word.box.bottom for word in line)
