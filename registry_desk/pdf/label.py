"""The sticker for the original and for the citizen's copy: the paper gets its number too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from registry_desk.i18n import speaking, text
from registry_desk.model.tracking import label_address
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import Sheet, publish
from registry_desk.typeface import BOLD

_WIDTH, _HEIGHT = 62 * MM, 29 * MM


@dataclass(frozen=True, slots=True)
class Label:
    """What the sticker says."""

    institution: str
    number: str | None
    """None for labels printed beforehand, which carry their code alone."""
    registered_on: date | None
    tracking_code: str
    tracking_url: str


def label(value: Label, target: Path) -> str:
    """Make the sticker, 62 × 29 mm, as a PDF.

    Returns:
        SHA-256 of the file, hexadecimal.
    """
    return labels([value], target)


def labels(values: Sequence[Label], target: Path) -> str:
    """Make stickers, one a page, 62 × 29 mm.

    Their QR codes are marked as stickers', so that a scan of the paper tells whose it is.

    Returns:
        SHA-256 of the file, hexadecimal.
    """
    first = values[0]
    with speaking("ro"):
        metadata = Metadata(
            title=first.number or first.tracking_code,
            author=first.institution,
            created_at=datetime.combine(first.registered_on or date(1970, 1, 1), time(), UTC),
        )
        return publish([Sheet(_WIDTH, _drawn(value)) for value in values], target, metadata)


def _drawn(value: Label) -> Drawing:
    drawing = Drawing(_HEIGHT)
    side = 26 * MM
    drawing.qr(_WIDTH - side - 1 * MM, 1.5 * MM, side, label_address(value.tracking_url))
    left, room = 2 * MM, _WIDTH - side - 5 * MM
    drawing.write(left, 5.5 * MM, value.institution, 7, fit=room)
    if value.number:
        said = text("pdf.stamp.number", number=value.number)
        drawing.write(left, 13.5 * MM, said, 16, weight=BOLD, fit=room)
    if value.registered_on:
        said = f"{value.registered_on:%d.%m.%Y}"
        drawing.write(left, 19.5 * MM, said, 10, weight=BOLD, fit=room)
    drawing.write(left, 25.5 * MM, value.tracking_code, 8, fit=room)
    return drawing
