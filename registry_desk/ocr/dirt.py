"""What an engine makes of dirt, rules, stamps and signatures: no words, and left out.

Source: on the builders' letters, of words up to two signs with a confidence below 0.4, 25 were
right and 133 were strokes of signatures and stamps; the right ones stood on well-read lines.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.separators import separator_at

_LEAST_SHORT = 0.4
_LEAST_SIGNS = 0.5
_LONE_SIGNS = frozenset("-–—/&+%=")
"""Signs that stand alone in letters; others never do."""
_COLON = 0.35
"""Of the height of the word before it: specks are lower."""
_WELL_READ = 0.75
_ENOUGH_WELL_READ = 12
"""So many signs of well-read words make a line whose short words are believed."""


def without_dirt(words: Iterable[RawWord]) -> list[RawWord]:
    """Give the words that are some, without remains of table rules at their ends."""
    kept: list[RawWord] = []
    for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line)):
        read = list(same)
        line = [_trimmed(word) for word in read]
        well = sum(len(w.text) for w in line if w.confidence >= _WELL_READ and len(w.text) > 1)
        is_believed = well >= _ENOUGH_WELL_READ
        for place, word in enumerate(line):
            separator = separator_at(read, place)
            if separator:
                kept.append(replace(read[place], text=separator))
            elif _is_colon(read, place) or not _is_dirt(word, is_believed=is_believed):
                kept.append(word)
    return kept


def _trimmed(word: RawWord) -> RawWord:
    text = word.text.strip("|¦")
    return word if text == word.text else replace(word, text=text)


def _is_colon(line: list[RawWord], place: int) -> bool:
    """Tell the colon that printed forms set apart behind a label: *Furnizor : …*."""
    word = line[place]
    if word.text != ":" or place == 0 or word.confidence < _LEAST_SIGNS:
        return False
    before = line[place - 1]
    return before.text[-1:].isalpha() and word.box.height >= _COLON * before.box.height


def _is_dirt(word: RawWord, *, is_believed: bool) -> bool:
    if not word.text:
        return True
    if any(c.isalnum() for c in word.text):
        is_digit = word.text.isdecimal() and is_believed
        return len(word.text) <= 2 and word.confidence < _LEAST_SHORT and not is_digit
    return word.confidence < _LEAST_SIGNS or not set(word.text) <= _LONE_SIGNS
