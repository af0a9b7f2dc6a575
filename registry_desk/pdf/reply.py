"""An authority's answer: A4, real text, room for the visible signatures at the foot.

Source: Law 214/2024 (signed electronically it is the act itself, not a copy); National Archives,
Instructions of 1996, art. 9 (a reply carries the number of the letter it answers).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from registry_desk.i18n import speaking, text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM
from registry_desk.pdf.flow import HEIGHT, LEADING, LEFT, RIGHT, ROOM, SIZE, WIDTH, Flow
from registry_desk.pdf.paper import Sheet, publish
from registry_desk.typeface import BOLD

_SIGNED_FOOT = 48 * MM
"""Kept free at the foot of the last page: the first visible signatures stand there."""
_QR = 24 * MM


@dataclass(frozen=True, slots=True)
class Reply:
    """What the reply says."""

    institution: str
    department: str
    number: str
    """Of the letter it answers: ``12/2026``."""
    number_on: date
    addressee: str
    address: str
    subject: str
    paragraphs: tuple[str, ...]
    official: str
    function: str
    written_on: date
    tracking_url: str = ""


def compose_reply(value: Reply, target: Path) -> str:
    """Write the reply as PDF/A-2b.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    with speaking("ro"):
        pages = _Pages()
        _letterhead(pages, value)
        for paragraph in value.paragraphs:
            pages.write(paragraph)
            pages.y += LEADING * 0.45
        _close(pages, value)
        pages.number(value)
        metadata = Metadata(
            title=text("reply.title", number=value.number),
            author=value.institution,
            subject=value.subject,
            created_at=datetime.combine(value.written_on, time(), UTC),
        )
        return publish([Sheet(WIDTH, d) for d in pages.drawings], target, metadata)


class _Pages(Flow):
    """The answer's pages."""

    def number(self, value: Reply) -> None:
        """Say on every page which letter it belongs to and which page it is."""
        count = len(self.drawings)
        for place, drawing in enumerate(self.drawings, start=1):
            words = text("reply.page", number=value.number, page=place, count=count)
            drawing.write(WIDTH / 2, HEIGHT - 9 * MM, words, 8, align="centre")


def _letterhead(pages: _Pages, value: Reply) -> None:
    drawing, side = pages.drawing, _QR if value.tracking_url else 0
    if value.tracking_url:
        drawing.qr(WIDTH - RIGHT - side, 14 * MM, side, value.tracking_url)
    width = ROOM - side - 4 * MM
    pages.y = drawing.paragraph(LEFT, 22 * MM, width, value.institution, 14, weight=BOLD)
    pages.y = drawing.paragraph(LEFT, pages.y, width, value.department, SIZE)
    pages.y = max(pages.y, 40 * MM)
    drawing.rule(LEFT, pages.y, LEFT + ROOM, pages.y)
    pages.y += 8 * MM
    on, written = f"{value.number_on:%d.%m.%Y}", f"{value.written_on:%d.%m.%Y}"
    drawing.write(
        LEFT, pages.y, text("reply.number", number=value.number, on=on), SIZE, weight=BOLD
    )
    drawing.write(WIDTH - RIGHT, pages.y, written, SIZE, align="right")
    pages.y += 10 * MM
    if value.addressee:
        pages.write(text("reply.to", name=value.addressee), weight=BOLD)
    if value.address:
        pages.write(value.address)
    pages.y += 4 * MM
    if value.subject:
        pages.write(text("reply.subject", subject=value.subject))
        pages.y += 4 * MM


def _close(pages: _Pages, value: Reply) -> None:
    """Write who answers, above the room that the signatures take."""
    pages.room(3 * LEADING, _SIGNED_FOOT)
    pages.y += LEADING
    right = WIDTH - RIGHT
    pages.drawing.write(right, pages.y, value.function, SIZE, align="right", fit=ROOM)
    pages.y += LEADING
    pages.drawing.write(right, pages.y, value.official, SIZE, weight=BOLD, align="right", fit=ROOM)
