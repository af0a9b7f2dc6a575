"""An e-mail as it is filed: who wrote, when, the words, the files that came with it, its number.

The message itself stays byte for byte beside it; this is what people read, and what is sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.i18n import plural, speaking, text
from registry_desk.model.message import Message
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM
from registry_desk.pdf.flow import HEIGHT, LEADING, LEFT, RIGHT, ROOM, SIZE, WIDTH, Flow
from registry_desk.pdf.paper import Sheet, publish
from registry_desk.typeface import BOLD, REGULAR

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_QR = 26 * MM
_LABELS = 30 * MM
_LONGEST = 600
"""Characters of a line of the head that are printed; the message holds them all."""


@dataclass(frozen=True, slots=True)
class PrintedMessage:
    """What the print says beside the message."""

    message: Message
    institution: str
    number: str
    """``12/2026``."""
    registered_at: datetime
    tracking_code: str
    tracking_url: str
    sha256: str
    """Of the message as it arrived, hexadecimal."""


def print_message(value: PrintedMessage, target: Path) -> str:
    """Write the message as PDF/A-2b.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    with speaking("ro"):
        pages = Flow()
        _head(pages, value)
        for line in value.message.text.split("\n"):
            pages.write(line) if line.strip() else _gap(pages)
        _files(pages, value)
        for place, drawing in enumerate(pages.drawings, start=1):
            words = text("reply.page", number=value.number, page=place, count=len(pages.drawings))
            drawing.write(WIDTH / 2, HEIGHT - 9 * MM, words, 8, align="centre")
        metadata = Metadata(
            title=f"{value.number} {value.message.subject}".strip(),
            author=value.message.sender_name or value.message.sender_address,
            subject=value.message.subject,
            created_at=value.registered_at,
        )
        return publish([Sheet(WIDTH, drawing) for drawing in pages.drawings], target, metadata)


def _gap(pages: Flow) -> None:
    pages.y += LEADING / 2


def _head(pages: Flow, value: PrintedMessage) -> None:
    drawing, message = pages.drawing, value.message
    drawing.qr(WIDTH - RIGHT - _QR, 14 * MM, _QR, value.tracking_url)
    room = ROOM - _QR - 4 * MM
    y = drawing.paragraph(LEFT, 22 * MM, room, value.institution, 12, weight=BOLD)
    on = f"{value.registered_at.astimezone(_OFFICE_TIME):%d.%m.%Y, %H:%M}"
    drawing.write(LEFT, y + 4, text("pdf.stamp.number", number=value.number), 16, weight=BOLD)
    drawing.write(LEFT, y + 8 * MM, f"{on} · {value.tracking_code}", 9, fit=room)
    pages.y = max(y + 14 * MM, 14 * MM + _QR + 4 * MM)
    drawing.rule(LEFT, pages.y - 5 * MM, LEFT + ROOM, pages.y - 5 * MM)
    for code, said in (
        ("from", _address(message)),
        ("to", message.to),
        ("sent", _when(message)),
        ("subject", message.subject),
    ):
        pages.room(LEADING)
        pages.drawing.write(LEFT, pages.y, text(f"mail.{code}"), 9)
        weight = BOLD if code == "subject" else REGULAR
        pages.y = pages.drawing.paragraph(
            LEFT + _LABELS, pages.y, ROOM - _LABELS, said[:_LONGEST] or "—", SIZE, weight=weight
        )
    pages.drawing.rule(LEFT, pages.y, LEFT + ROOM, pages.y)
    pages.y += 6 * MM


def _files(pages: Flow, value: PrintedMessage) -> None:
    """Name every file and its SHA-256: what was sealed vouches for what lies beside it."""
    files = value.message.attachments
    pages.y += LEADING
    pages.room(3 * LEADING)
    pages.drawing.rule(LEFT, pages.y - SIZE, LEFT + ROOM, pages.y - SIZE)
    if files:
        pages.write(plural("mail.files", len(files)), weight=BOLD)
    for name, sha256 in _vouched(value):
        pages.room(2 * LEADING)
        pages.write(name)
        pages.drawing.write(LEFT, pages.y - 2, f"SHA-256 {sha256}", 7.5, fit=ROOM)
        pages.y += LEADING


def _vouched(value: PrintedMessage) -> Sequence[tuple[str, str]]:
    own = [(one.name, one.sha256) for one in value.message.attachments]
    return [*own, (text("mail.as_arrived"), value.sha256)]


def _address(message: Message) -> str:
    if message.sender_name and message.sender_address:
        return f"{message.sender_name} <{message.sender_address}>"
    return message.sender_name or message.sender_address


def _when(message: Message) -> str:
    return f"{message.sent_at.astimezone(_OFFICE_TIME):%d.%m.%Y, %H:%M}" if message.sent_at else ""
