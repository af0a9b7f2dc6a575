"""One page is read: once, once more where that was unsure, then what was passed over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Protocol, cast

import cv2

from registry_desk.model.page import Box, PageText, Word
from registry_desk.ocr.amounts import with_whole_amounts
from registry_desk.ocr.beside import with_blocks_alone
from registry_desk.ocr.capitals import with_cases
from registry_desk.ocr.columns import has_columns, in_columns
from registry_desk.ocr.dirt import without_dirt
from registry_desk.ocr.engines import Engine, Forgiving, Gray, Layout, RawWord
from registry_desk.ocr.face import width_for_reading
from registry_desk.ocr.gaps import passed_over
from registry_desk.ocr.glued import with_blanks
from registry_desk.ocr.headings import with_marked_headings
from registry_desk.ocr.ink import ink_of, with_even_ink
from registry_desk.ocr.letters import has_marks, mended
from registry_desk.ocr.line import read_line
from registry_desk.ocr.mail import with_addresses
from registry_desk.ocr.own_blanks import with_joined_words
from registry_desk.ocr.own_letters import with_own_letters
from registry_desk.ocr.page_number import with_page_number
from registry_desk.ocr.pitch import typewriters_pitch
from registry_desk.ocr.reading_copy import Copy, copy_for_reading
from registry_desk.ocr.reduced import Reduced, reduced
from registry_desk.ocr.side_by_side import in_reading_order
from registry_desk.ocr.surer import with_second_opinion, with_surer_words
from registry_desk.ocr.zeros import with_dotted_zeros

_SURE = 0.885
"""Mean confidence from which the first reading is kept; clean letters reach 0.90 to 0.95."""
_POOR = 0.80
"""Below it a third way is tried."""
_UNSURE = 0.90
"""Below it, after all tries, an engine of another kind is asked, where there is one.

Source: words wrong on the needle prints and skewed invoices of the sample letters: 62 instead of
98 of 4,260; of pages surer than this hardly any word is mended for seconds of processor time.
"""
_DOTTED = 0.93
"""Below it a page may come from a needle printer, whose zeros have a dot inside."""
_SOFTENED_PX = 0.8
"""Source: dot-matrix print softened so, 2.1 % of characters wrong instead of 5.5."""
_LITTLE_LARGER, _LARGER = 1.3, 1.5
_SPREAD = 1.2
"""Width of a page over its height from which it may be two pages of a book side by side."""
_NEARLY_ALL = 0.9
"""A reading by columns that has less of the letters has lost some."""
_WORTHLESS = 0.4
"""A reading this unsure is worth no more than none."""
_RIM_PX = 12
"""White around a block that is read by itself."""
_ALONE = -(1 << 20)
"""Numbers of such blocks lie below those of lines that were passed over."""
_BELIEVED_LINE = 0.6
"""Mean confidence from which a line that was passed over is taken in."""


class Second(Protocol):
    """An engine of another kind than Tesseract, asked for its opinion on a whole page."""

    name: str
    """With version, for the record."""

    def read(self, gray: Gray) -> tuple[RawWord, ...]:
        """Read a page; nothing where it breaks off."""


def nobody() -> None:
    """Ask no second engine."""


@dataclass(frozen=True, slots=True)
class _How:
    engine: Engine
    limit_s: float
    layout: Layout = Layout.COLUMN


@dataclass(frozen=True, slots=True)
class _Try:
    words: tuple[RawWord, ...]
    confidence: float
    weight: int

    @property
    def worth(self) -> float:
        """More is better: a high mean over half the lines is worth less."""
        return self.weight * (self.confidence - _WORTHLESS)


def read_page(
    gray: Gray,
    dpi: int,
    engine: Engine,
    *,
    helper: Callable[[], Engine | None] = lambda: None,
    second: Callable[[], Second | None] = nobody,
    is_coarse: bool = False,
    time_limit_s: float,
) -> PageText:
    """Read a cleaned, upright page.

    Args:
        gray: the page.
        dpi: its resolution.
        engine: the reader.
        helper: opens a reader of English, asked only where an e-mail address seems to stand;
            addresses are mended by rules without it.
        second: opens an engine of another kind, asked only where this one stays unsure.
        is_coarse: the page was captured in black and white: no line of it is narrowed.
        time_limit_s: for one reading; the second try may take as long again.

    Raises:
        OcrFailed: the engine broke off on the whole page. Where it breaks off later, on a second
            try or on a part, the first reading stands.
    """
    copy = copy_for_reading(gray, dpi)
    ink = ink_of(copy.gray, copy.dpi)
    if ink.is_worn:
        copy = replace(copy, gray=with_even_ink(copy.gray, copy.dpi, ink))
    as_it_is = is_coarse or ink.is_worn
    across = 1.0 if as_it_is else width_for_reading(copy.gray, copy.dpi)
    best = _read(copy, _How(engine, time_limit_s), (across, 1.0))
    engine = Forgiving(engine)
    how = _How(engine, time_limit_s)
    if has_columns(best.words, copy.dpi):
        in_parts = _read(copy, replace(how, layout=Layout.AUTO), (across, 1.0))
        if in_parts.weight > _NEARLY_ALL * best.weight:
            best, how = in_parts, replace(how, layout=Layout.AUTO)
    if best.weight:
        best = _tried_again(copy, how, best, is_worn=ink.is_worn)
    asked = second() if best.weight and best.confidence < _UNSURE else None
    if asked is not None:
        best = _weighed(with_second_opinion(best.words, asked.read(copy.gray)))
    raw = _completed(copy, engine, best.words, time_limit_s)
    raw = with_blanks(copy.gray, copy.dpi, raw, engine, time_limit_s=time_limit_s)
    raw = with_whole_amounts(raw)
    if gray.shape[1] > _SPREAD * gray.shape[0]:
        raw = in_columns(raw, copy.dpi)
    raw = with_marked_headings(copy.gray, copy.dpi, raw, engine, time_limit_s=time_limit_s)
    raw = with_page_number(copy.gray, copy.dpi, raw, engine, time_limit_s=time_limit_s)
    raw = with_addresses(copy.gray, copy.dpi, raw, helper, time_limit_s=time_limit_s)
    words = tuple(_numbered(raw, copy))
    if best.confidence < _DOTTED:
        words = with_dotted_zeros(gray, words)
    words = _as_typed(gray, words)
    text = "\n".join(" ".join(word.text for word in line) for line in in_reading_order(words))
    name = f"{engine.name} + {asked.name}" if asked is not None else engine.name
    return PageText(text, words, round(_weighed(words).confidence, 4), name)


def _as_typed(gray: Gray, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Judge the signs of a typewritten page by the page's own; other pages stay."""
    pitch = typewriters_pitch(words)
    if pitch is None:
        return words
    words = with_own_letters(gray, with_joined_words(words, pitch), pitch)
    return with_cases(gray, words, pitch)


def _read(copy: Copy, how: _How, scale: tuple[float, float] = (1.0, 1.0)) -> _Try:
    """Read at another width and height; the words stand where they are on the copy."""
    gray, (across, down) = copy.gray, scale
    if scale != (1.0, 1.0):
        size = (max(1, round(gray.shape[1] * across)), max(1, round(gray.shape[0] * down)))
        way = cv2.INTER_LINEAR if across < 1 else cv2.INTER_CUBIC
        gray = cast(Gray, cv2.resize(gray, size, interpolation=way))
    dpi = round(copy.dpi * down)
    raw = how.engine.read(gray, dpi, how.layout, time_limit_s=how.limit_s)
    return _weighed([_at_scale(word, across, down) for word in without_dirt(raw)])


def _weighed(words: Iterable[RawWord | Word]) -> _Try:
    kept = tuple(words)
    weight = sum(len(word.text) for word in kept)
    total = sum(word.confidence * len(word.text) for word in kept)
    return _Try(cast(tuple[RawWord, ...], kept), total / weight if weight else 0.0, weight)


def _at_scale(word: RawWord, across: float, down: float) -> RawWord:
    """Give a word of a scaled page with its box on the page itself."""
    if across == down == 1.0:
        return word
    left, right = round(word.box.x / across), round(word.box.right / across)
    top, bottom = round(word.box.y / down), round(word.box.bottom / down)
    return replace(word, box=Box(left, top, right - left, bottom - top))


def _tried_again(copy: Copy, how: _How, best: _Try, *, is_worn: bool) -> _Try:
    """Read an unsure page once more, softened, worn print also larger; a poor one a third time.

    The surest reading wins, and takes over the words that another has clearly surer.
    """
    if best.confidence < _SURE:
        soft = replace(copy, gray=cast(Gray, cv2.GaussianBlur(copy.gray, (0, 0), _SOFTENED_PX)))
        scale = _LITTLE_LARGER if is_worn else 1.0
        best = _better(best, _read(soft, how, (scale, scale)))
        if best.confidence < _POOR:
            best = _better(best, _read(soft, how, (_LARGER, _LARGER)))
    return best


def _better(one: _Try, other: _Try) -> _Try:
    """Choose the reading with more that is sure."""
    best, rest = sorted((one, other), key=lambda tried: tried.worth, reverse=True)
    return _weighed(with_surer_words(best.words, rest.words))


def _completed(
    copy: Copy, engine: Engine, words: tuple[RawWord, ...], limit_s: float
) -> list[RawWord]:
    """Read again what was run together, and what was passed over."""
    small = reduced(copy.gray, copy.dpi)
    raw = with_blocks_alone(
        small,
        words,
        lambda box: _block(copy, engine, box, limit_s),
        lambda seen: _weighed(seen).worth,
    )
    return _with_gaps(copy, engine, tuple(raw), small, limit_s)


def _block(copy: Copy, engine: Engine, box: Box, limit_s: float) -> Sequence[RawWord]:
    """Read a part of the page as one block; its lines are none of those around it."""
    left, top = max(0, box.x - _RIM_PX), max(0, box.y - _RIM_PX)
    part = copy.gray[top : box.bottom + _RIM_PX, left : box.right + _RIM_PX]
    raw = engine.read(part, copy.dpi, Layout.BLOCK, time_limit_s=limit_s)
    return [
        replace(
            word,
            box=Box(word.box.x + left, word.box.y + top, word.box.width, word.box.height),
            block=_ALONE - box.y * copy.gray.shape[1] - box.x,
        )
        for word in without_dirt(raw)
    ]


def _with_gaps(
    copy: Copy, engine: Engine, words: tuple[RawWord, ...], small: Reduced, limit_s: float
) -> list[RawWord]:
    """Read the lines that were passed over and put them where they stand."""
    kept = list(words)
    for box in passed_over(copy.gray, small, words):
        raw = read_line(copy.gray, copy.dpi, box, engine, time_limit_s=limit_s)
        found = _weighed(without_dirt(raw))
        if found.confidence < _BELIEVED_LINE or found.weight < 6:
            continue
        place = next((n for n, w in enumerate(kept) if w.box.y > box.y + box.height / 2), len(kept))
        while 0 < place < len(kept) and _is_same_line(kept[place - 1], kept[place]):
            place -= 1
        line = [replace(w, block=-1 - box.y, paragraph=0, line=0) for w in found.words]
        kept[place:place] = line
    return kept


def _is_same_line(one: RawWord, other: RawWord) -> bool:
    return (one.block, one.paragraph, one.line) == (other.block, other.paragraph, other.line)


def _numbered(raw: list[RawWord], copy: Copy) -> Iterator[Word]:
    """Number lines and blocks through the page, in reading order, with places on the page."""
    lines: dict[tuple[int, int, int], int] = {}
    blocks: dict[int, int] = {}
    is_marked = has_marks(raw)
    for place, same in groupby(raw, key=lambda w: (w.block, w.paragraph, w.line)):
        for word in mended(list(same), is_marked=is_marked):
            line = lines.setdefault(place, len(lines))
            block = blocks.setdefault(word.block, len(blocks))
            box = copy.on_page(word.box)
            yield Word(word.text, box, round(word.confidence, 3), line, block)
