"""The sheet beside a file that arrived finished: the file stays byte for byte, this is sealed."""

from dataclasses import dataclass
from datetime import datetime
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
class RegistrationSheet:
    """What the sheet vouches for."""

    institution: str
    number: str
    registered_at: datetime
    file_name: str
    """As it arrived."""
    size_bytes: int
    sha256: str
    """Of the file as it arrived, hexadecimal."""
    verdict: str
    """``valid``, ``changed_after_signing``, ``cannot_check``, ``invalid``, ``unsigned``."""
    tracking_code: str
    tracking_url: str
    signers: tuple[str, ...] = ()


def registration_sheet(value: RegistrationSheet, target: Path) -> str:
    """Make the registration sheet as PDF/A-2b.

    Returns:
        SHA-256 of the sheet, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    drawing = Drawing(A4[1])
    with speaking("ro"):
        drawing.qr(A4[0] - 20 * MM - 30 * MM, 20 * MM, 30 * MM, value.tracking_url)
        y = drawing.paragraph(_LEFT, 28 * MM, _ROOM - 35 * MM, value.institution, 14, weight=BOLD)
        y = drawing.paragraph(_LEFT, y, _ROOM - 35 * MM, text("registration_sheet.title"), 12)
        y = max(y, 58 * MM)
        said = text("pdf.stamp.number", number=value.number)
        drawing.write(_LEFT, y, said, 24, weight=BOLD)
        y += 14 * MM
        for code, words in _rows(value):
            drawing.write(_LEFT, y, text(f"registration_sheet.{code}"), 9)
            y = drawing.paragraph(_LEFT, y + 5 * MM, _ROOM, words, 11, weight=BOLD) + 3 * MM
        drawing.paragraph(_LEFT, y + 4 * MM, _ROOM, text("registration_sheet.explained"), 9)
        metadata = Metadata(
            title=text("registration_sheet.title"),
            author=value.institution,
            subject=value.number,
            created_at=value.registered_at,
        )
        return publish([Sheet(A4[0], drawing)], target, metadata)


def _rows(value: RegistrationSheet) -> list[tuple[str, str]]:
    at = f"{value.registered_at.astimezone(_OFFICE_TIME):%d.%m.%Y, %H:%M:%S %Z}"
    verdict = text(f"verdict.{value.verdict}")
    if value.signers:
        verdict = f"{verdict} – {', '.join(value.signers)}"
    size = f"{value.size_bytes:,}".replace(",", ".")
    return [
        ("registered_at", at),
        ("file", value.file_name),
        ("size", text("registration_sheet.bytes", size=size)),
        ("sha256", value.sha256),
        ("verdict", verdict),
        ("code", value.tracking_code),
    ]
