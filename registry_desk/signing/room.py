"""Room for a signature's picture beside words on the page; in the process for foreign files.

The words are looked for as people write them, with or without diacritics. The page is drawn, for
room is where nothing is seen, whatever the file says is there.
"""

import math
import time
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw
from numpy.typing import NDArray

from registry_desk.signing.question import RoomWanted
from registry_desk.signing.values import VisibleStamp

_PX_PER_MM = 2.0
_LARGEST_SIDE_PX = 2000
_STEP_PX = 2
_MARGIN_MM = 10
"""Nothing stands nearer to the edge: printers cut it off."""
_CLEAR_MM = 2.5
"""Kept free around the picture."""
_INK = 30
"""Gray levels below the paper's from which a pixel counts as written on."""
_SPECK_PX = 2
"""So many together, half a millimetre each, are dust: a scan is never quite clean."""
_FARTHEST_MM = 60
"""Farther away the picture no longer stands beside the words."""
_BELOW_MM, _LEFT_MM, _ABOVE_MM = 4, 8, 12
"""How much nearer a place there must be than one on the right, where people sign."""
_ASKEW = 0.3
"""Weight of not standing at the middle of the words against standing farther away."""
_MOST_PAGES = 200
_MOST_LETTERS = 50_000

pdfium_c: Any = pypdfium2.raw
Mask = NDArray[np.bool_]
Words = tuple[float, float, float, float]
"""Left, top, right, bottom in millimetres from the shown page's upper left corner."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A page drawn, and where the words are on it."""

    page: int
    ink: Mask
    px_per_mm: float
    words: Words | None


def find_room(wanted: RoomWanted) -> VisibleStamp:
    """Give the stamp with the place nearest to its words that is free.

    Where the words are nowhere, or nothing is free beside them, it is the lowest free place of
    the page; where there is none either, the place is left open.
    """
    stamp = replace(wanted.stamp, beside="")
    try:
        opening: Any = pdfium.PdfDocument
        with opening(wanted.path) as document:
            document.init_forms()
            found = _look(document, wanted, time.monotonic() + wanted.limit_s)
            if found is None:
                return stamp
            place = _nearest(found, stamp)
    except (pdfium.PdfiumError, ValueError, OSError, MemoryError):
        return stamp  # it is the signing that says what is wrong with the file
    if place is None:
        return replace(stamp, page=found.page)
    return replace(stamp, page=found.page, x_mm=place[0], y_mm=place[1])


def _look(document: Any, wanted: RoomWanted, until: float) -> _Found | None:
    """Find the words from the last page back; without them, draw the page where it would stand."""
    count = len(document)
    if not count:
        return None
    chosen = wanted.stamp.page
    last = max(0, count + chosen) if chosen < 0 else min(chosen, count - 1)
    first = max(0, last - _MOST_PAGES) if chosen == -1 else last
    for index in range(last, first - 1, -1):
        page = document[index]
        span = _span(page, _squeezed(wanted.stamp.beside))
        if span is not None:
            return _drawn(page, index, span)
        page.close()
        if time.monotonic() > until:
            break
    return _drawn(document[last], last, None)


def _squeezed(words: str) -> str:
    """Give words without case, diacritics and spaces."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in apart if not (unicodedata.combining(c) or c.isspace()))


def _span(page: Any, words: str) -> list[Words] | None:
    """Give the boxes of the letters of the words' last appearance, as they are stored."""
    if not words:
        return None
    letters = page.get_textpage()
    try:
        squeezed: list[str] = []
        origin: list[int] = []
        for place in range(min(letters.count_chars(), _MOST_LETTERS)):
            said = _squeezed(chr(pdfium_c.FPDFText_GetUnicode(letters, place)))
            squeezed.append(said)
            origin += [place] * len(said)
        at = "".join(squeezed).rfind(words)
        if at < 0:
            return None
        return [letters.get_charbox(n) for n in sorted(set(origin[at : at + len(words)]))]
    finally:
        letters.close()


def _drawn(page: Any, index: int, span: list[Words] | None) -> _Found:
    longest = max(page.get_size()) or 1
    scale = min(_PX_PER_MM * 25.4 / 72, _LARGEST_SIDE_PX / longest)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    try:
        gray: NDArray[np.uint8] = bitmap.to_numpy()
        gray = gray[..., 0] if gray.ndim == 3 else gray
        ink = _without_dust(gray < float(np.median(gray)) - _INK)
        px_per_mm = scale * 72 / 25.4
        words = _shown(bitmap.get_posconv(page), span, px_per_mm) if span else None
        return _Found(index, ink, px_per_mm, words)
    finally:
        bitmap.close()
        page.close()


def _without_dust(ink: Mask) -> Mask:
    """Give what is written, without specks that stand alone."""
    framed = np.pad(ink.astype(np.uint8), 1)
    height, width = ink.shape
    around = sum(framed[y : y + height, x : x + width] for y in range(3) for x in range(3))
    kept: Mask = ink & (np.asarray(around) > _SPECK_PX)
    return kept


def _shown(converter: Any, span: list[Words], px_per_mm: float) -> Words:
    """Give the rectangle around letters as the page is shown."""
    corners = [
        converter.to_bitmap(x, y) for x1, y1, x2, y2 in span for x, y in ((x1, y1), (x2, y2))
    ]
    xs, ys = [x / px_per_mm for x, _ in corners], [y / px_per_mm for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _nearest(found: _Found, stamp: VisibleStamp) -> tuple[float, float] | None:
    """Give the upper left corner of the best free place, in millimetres."""
    rows, columns = _free(found, stamp)
    if not rows.size:
        return None
    x, y = columns / found.px_per_mm, rows / found.px_per_mm
    if found.words is not None:
        cost, apart = _cost(x, y, stamp, found.words)
        best = int(np.argmin(cost))
        if apart[best] <= _FARTHEST_MM:
            return float(x[best]), float(y[best])
    lowest = int(np.lexsort((-x, -y))[0])
    return float(x[lowest]), float(y[lowest])


def _free(found: _Found, stamp: VisibleStamp) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """List rows and columns of the upper left corners at which nothing would be covered."""
    clear, margin = (math.ceil(mm * found.px_per_mm) for mm in (_CLEAR_MM, _MARGIN_MM))
    width = round(stamp.width_mm * found.px_per_mm) + 2 * clear
    height = round(stamp.height_mm * found.px_per_mm) + 2 * clear
    sums = np.pad(found.ink, ((1, 0), (1, 0))).cumsum(0, dtype=np.int32).cumsum(1)
    if sums.shape[0] <= height + 2 * margin or sums.shape[1] <= width + 2 * margin:
        return np.empty(0, np.intp), np.empty(0, np.intp)
    inked = sums[height:, width:] - sums[:-height, width:]
    inked = inked - sums[height:, :-width] + sums[:-height, :-width]
    inner = inked[margin:-margin:_STEP_PX, margin:-margin:_STEP_PX]
    rows, columns = np.nonzero(inner == 0)
    return rows * _STEP_PX + margin + clear, columns * _STEP_PX + margin + clear


def _cost(
    x: NDArray[np.float64], y: NDArray[np.float64], stamp: VisibleStamp, words: Words
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give how ill each place fits, and how far it is from the words, in millimetres."""
    left, top, right, bottom = words
    beyond, before = x - right, left - (x + stamp.width_mm)
    under, over = y - bottom, top - (y + stamp.height_mm)
    aside, away = np.maximum(np.maximum(beyond, before), 0), np.maximum(np.maximum(under, over), 0)
    apart = np.hypot(aside, away)
    is_beside = aside >= away
    askew_y = np.abs(y + stamp.height_mm / 2 - (top + bottom) / 2)
    askew_x = np.abs(x + stamp.width_mm / 2 - (left + right) / 2)
    side = np.where(is_beside, np.where(before > 0, _LEFT_MM, 0), _BELOW_MM)
    side = np.where(~is_beside & (over > 0), _ABOVE_MM, side)
    return apart + _ASKEW * np.where(is_beside, askew_y, askew_x) + side, apart
