"""Papers the program writes itself: drawn pages become one PDF/A."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Dictionary

from registry_desk.pdf.archive import Archive, Metadata
from registry_desk.pdf.drawing import MM, Drawing, embed, pieces_for

A4 = (210 * MM, 297 * MM)
A5 = (148 * MM, 210 * MM)
A6 = (105 * MM, 148 * MM)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a paper."""

    width: float
    """Points."""
    drawing: Drawing


def publish(sheets: Sequence[Sheet], target: Path, metadata: Metadata) -> str:
    """Write sheets as a PDF/A-2b with real text and embedded letters.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        DiskFull: no room; nothing half is left.
    """
    archive = Archive(metadata)
    pieces = pieces_for([sheet.drawing for sheet in sheets])
    fonts = embed(archive.pdf, pieces)
    for sheet in sheets:
        archive.add_page(
            sheet.width,
            sheet.drawing.height,
            sheet.drawing.operators(pieces),
            Dictionary(Font=fonts),
        )
    return archive.save(target)
