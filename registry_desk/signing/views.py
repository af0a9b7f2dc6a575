"""The signed view beside the present one: where a page looks different.

Text extraction is not enough: a published attack keeps every character and changes the picture.
Source: FACTS of 2026-11, "Verifying"; Mainka and others, Shadow Attacks (NDSS 2021).
"""

import ctypes
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw
from numpy.typing import NDArray

from registry_desk.signing.beginning import Beginning
from registry_desk.signing.hiding import hides

_DPI = 60
_DIFFERENT = 40
"""Gray levels; one renderer draws the same thing the same way, so that less is rounding."""
_LEAST_PIXELS = 3
pdfium_c: Any = pypdfium2.raw
_LARGEST_SIDE_PX = 3000
_NAME_BYTES = 2048

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two views found."""

    changed_pages: tuple[int, ...]
    """From 1."""
    is_complete: bool
    """False where time ran out before the last page that may have changed, or a view could not
    be drawn."""


def compare(
    path: Path,
    signed_length: int,
    *,
    later_fields: Collection[str],
    touched: Collection[int] | None,
    until: float,
) -> Comparison:
    """Draw both views page by page and compare them.

    Within the rectangles of later fields the present view may show more, but hide nothing. All
    pages are drawn, for another reader may follow a file's structure differently; where time
    runs out, those that later revisions touched have been drawn first.

    Args:
        path: the file; read piece by piece, however large.
        signed_length: its first so many bytes are the file as it was when it was signed.
        later_fields: names of the fields signed or filled since, which may look different.
        touched: pages, from 1, that later revisions may have changed; None for all.
        until: ``time.monotonic()`` at which comparing stops.
    """
    changed: list[int] = []
    try:
        with opened_views(path, signed_length) as (old, new):
            count = min(len(old), len(new))
            changed += range(count + 1, max(len(old), len(new)) + 1)
            first = set(range(1, count + 1) if touched is None else touched)
            for number in sorted(range(1, count + 1), key=lambda page: page not in first):
                if time.monotonic() > until:
                    is_complete = number not in first
                    return Comparison(tuple(sorted(changed)), is_complete=is_complete)
                if _differs(old, new, number - 1, later_fields):
                    changed.append(number)
    except (pdfium.PdfiumError, ValueError, OSError, MemoryError):
        return Comparison(tuple(sorted(changed)), is_complete=False)
    return Comparison(tuple(sorted(changed)), is_complete=True)


@contextmanager
def opened_views(path: Path, signed_length: int) -> Iterator[tuple[Any, Any]]:
    """Open the signed and the present view, with their forms, as readers show them.

    Raises:
        PdfiumError: one cannot be opened.
        OSError: the file cannot be read.
    """
    with ExitStack() as open_files:
        views = []
        for length in (signed_length, path.stat().st_size):
            start = open_files.enter_context(BufferedReader(Beginning(path, length)))
            opening: Any = pdfium.PdfDocument
            view = opening(start)
            open_files.callback(view.close)
            view.init_forms()
            views.append(view)
        yield views[0], views[1]


def _differs(old: Any, new: Any, index: int, later_fields: Collection[str]) -> bool:
    before, after = old[index], new[index]
    try:
        if tuple(before.get_size()) != tuple(after.get_size()):
            return True
        first, second = _drawn(before), _drawn(after)
        if first.shape != second.shape:
            return True
        different = np.abs(first.astype(np.int16) - second) > _DIFFERENT
        for rect in _rectangles(new, after, later_fields):
            place = _pixels(rect, after, different.shape)
            if hides(first[place], second[place]):
                return True
            different[place] = False
        return int(np.count_nonzero(different)) >= _LEAST_PIXELS
    finally:
        before.close()
        after.close()


def _drawn(page: Any) -> NDArray[np.uint8]:
    longest = max(page.get_size()) or 1
    scale = min(_DPI / 72, _LARGEST_SIDE_PX / longest)
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=True)
    drawn: NDArray[np.uint8] = bitmap.to_numpy().copy()
    bitmap.close()
    return drawn[..., 0] if drawn.ndim == 3 else drawn


def _pixels(rect: Rect, page: Any, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Give rows and columns of a rectangle that is in points of an unturned page."""
    width, height = page.get_size()
    left, bottom, right, top = rect
    box_left, box_bottom, _, _ = page.get_cropbox()
    across, down = shape[1] / width, shape[0] / height
    corners = [
        _turned(x - box_left, y - box_bottom, page) for x in (left, right) for y in (bottom, top)
    ]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    first_row = max(0, int((height - max(ys)) * down) - 1)
    first_column = max(0, int(min(xs) * across) - 1)
    last_row, last_column = int((height - min(ys)) * down) + 2, int(max(xs) * across) + 2
    return slice(first_row, max(0, last_row)), slice(first_column, max(0, last_column))


def _turned(x: float, y: float, page: Any) -> tuple[float, float]:
    """Give a point as it lies on the page once its rotation is applied."""
    width, height = page.get_size()
    rotation = page.get_rotation()
    if rotation == 90:
        return y, height - x
    if rotation == 180:
        return width - x, height - y
    if rotation == 270:
        return width - y, x
    return x, y


def _rectangles(document: Any, page: Any, names: Collection[str]) -> list[Rect]:
    """Give the rectangles of the named form fields on a page."""
    if not names or document.formenv is None:
        return []
    found = []
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        if _field_name(document, annotation) in names:
            rect = pdfium_c.FS_RECTF()
            if pdfium_c.FPDFAnnot_GetRect(annotation, rect):
                found.append(_sorted(rect))
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def _sorted(rect: Any) -> Rect:
    return (
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )


def _field_name(document: Any, annotation: Any) -> str:
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    length = pdfium_c.FPDFAnnot_GetFormFieldName(document.formenv, annotation, wide, _NAME_BYTES)
    if not 2 <= length <= _NAME_BYTES:
        return ""
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")
