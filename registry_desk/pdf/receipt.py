"""The citizen's proof of registration, for the printers a counter has.

It carries no personal data but what the person brought along visibly: number, dates, code.
Source: Law 190/2018 (the personal number never on a receipt).
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.i18n import plural, speaking, text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import Sheet, publish
from registry_desk.typeface import BOLD, REGULAR

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


@dataclass(frozen=True, slots=True)
class _Paper:
    width: float
    height: float | None
    """None for a roll, which is cut where the text ends."""
    margin: float
    size: float
    """Of ordinary words, points."""
    qr: float


PAPERS = {
    "a5": _Paper(148 * MM, 210 * MM, 14 * MM, 11, 42 * MM),
    "a6": _Paper(105 * MM, 148 * MM, 8 * MM, 9, 34 * MM),
    "roll80": _Paper(80 * MM, None, 4 * MM, 9, 40 * MM),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt says."""

    institution: str
    number: str | None
    """``12/2026``; None while the register has not answered: the code stays the final one."""
    registered_at: datetime | None
    received_at: datetime
    due_on: date | None
    due_article: str
    tracking_code: str
    tracking_url: str
    kind: str
    """A kind's code, ``petition``; empty where it is not known."""
    sheet_count: int
    language: str = "ro"


def receipt(value: Receipt, target: Path, *, paper: str = "a5") -> str:
    """Make the receipt as a PDF.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        KeyError: an unknown paper.
        DiskFull: no room; nothing half is left.
    """
    form = PAPERS[paper]
    with speaking(value.language):
        height = form.height or _drawn(Drawing(0), form, value) + form.margin
        drawing = Drawing(height)
        _drawn(drawing, form, value)
        metadata = Metadata(
            title=text("receipt.title"),
            author=value.institution,
            subject=value.number or value.tracking_code,
            language="ro-RO" if value.language == "ro" else value.language,
            created_at=value.registered_at or value.received_at,
        )
        return publish([Sheet(form.width, drawing)], target, metadata)


def _drawn(drawing: Drawing, form: _Paper, value: Receipt) -> float:
    """Draw everything from top to bottom.

    Returns:
        Where it ends, points from the top.
    """
    size, left, room = form.size, form.margin, form.width - 2 * form.margin
    y = form.margin + size * 1.3
    y = drawing.paragraph(left, y, room, value.institution, size * 1.3, weight=BOLD)
    y = drawing.paragraph(left, y + size * 0.3, room, text("receipt.title"), size)
    drawing.rule(left, y - size * 0.7, left + room, y - size * 0.7)
    y += size * 2
    large = text("receipt.number", number=value.number) if value.number else value.tracking_code
    drawing.write(left, y, large, size * 2.4, weight=BOLD, fit=room)
    y += size * 1.9
    for words, weight in _lines(value):
        y = drawing.paragraph(left, y, room, words, size, weight=weight)
    y += size * 0.4
    drawing.qr(left + (room - form.qr) / 2, y, form.qr, value.tracking_url)
    y += form.qr + size * 1.2
    middle = left + room / 2
    drawing.write(
        middle, y, value.tracking_code, size * 1.25, weight=BOLD, align="centre", fit=room
    )
    y += size * 1.6
    y = drawing.paragraph(left, y, room, text("receipt.follow"), size * 0.9)
    return drawing.paragraph(left, y, room, value.tracking_url, size * 0.8)


def _lines(value: Receipt) -> list[tuple[str, str]]:
    """Give the lines between number and code, with their weight."""
    received = value.received_at.astimezone(_OFFICE_TIME)
    lines = [(text("receipt.received", at=f"{received:%d.%m.%Y, %H:%M}"), REGULAR)]
    if value.registered_at is not None:
        registered = value.registered_at.astimezone(_OFFICE_TIME)
        lines.append((text("receipt.registered", at=f"{registered:%d.%m.%Y, %H:%M}"), REGULAR))
    else:
        lines.append((text("receipt.number_follows"), BOLD))
    if value.kind:
        lines.append((text("receipt.kind", kind=text(f"kind.{value.kind}")), REGULAR))
    if value.sheet_count:
        lines.append((plural("receipt.sheets", value.sheet_count), REGULAR))
    if value.due_on is not None:
        due = text("receipt.due", on=f"{value.due_on:%d.%m.%Y}", article=value.due_article)
        lines.append((due.replace(" ()", ""), BOLD))
    return lines
