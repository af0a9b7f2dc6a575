"""The sheet a person signs who takes a paper out of the registry: an answer, or an original."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.i18n import speaking, text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import A4, Sheet, publish
from registry_desk.typeface import BOLD

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_LEFT = 25 * MM
_ROOM = A4[0] - 45 * MM


@dataclass(frozen=True, slots=True)
class HandoverSheet:
    """What is handed over, to whom."""

    institution: str
    number: str
    """Of the entry."""
    subject: str
    what: str
    """What the paper is, in words."""
    handed_to: str
    """Empty: written in by hand."""
    handed_by: str
    made_at: datetime
    due_back_on: date | None = None
    """Of an original: when it has to be back."""
    place: str = ""
    """Of an original: where it lay."""
    dispatch_number: str = ""


def handover_sheet(value: HandoverSheet, target: Path) -> str:
    """Draw the sheet as PDF/A-2b, with lines for both signatures.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    drawing = Drawing(A4[1])
    with speaking("ro"):
        y = drawing.paragraph(_LEFT, 28 * MM, _ROOM, value.institution, 13, weight=BOLD)
        y += 10 * MM
        drawing.write(_LEFT, y, text("handover_sheet.title"), 20, weight=BOLD)
        y += 14 * MM
        for code, words in _rows(value):
            drawing.write(_LEFT, y, text(f"handover_sheet.{code}"), 9)
            y = drawing.paragraph(_LEFT, y + 5 * MM, _ROOM, words[:600], 11, weight=BOLD) + 3 * MM
        _signatures(drawing, value, y + 8 * MM)
        metadata = Metadata(
            title=text("handover_sheet.title"),
            author=value.institution,
            subject=value.number,
            created_at=value.made_at,
        )
        return publish([Sheet(A4[0], drawing)], target, metadata)


def _rows(value: HandoverSheet) -> list[tuple[str, str]]:
    due = f"{value.due_back_on:%d.%m.%Y}" if value.due_back_on else ""
    told = [
        ("what", value.what),
        ("number", value.number),
        ("dispatch_number", value.dispatch_number),
        ("subject", value.subject),
        ("place", value.place),
        ("due_back", due),
        ("at", f"{value.made_at.astimezone(_OFFICE_TIME):%d.%m.%Y, %H:%M}"),
    ]
    return [(code, words) for code, words in told if words]


def _signatures(drawing: Drawing, value: HandoverSheet, y: float) -> None:
    half = _ROOM / 2
    for x, code, name in (
        (_LEFT, "handed_by", value.handed_by),
        (_LEFT + half, "handed_to", value.handed_to or "…" * 18),
    ):
        drawing.write(x, y, text(f"handover_sheet.{code}"), 9)
        drawing.write(x, y + 6 * MM, name, 11, weight=BOLD, fit=half - 8 * MM)
        drawing.write(x, y + 15 * MM, text("handover_sheet.signature"), 9)
        drawing.rule(x, y + 28 * MM, x + half - 12 * MM, y + 28 * MM)
    drawing.write(_LEFT + half, y + 36 * MM, text("handover_sheet.signed_on"), 9)
