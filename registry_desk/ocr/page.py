"""One page is read, and once more where the first reading was unsure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import cv2

from registry_desk.model.page import Box, PageText, Word
from registry_desk.ocr.engines import Engine, Gray, Layout, RawWord
from registry_desk.ocr.letters import folded

_SURE = 0.80
"""Mean confidence from which the first reading is kept."""
_FINE_DPI = 300
_LEAST_CONFIDENCE = 0.12
"""Below it a word without any letter or digit is dirt on the paper."""


@dataclass(frozen=True, slots=True)
class _Try:
    words: tuple[Word, ...]
    confidence: float
    weight: int


def read_page(gray: Gray, dpi: int, engine: Engine, *, time_limit_s: float) -> PageText:
    """Read a cleaned, upright page.

    Args:
        gray: the page.
        dpi: its resolution.
        engine: the reader.
        time_limit_s: for one reading; the second try may take as long again.

    Raises:
        OcrFailed: the engine broke off.
    """
    best = _read(gray, dpi, engine, Layout.COLUMN, time_limit_s)
    if best.confidence < _SURE and gray.size > 10_000:
        for other in _other_tries(gray, dpi, engine, time_limit_s):
            if _is_better(other, best):
                best = other
    text = "\n".join(_lines(best.words))
    return PageText(text, best.words, round(best.confidence, 4), engine.name)


def _other_tries(gray: Gray, dpi: int, engine: Engine, limit_s: float) -> Iterable[_Try]:
    scale = _FINE_DPI / dpi if dpi < 0.85 * _FINE_DPI else 0.67
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    other = cast(Gray, cv2.resize(gray, size, interpolation=way))
    yield _read(other, round(dpi * scale), engine, Layout.COLUMN, limit_s, scale)


def _is_better(other: _Try, best: _Try) -> bool:
    return other.weight >= 0.8 * best.weight and other.confidence > best.confidence + 0.005


def _read(
    gray: Gray, dpi: int, engine: Engine, layout: Layout, limit_s: float, scale: float = 1.0
) -> _Try:
    raw = engine.read(gray, dpi, layout, time_limit_s=limit_s)
    words = tuple(_numbered([w for w in raw if _is_word(w)], scale))
    weight = sum(len(word.text) for word in words)
    total = sum(word.confidence * len(word.text) for word in words)
    return _Try(words, total / weight if weight else 0.0, weight)


def _is_word(word: RawWord) -> bool:
    has_sign = any(c.isalnum() for c in word.text)
    return has_sign or word.confidence >= _LEAST_CONFIDENCE


def _numbered(raw: list[RawWord], scale: float) -> Iterable[Word]:
    """Number lines and blocks through the page, in reading order."""
    lines: dict[tuple[int, int, int], int] = {}
    blocks: dict[int, int] = {}
    for word in raw:
        line = lines.setdefault((word.block, word.paragraph, word.line), len(lines))
        block = blocks.setdefault(word.block, len(blocks))
        box = word.box
        if scale != 1.0:
            box = Box(*(round(v / scale) for v in (box.x, box.y, box.width, box.height)))
        yield Word(folded(word.text), box, round(word.confidence, 3), line, block)


def _lines(words: tuple[Word, ...]) -> Iterable[str]:
    line: list[str] = []
    number = 0
    for word in words:
        if word.line != number and line:
            yield " ".join(line)
            line = []
        number = word.line
        line.append(word.text)
    if line:
        yield " ".join(line)
