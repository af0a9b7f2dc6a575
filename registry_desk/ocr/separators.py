"""Signs that stand between two parts of a line: a bar, a dot at half height, an empty box.

Letterheads part address, telephone and e-mail by them. The engine reads a bar as what it is, as it
does a table's rule; the dot, which its Romanian model does not know, as whatever is small. So what
stands there is told by its size and place.

Source: 181 pages of letters that others made: of 50 bars, dots and stars between words 46 were
found, and 7 told that were none, mostly strokes of a table's captions.
"""

from collections.abc import Sequence
from statistics import median

from registry_desk.ocr.engines import RawWord

_NEAREST, _WIDEST = 0.15, 1.0
"""Room on either side, in heights of the line's words."""
_SURE_BAR, _SURE_BOX, _SURE_STAR = 0.6, 0.5, 0.6
_SHORTEST, _TALLEST = 0.7, 1.9
"""Height of a bar or bracket, in heights of the line's words."""
_LARGEST_DOT, _LARGEST_BULLET = 0.3, 0.5
_LONGEST_DOT = 1.6
"""Width over height: dashes are longer."""
_HIGHEST, _LOWEST = 0.17, 0.22
"""How far from the middle of the words before it a dot's middle stands, in their heights."""


def separator_at(line: Sequence[RawWord], place: int) -> str | None:
    """Give the sign that stands at a place of a line between two words; None: there is none."""
    word = line[place]
    if _is_word(word) or not any(map(_is_word, line)):
        return None
    height = median(other.box.height for other in line if _is_word(other))
    if word.text in ("[", "]"):
        return _side_of_empty_box(line, place, height)
    if not 0 < place < len(line) - 1:
        return None
    before, after = line[place - 1], line[place + 1]
    is_between = _is_word(before) and _is_word(after)
    if not (is_between and _is_near(before, word, height) and _is_near(word, after, height)):
        return None
    return _bar(word, height) or _dot(word, before, height)


def _is_word(word: RawWord) -> bool:
    return any(map(str.isalnum, word.text))


def _is_near(left: RawWord, right: RawWord, height: float) -> bool:
    return _NEAREST * height <= right.box.x - left.box.right <= _WIDEST * height


def _is_tall(word: RawWord, height: float) -> bool:
    return _SHORTEST * height <= word.box.height <= _TALLEST * height


def _side_of_empty_box(line: Sequence[RawWord], place: int, height: float) -> str | None:
    """Give a bracket of two that hold nothing: a form's box that nobody ticked."""
    left = place if line[place].text == "[" else place - 1
    if left < 0 or [word.text for word in line[left : left + 2]] != ["[", "]"]:
        return None
    begin, end = line[left : left + 2]
    is_box = all(side.confidence >= _SURE_BOX and _is_tall(side, height) for side in (begin, end))
    return line[place].text if is_box and _is_near(begin, end, height) else None


def _bar(word: RawWord, height: float) -> str | None:
    is_bar = word.text in ("|", "¦") and _is_tall(word, height)
    return "|" if is_bar and word.confidence >= _SURE_BAR else None


def _dot(word: RawWord, before: RawWord, height: float) -> str | None:
    box = word.box
    if box.height > _LARGEST_BULLET * height or box.width > _LONGEST_DOT * box.height:
        return None
    if word.text == "*" and word.confidence >= _SURE_STAR:
        return "*"
    below = (box.y + box.height / 2) - (before.box.y + before.box.height / 2)
    if not -_HIGHEST * height <= below <= _LOWEST * height:
        return None
    return "·" if box.height <= _LARGEST_DOT * height else "•"
