"""The list of letters handed to the post (borderou): A4 lying, with room for what the post fills.

The columns are those post offices ask for on presentation lists: place on the list, addressee,
address, kind of item, weight, charge, the post's own number; the last three are left empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.i18n import plural, speaking, text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import A4, Sheet, publish
from registry_desk.typeface import BOLD, REGULAR, typeface

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_COLUMNS = (
    "place", "number", "entry", "addressee", "address", "kind", "weight", "charge", "post_number"
)  # fmt: skip
_WIDTHS_MM = (10, 20, 24, 54, 66, 36, 17, 17, 33)
_WIDTH, _HEIGHT = A4[1], A4[0]
_LEFT, _TOP, _BOTTOM = 10 * MM, 32 * MM, _HEIGHT - 14 * MM
_SIGNED = 34 * MM
"""Kept on the last page for the total and the two signatures."""
_SIZE, _LEADING, _PADDING = 8.5, 1.3, 1.2 * MM
_MOST_CHARACTERS = 300
"""Of one cell; a name without end must not fill the list."""


@dataclass(frozen=True, slots=True)
class PostalRow:
    """One letter."""

    number: str
    """Of the dispatch."""
    entry_number: str
    addressee: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class PostList:
    """What is printed."""

    institution: str
    number: str
    made_at: datetime
    handed_by: str
    rows: tuple[PostalRow, ...]


_Laid = tuple[list[list[str]], float]


def post_list(value: PostList, target: Path) -> str:
    """Draw the list as PDF/A-2b.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    with speaking("ro"):
        head = _laid([text(f"post_list.{code}") for code in _COLUMNS], BOLD)
        pages = _paged(value.rows, _BOTTOM - _TOP - head[1])
        drawings = []
        for place, rows in enumerate(pages, start=1):
            drawing = Drawing(_HEIGHT)
            _around(drawing, value, place, len(pages))
            _row(drawing, _TOP, head, BOLD)
            end = _TOP + head[1]
            for row in rows:
                _row(drawing, end, row)
                end += row[1]
            if place == len(pages):
                _close(drawing, value, end)
            drawings.append(drawing)
        metadata = Metadata(
            title=text("post_list.title", number=value.number),
            author=value.institution,
            subject=_day(value.made_at),
            created_at=value.made_at,
        )
        return publish([Sheet(_WIDTH, drawing) for drawing in drawings], target, metadata)


def _laid(cells: Sequence[str], weight: str = REGULAR) -> _Laid:
    face = typeface(weight)
    lines = [
        face.lines(_shortened(words), _SIZE, width * MM - 2 * _PADDING)
        for words, width in zip(cells, _WIDTHS_MM, strict=True)
    ]
    return lines, max(map(len, lines)) * _SIZE * _LEADING + 2 * _PADDING


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_CHARACTERS else words[: _MOST_CHARACTERS - 1] + "…"


def _paged(rows: Sequence[PostalRow], room: float) -> list[list[_Laid]]:
    pages: list[list[_Laid]] = [[]]
    used = 0.0
    for place, row in enumerate(rows, start=1):
        laid = _laid(
            (str(place), row.number, row.entry_number, row.addressee, row.address, row.kind,
             "", "", "")
        )  # fmt: skip
        if pages[-1] and used + laid[1] > room:
            pages.append([])
            used = 0.0
        pages[-1].append(laid)
        used += laid[1]
    if used + _SIGNED > room:
        pages.append([])
    return pages


def _row(drawing: Drawing, y: float, laid: _Laid, weight: str = REGULAR) -> None:
    x = _LEFT
    cells, height = laid
    for lines, width in zip(cells, _WIDTHS_MM, strict=True):
        drawing.box(x, y, width * MM, height, line=(0.45, 0.45, 0.45), line_width=0.4)
        for place, line in enumerate(lines):
            baseline = y + _PADDING + _SIZE + place * _SIZE * _LEADING
            drawing.write(x + _PADDING, baseline, line, _SIZE, weight=weight)
        x += width * MM


def _around(drawing: Drawing, value: PostList, page: int, pages: int) -> None:
    right = _WIDTH - _LEFT
    title = text("post_list.title", number=value.number)
    drawing.write(_LEFT, 11 * MM, value.institution, 10, fit=_WIDTH * 0.6)
    drawing.write(_LEFT, 19 * MM, title, 14, weight=BOLD, fit=_WIDTH * 0.7)
    drawing.write(_LEFT, 26 * MM, text("post_list.asked", on=_day(value.made_at)), 9)
    said = text("register_print.page", page=page, pages=pages)
    drawing.write(right, _HEIGHT - 7 * MM, said, 8, weight=BOLD, align="right")


def _close(drawing: Drawing, value: PostList, y: float) -> None:
    """Write the total and the lines both sides sign on."""
    y += 7 * MM
    drawing.write(_LEFT, y, plural("post_list.total", len(value.rows)), 10, weight=BOLD)
    y += 10 * MM
    middle, right = _LEFT + 100 * MM, _LEFT + 190 * MM
    drawing.write(_LEFT, y, text("post_list.handed_by", name=value.handed_by), 9, fit=85 * MM)
    drawing.write(middle, y, text("post_list.taken_by"), 9)
    drawing.write(right, y, text("post_list.post_stamp"), 9)
    for x in (_LEFT, middle):
        drawing.rule(x, y + 11 * MM, x + 70 * MM, y + 11 * MM)
    drawing.box(right, y + 2 * MM, 55 * MM, 14 * MM, line=(0.45, 0.45, 0.45), line_width=0.4)


def _day(at: datetime) -> str:
    return f"{at.astimezone(_OFFICE_TIME):%d.%m.%Y}"
