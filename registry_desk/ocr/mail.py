"""E-mail addresses are read again by a model that knows the sign @.

Source: Tesseract's Romanian models were trained without @ and read ``(D``, ``(O``, ``Q`` for it, on
nearly every address; the English model reads it right.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Forgiving, Gray, RawWord
from registry_desk.ocr.line import read_line

_LIKE = re.compile(r"\S*[A-Za-z][\w-]*\.[A-Za-z]{2,10}[,.;:)>\]\"']*")
"""Something with a dot and a domain's ending; abbreviations such as "S.R.L." have no such part."""
_LABEL = re.compile(r"\W*(?:e-?mail|adresa de e-?mail|mail)\W*", re.I)
_ADDRESS = re.compile(r"(?:[\w+-]+\. ?)*[\w+-]+ ?@ ?(?:[\w-]+\. ?)+[a-z]{2,}")
_MISREAD_AT = re.compile(r"(?<=\w)(?:\([ODQPGoa]?|[©®€]|Q(?=[a-z]))(?=(?:[\w-]+\.)+[a-z]{2,}\b)")
_OPENED = re.compile(r"[(<\[\"']+")
_CLOSED = re.compile(r"[,.;:)>\]\"']+$")
"""What may stand before an address and behind it, without a blank."""
_DIGITS_LIKE = {"S": "5", "O": "0", "l": "1", "I": "1", "B": "8", "Z": "2", "?": "7", "g": "9"}
_MISREAD_DIGITS = str.maketrans("!?", "17")
"""Signs that no name of an address holds, for the digits that the first reading takes them for."""
_MARGIN_PX = 4
_SURE, _OTHER_SCALES = 0.7, (0.8, 1.3)
"""Source: of 58 addresses of the sample letters 4 were read wrong by a reader less sure than this,
three of them right at another scale; a third of the addresses are read so, 10 ms each."""
_NO_BLANK = 0.25
"""Room between two words that is no blank, in heights."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An address as the helper reads it."""

    text: str
    confidence: float
    box: Box
    """On the page."""


def with_addresses(
    gray: Gray,
    dpi: int,
    words: Sequence[RawWord],
    helper: Callable[[], Engine | None],
    *,
    time_limit_s: float,
) -> list[RawWord]:
    """Give the words with e-mail addresses read right.

    Args:
        gray: the page that was read.
        dpi: its resolution.
        words: in reading order.
        helper: opens a reader of English; without it only sure misreadings are put right.
        time_limit_s: for one address.
    """
    kept: list[RawWord] = []
    for _, same in groupby(words, key=lambda w: (w.block, w.paragraph, w.line)):
        line = list(same)
        while (region := _suspicious(line)) is not None:
            start, end = region
            reader = helper()
            found = reader and _read_again(
                gray, dpi, line[start:end], Forgiving(reader), time_limit_s
            )
            kept += line[:start]
            kept += _replaced(line[start:end], found) if found else _by_rule(line[start:end])
            line = line[end:]
        kept += line
    return kept


def _suspicious(line: list[RawWord]) -> tuple[int, int] | None:
    """Find the words of a line that may be an address: from, up to (without)."""
    for place, word in enumerate(line):
        is_labelled = place > 0 and _LABEL.fullmatch(line[place - 1].text) is not None
        if "@" in word.text or not (is_labelled or _LIKE.fullmatch(word.text)):
            continue
        start, end = place, place + 1
        while end < len(line) and _is_near(line[end - 1], line[end]):
            if not _LIKE.fullmatch(line[end].text):
                break
            end += 1  # the domain, read apart from the name
        while start > 0 and start > place - 2 and _is_near(line[start - 1], line[start]):
            start -= 1
        while is_labelled and end < min(len(line), place + 4):
            if not _is_near(line[end - 1], line[end]):
                break
            end += 1
        return start, end
    return None


def _is_near(left: RawWord, right: RawWord) -> bool:
    is_label = _LABEL.fullmatch(left.text) is not None
    return not is_label and right.box.x - left.box.right < 1.2 * right.box.height


def _read_again(
    gray: Gray, dpi: int, words: list[RawWord], helper: Engine, limit_s: float
) -> _Found | None:
    """Read the address; where that is unsure, also smaller and larger, and take what most say."""
    box = reduce(Box.union, (word.box for word in words))
    left, top = box.x - _MARGIN_PX, box.y - _MARGIN_PX
    box = Box(left, top, box.right + _MARGIN_PX - left, box.bottom + _MARGIN_PX - top)
    readings: list[_Found] = []
    for scale in (1.0, *_OTHER_SCALES):
        raw = read_line(gray, dpi, box, helper, scale=scale, time_limit_s=limit_s)
        found = _address_in(_joined(raw))
        if found and found.confidence >= _SURE and not readings:
            return found
        readings += [found] if found else []
    said = Counter(found.text for found in readings)
    return max(readings, key=lambda found: (said[found.text], found.confidence), default=None)


def _address_in(raw: list[RawWord]) -> _Found | None:
    said = _ADDRESS.search(" ".join(w.text for w in raw))
    if said is None:
        return None
    first = said.string[: said.start()].count(" ")
    last = said.string[: said.end()].count(" ")
    taken = raw[first : last + 1]
    place = reduce(Box.union, (w.box for w in taken))
    return _Found(said[0].replace(" ", ""), min(w.confidence for w in taken), place)


def _joined(raw: Sequence[RawWord]) -> list[RawWord]:
    """Join what was read apart without a blank between: "ana.pop1" and "3@mail.example"."""
    found: list[RawWord] = []
    for word in raw:
        gap = word.box.x - found[-1].box.right if found else word.box.height
        if gap < _NO_BLANK * word.box.height:
            last = found.pop()
            sure = min(last.confidence, word.confidence)
            box = last.box.union(word.box)
            word = replace(last, text=last.text + word.text, confidence=sure, box=box)
        found.append(word)
    return found


def _replaced(words: list[RawWord], found: _Found) -> list[RawWord]:
    """Put the address in the place of the words that stand where it was read."""
    left, right = found.box.x, found.box.right
    covered = [w for w in words if left <= w.box.x + w.box.width / 2 <= right]
    if not covered:
        return _by_rule(words)
    said = "".join(w.text for w in covered)
    opened, closed = _OPENED.match(said), _CLOSED.search(said)
    head, tail = (opened[0] if opened else ""), (closed[0] if closed else "")
    address = replace(
        covered[0],
        text=head + _with_first_reading(found, said.removeprefix(head)) + tail,
        confidence=found.confidence,
        box=reduce(Box.union, (w.box for w in covered)),
    )
    place = words.index(covered[0])
    rest = [w for w in words if w not in covered]
    return [*rest[:place], address, *rest[place:]]


def _by_rule(words: list[RawWord]) -> list[RawWord]:
    return [replace(w, text=_MISREAD_AT.sub("@", w.text, count=1)) for w in words]


def _with_first_reading(found: _Found, first: str) -> str:
    """Keep the digits that the first reading saw, and of i and l, where the helper was unsure.

    The first reader knows the names of people.
    """
    name, _, domain = found.text.partition("@")
    if len(first) < len(name):
        return found.text
    is_unsure = found.confidence < _SURE
    letters = [
        one
        if _DIGITS_LIKE.get(other) == one or (is_unsure and {one, other} == {"i", "l"})
        else other
        for one, other in zip(first.translate(_MISREAD_DIGITS), name, strict=False)
    ]
    return "".join(letters) + "@" + domain
