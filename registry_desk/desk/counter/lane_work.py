"""What the counter has done in the lanes: plain blocking functions over the journey, no widgets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from registry_desk.desk.parts import DeskParts
from registry_desk.i18n import text
from registry_desk.journey import papers, pile, way
from registry_desk.journey.devices import ScannerMissing, find_scanners
from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    DocumentState,
    Origin,
    PageRecord,
)


@dataclass(frozen=True, slots=True)
class PileShown:
    """A batch as the counter shows it."""

    batch: Batch
    documents: list[tuple[DocumentRecord, list[PageRecord]]]
    pages: list[PageRecord]


def unfinished_batch(parts: DeskParts) -> Batch | None:
    """Give the latest batch that still has something for the clerk to do."""
    tray = parts.counter.tray
    for batch in reversed(tray.batches()):
        documents = tray.documents(batch.id)
        is_open = batch.state is not BatchState.PROPOSED and bool(tray.pages(batch.id))
        if is_open or any(d.accepted_at is None and not d.is_set_aside for d in documents):
            return batch
    return None


def open_pile(parts: DeskParts) -> Batch:
    """Begin a batch, or give the one that stopped in the middle of the feeder."""
    tray = parts.counter.tray
    for batch in tray.batches():
        if batch.state is BatchState.CAPTURING and not tray.documents(batch.id):
            return batch
    scan = parts.scan
    settings = f"{text('source.' + scan.source)}, {scan.dpi} dpi, {text('mode.' + scan.mode)}"
    return tray.open_batch(Origin(parts.device, settings, parts.operator))


def scan_and_read(parts: DeskParts, batch: Batch, by: pile.Watcher) -> PileShown:
    """Scan the feeder, read the pages and tell documents apart.

    Raises:
        DeviceError: the scanner needs a hand; what came before is kept and read.
    """
    tray = parts.counter.tray
    device = parts.device or first_scanner()
    pile.scan_pile(tray, batch, device=device, settings=parts.scan, room=parts.room, by=by)
    return read_again(parts, batch, by)


def read_again(parts: DeskParts, batch: Batch, by: pile.Watcher) -> PileShown:
    """Read what is left of a batch and tell its documents apart."""
    pile.read_pile(parts.counter.tray, batch, room=parts.room, by=by)
    return shown(parts, batch)


def shown(parts: DeskParts, batch: Batch) -> PileShown:
    """Give a batch with its documents as they stand."""
    tray = parts.counter.tray
    documents = [(d, tray.document_pages(d.id)) for d in tray.documents(batch.id)]
    return PileShown(tray.batch(batch.id), documents, tray.pages(batch.id))


def first_scanner() -> str:
    """Give the name of the first scanner that is free.

    Raises:
        DeviceError: there is none.
    """
    found = [scanner for scanner in find_scanners() if not scanner.is_busy]
    if not found:
        raise ScannerMissing
    return found[0].name


def register(
    parts: DeskParts,
    document: DocumentRecord,
    *,
    department: str,
    edits: dict[str, str | int | None],
    on_step: Callable[[DocumentRecord], None],
) -> DocumentRecord:
    """Note the clerk's Register and take the document as far as it goes now."""
    tray = parts.counter.tray
    code = parts.register_code or parts.counter.office.registers[0].code
    tray.accept(document.id, register=code, department=department, edits=edits)
    return way.walk(parts.counter, document.id, on_step=on_step)


def page_image(parts: DeskParts, page: PageRecord) -> QImage:
    """Read a page's picture: the cleaned one where there is one."""
    return QImage(str(image_file(parts, page)))


def image_file(parts: DeskParts, page: PageRecord) -> Path:
    """Give the file to show for a page."""
    return parts.counter.tray.path(page.cleaned_file or page.file)


def receipt(parts: DeskParts, document_id: UUID) -> Path:
    """Make the receipt of a registered document."""
    return papers.make_receipt(parts.counter, parts.counter.tray.document(document_id))


def is_registered(document: DocumentRecord) -> bool:
    """Tell whether a document has its number."""
    return document.state is not DocumentState.PROPOSED
