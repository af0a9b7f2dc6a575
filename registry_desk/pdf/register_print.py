"""The print of the register: page-numbered, in exactly the thirteen columns of the law.

Source: National Archives, Instructions of 1996, art. 9: the elements of the register of entries
and exits, in this order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from registry_desk.i18n import speaking, text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import A4, Sheet, publish
from registry_desk.typeface import BOLD, REGULAR, typeface

COLUMN_COUNT = 13
_WIDTHS_MM = (19, 17, 24, 9, 9, 34, 46, 25, 17, 21, 25, 17, 14)
_WIDTH, _HEIGHT = A4[1], A4[0]
_LEFT, _TOP, _BOTTOM = 10 * MM, 25 * MM, _HEIGHT - 14 * MM
_SIZE, _HEAD_SIZE, _LEADING = 7.0, 6.0, 1.28
_PADDING = 0.8 * MM
_MOST_CHARACTERS = 400
"""Of one cell; the whole stays in the register."""
_SOLVED = 9
"""Index of the column that says how a row was solved, or that it is annulled."""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the register."""

    cells: tuple[str, ...]
    """Thirteen, in the order of the law."""
    is_annulled: bool = False
    """Its words are struck through; the tenth says why, when and by whom."""


@dataclass(frozen=True, slots=True)
class RegisterPrint:
    """What is printed."""

    institution: str
    registers: str
    """Names of the registers on it."""
    period: str
    """As written: ``23.11.2026``, ``2026``."""
    rows: tuple[RegisterRow, ...]
    made_at: datetime
    closing: str
    """The sentence that closes the register for the period."""
    is_final: bool = True
    """False: the period is not over; every page says so."""


_Laid = tuple[RegisterRow, list[list[str]], float]


def register_print(value: RegisterPrint, target: Path) -> tuple[str, int]:
    """Print a period of the register as PDF/A-2b on A4, lying.

    Returns:
        SHA-256 of the file, hexadecimal, and how many pages it has.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    with speaking("ro"):
        head = _lines([text(f"register_print.column_{n}") for n in range(1, 14)], _HEAD_SIZE, BOLD)
        head_height = max(map(len, head)) * _HEAD_SIZE * _LEADING + 2 * _PADDING
        number_height = _HEAD_SIZE * _LEADING + _PADDING
        first = _TOP + head_height + number_height
        pages = _paged(value.rows, _BOTTOM - first)
        sheets = []
        for place, rows in enumerate(pages, start=1):
            drawing = Drawing(_HEIGHT)
            _around(drawing, value, place, len(pages))
            _row(drawing, _TOP, head, head_height, size=_HEAD_SIZE, weight=BOLD)
            numbers = [[str(n)] for n in range(1, 14)]
            _row(drawing, _TOP + head_height, numbers, number_height, size=_HEAD_SIZE)
            end = _rows(drawing, first, rows)
            if place == len(pages):
                drawing.paragraph(_LEFT, end + 5 * MM, _WIDTH - 2 * _LEFT, value.closing, 8)
            sheets.append(Sheet(_WIDTH, drawing))
        metadata = Metadata(
            title=text("register_print.title", period=value.period),
            author=value.institution,
            subject=value.registers,
            created_at=value.made_at,
        )
        return publish(sheets, target, metadata), len(sheets)


def _lines(cells: Iterable[str], size: float, weight: str = REGULAR) -> list[list[str]]:
    face = typeface(weight)
    return [
        face.lines(_shortened(words), size, width * MM - 2 * _PADDING)
        for words, width in zip(cells, _WIDTHS_MM, strict=True)
    ]


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_CHARACTERS else words[: _MOST_CHARACTERS - 1] + "…"


def _paged(rows: Iterable[RegisterRow], room: float) -> list[list[_Laid]]:
    """Lay rows on pages; the last one keeps room for the closing sentence."""
    pages: list[list[_Laid]] = [[]]
    used = 0.0
    for row in rows:
        lines = _lines(row.cells, _SIZE)
        height = max(map(len, lines)) * _SIZE * _LEADING + 2 * _PADDING
        if pages[-1] and used + height > room:
            pages.append([])
            used = 0.0
        pages[-1].append((row, lines, height))
        used += height
    if used + 12 * MM > room:
        pages.append([])
    return pages


def _rows(drawing: Drawing, y: float, rows: list[_Laid]) -> float:
    for row, lines, height in rows:
        _row(drawing, y, lines, height)
        if row.is_annulled:
            _strike(drawing, y, lines)
        y += height
    return y


def _row(
    drawing: Drawing,
    y: float,
    cells: list[list[str]],
    height: float,
    *,
    size: float = _SIZE,
    weight: str = REGULAR,
) -> None:
    x = _LEFT
    for lines, width in zip(cells, _WIDTHS_MM, strict=True):
        drawing.box(x, y, width * MM, height, line=(0.45, 0.45, 0.45), line_width=0.4)
        for place, line in enumerate(lines):
            baseline = y + _PADDING + size + place * size * _LEADING
            drawing.write(x + _PADDING, baseline, line, size, weight=weight)
        x += width * MM


def _strike(drawing: Drawing, y: float, cells: list[list[str]]) -> None:
    """Strike a row's words through, but its number and why it is annulled."""
    x = _LEFT
    for column, (lines, width) in enumerate(zip(cells, _WIDTHS_MM, strict=True)):
        for place, line in enumerate(lines):
            if column in (0, _SOLVED) or len(line) < 2:
                continue
            middle = y + _PADDING + _SIZE * 0.72 + place * _SIZE * _LEADING
            end = x + _PADDING + typeface().width(line, _SIZE)
            drawing.rule(x + _PADDING, middle, end, middle, 0.5)
        x += width * MM


def _around(drawing: Drawing, value: RegisterPrint, page: int, pages: int) -> None:
    """Write a page's head and foot."""
    right = _WIDTH - _LEFT
    title = text("register_print.title", period=value.period)
    drawing.write(_LEFT, 10 * MM, value.institution, 9, fit=_WIDTH * 0.6)
    drawing.write(_LEFT, 16 * MM, title, 12, weight=BOLD, fit=_WIDTH * 0.6)
    drawing.write(_LEFT, 21 * MM, value.registers, 8, fit=_WIDTH * 0.8)
    if not value.is_final:
        drawing.write(
            right, 16 * MM, text("register_print.provisional"), 11, weight=BOLD, align="right"
        )
    foot = _HEIGHT - 7 * MM
    drawing.write(_LEFT, foot, text("register_print.source"), 7)
    said = text("register_print.page", page=page, pages=pages)
    drawing.write(right, foot, said, 8, weight=BOLD, align="right")
