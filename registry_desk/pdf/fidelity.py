"""The fidelity note: what stands in the PDF, bound to what came from the scanner.

Source: BSI TR-03138 (RESISCAN), transfer note; FACTS of 2026-11, "Fidelity note".
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from registry_desk.pdf.picture import PagePicture

NOTE_NAME = "nota-transfer.json"


@dataclass(frozen=True, slots=True)
class Capture:
    """How the paper became images."""

    device: str
    settings: str
    """Source, resolution and mode as the person would say them."""
    operator: str
    software: str
    captured_at: datetime
    page_sha256: tuple[str, ...]
    """SHA-256 of each captured file, in document order."""
    sheet_count: int
    is_original_kept: bool = True
    steps: tuple[str, ...] = ()
    """What was done to the images: ``turned``, ``straightened``, …"""


def transfer_note(capture: Capture, pictures: Sequence[PagePicture]) -> bytes:
    """Write the note as JSON.

    Raises:
        ValueError: the captured files and the pages are not as many.
    """
    if len(capture.page_sha256) != len(pictures):
        raise ValueError("one captured file per page")
    note = {
        "version": 1,
        "device": capture.device,
        "settings": capture.settings,
        "operator": capture.operator,
        "software": capture.software,
        "captured_at": capture.captured_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "steps": list(capture.steps),
        "sheet_count": capture.sheet_count,
        "page_count": len(pictures),
        "is_original_kept": capture.is_original_kept,
        "pages": [
            {
                "page": number,
                "captured_sha256": captured,
                "images": [asdict(layer.stored) for layer in picture.layers()],
            }
            for number, (captured, picture) in enumerate(
                zip(capture.page_sha256, pictures, strict=True), start=1
            )
        ],
    }
    return json.dumps(note, ensure_ascii=False, indent=1).encode()
