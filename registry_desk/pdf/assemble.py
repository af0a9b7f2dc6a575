"""Pages, words and stamp become one searchable PDF/A."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pikepdf import Dictionary

from registry_desk.i18n import speaking, text
from registry_desk.model.page import Word
from registry_desk.pdf.archive import Archive, Metadata
from registry_desk.pdf.drawing import MM, Drawing, embed, pieces_for
from registry_desk.pdf.fidelity import NOTE_NAME, Capture, transfer_note
from registry_desk.pdf.picture import PagePicture, faithful
from registry_desk.pdf.stamp import Place, Stamp, draw_stamp, free_place, stamp_height
from registry_desk.pdf.text_layer import TextLayer

PROFILES = ("faithful", "compact")
_SURELY_SMALL_BYTES = 60_000
"""A compact page that is larger (screened photographs, grain) is compared with the faithful one."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page of the document to be made."""

    image: Path
    """The cleaned page, JPEG or PNG."""
    dpi: int
    words: tuple[Word, ...] = ()
    """With boxes on ``image``."""
    label: str = ""
    """Name of the page in readers; empty for its number."""


def assemble(
    pages: Sequence[PdfPage],
    target: Path,
    *,
    profile: str = "faithful",
    metadata: Metadata,
    stamp: Stamp | None = None,
    capture: Capture | None = None,
) -> str:
    """Make the searchable PDF/A of a scanned document.

    The same input gives the same bytes: the only clock is ``metadata.created_at``.

    Args:
        pages: in order, at least one.
        target: written whole or not at all.
        profile: ``faithful`` (looks like the scan) or ``compact`` (letters lossless over a ground
            of low resolution).
        metadata: title, author, language and the file's clock.
        stamp: drawn on the first page where there is free room; on a full page the page grows by
            a band above the letter, so that nothing is ever covered.
        capture: attaches the fidelity note and makes the file PDF/A-3b; without it, PDF/A-2b.

    Returns:
        SHA-256 of the file, hexadecimal.

    Raises:
        ValueError: no pages, or an unknown profile.
        PageImageDamaged: a cleaned page cannot be read.
        DiskFull: no room; nothing half is left.
    """
    if not pages or profile not in PROFILES:
        raise ValueError("pages and a known profile are needed")
    with speaking(metadata.language[:2]):
        return _assembled(pages, target, profile, metadata, stamp, capture)


def _assembled(
    pages: Sequence[PdfPage],
    target: Path,
    profile: str,
    metadata: Metadata,
    stamp: Stamp | None,
    capture: Capture | None,
) -> str:
    archive = Archive(metadata)
    layer = TextLayer(page.words for page in pages)
    text_font = layer.embed(archive.pdf)
    pictures: list[PagePicture] = []
    for place, page in enumerate(pages):
        picture = _picture(page, profile)
        pictures.append(picture)
        width, height = _size(page)
        fonts = Dictionary({"/FText": text_font})
        parts = [picture.operators(width, height)]
        if place == 0 and stamp is not None:
            drawing, band = _stamped(page, stamp)
            pieces = pieces_for([drawing])
            fonts.update(embed(archive.pdf, pieces))
            parts.append(drawing.operators(pieces))
            shown_height = height + band
        else:
            shown_height = height
        parts.append(layer.operators(page.words, 72 / page.dpi, height))
        archive.add_page(
            width,
            shown_height,
            b"\n".join(parts),
            Dictionary(XObject=picture.embed(archive.pdf), Font=fonts),
        )
    if any(page.label for page in pages):
        archive.label_pages([page.label for page in pages])
    if capture is not None:
        archive.attach(
            NOTE_NAME,
            transfer_note(capture, pictures),
            mime="application/json",
            description=text("pdf.transfer_note"),
        )
    return archive.save(target)


def _picture(page: PdfPage, profile: str) -> PagePicture:
    if profile == "compact":
        from registry_desk.pdf.compact import compact

        small = compact(page.image, page.dpi)
        if small.byte_count < _SURELY_SMALL_BYTES:
            return small
        return min(small, faithful(page.image, page.dpi), key=lambda picture: picture.byte_count)
    return faithful(page.image, page.dpi)


def _size(page: PdfPage) -> tuple[float, float]:
    """Give a page's size in points, from its pixels."""
    from PIL import Image

    with Image.open(page.image) as opened:
        return opened.width * 72 / page.dpi, opened.height * 72 / page.dpi


def _stamped(page: PdfPage, stamp: Stamp) -> tuple[Drawing, float]:
    """Draw the stamp; also give the height of the band that a full page grows by."""
    width, height = _size(page)
    boxes = [(w.box.x, w.box.y, w.box.width, w.box.height) for w in page.words]
    full = stamp_height(stamp)
    place = free_place(page.image, page.dpi, boxes, full)
    band = 0.0
    if place is None:
        band = full + 6 * MM
        scale = min(1.0, (width - 6 * MM) / (74 * MM))
        place = Place(width - 74 * MM * scale - 3 * MM, 3 * MM, scale)
    drawing = Drawing(height + band)
    draw_stamp(drawing, stamp, place)
    return drawing, band
