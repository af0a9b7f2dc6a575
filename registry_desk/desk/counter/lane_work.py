"""What the counter has done in the lanes: plain blocking functions over the journey, no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.page_view import page_levels
from registry_desk.errors import DamagedError
from registry_desk.i18n import text
from registry_desk.journey import papers, pile, way
from registry_desk.journey.arrangement_writing import arrange
from registry_desk.journey.arranging import Arrangement
from registry_desk.journey.boundaries import DoubtfulPlace, doubtful_places
from registry_desk.journey.capture import Feed
from registry_desk.journey.devices import NoScanner, find_scanners
from registry_desk.journey.files import take_files
from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    Origin,
    PageRecord,
)


@dataclass(frozen=True, slots=True)
class PileShown:
    """A batch as the counter shows it."""

    batch: Batch
    documents: list[tuple[DocumentRecord, list[PageRecord]]]
    pages: list[PageRecord]
    doubts: tuple[DoubtfulPlace, ...] = ()
    """Where a document may begin, or may not."""

    @property
    def has_open(self) -> bool:
        """Tell whether a document still waits for the clerk."""
        return any(is_open(document) for document, _pages in self.documents)


def is_open(document: DocumentRecord) -> bool:
    """Tell whether a document waits for the clerk."""
    return document.accepted_at is None and not document.is_set_aside


def unfinished_batch(parts: DeskParts) -> Batch | None:
    """Give the latest batch that still has something for the clerk to do."""
    tray = parts.counter.tray
    for batch in reversed(tray.batches()):
        documents = tray.documents(batch.id)
        is_unread = batch.state is not BatchState.PROPOSED and bool(tray.pages(batch.id))
        if is_unread or any(is_open(document) for document in documents):
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
    pile.scan_pile(
        tray,
        batch,
        feed=Feed(device, parts.scan, parts.paper_wait_s),
        room=parts.room,
        by=by,
    )
    return read_again(parts, batch, by)


def read_again(parts: DeskParts, batch: Batch, by: pile.Watcher) -> PileShown:
    """Read what is left of a batch and tell its documents apart."""
    pile.read_pile(parts.counter.tray, batch, room=parts.room, by=by)
    return shown(parts, batch)


def shown(parts: DeskParts, batch: Batch) -> PileShown:
    """Give a batch with its documents as they stand."""
    tray = parts.counter.tray
    documents = [(d, tray.document_pages(d.id)) for d in tray.documents(batch.id)]
    pages = tray.pages(batch.id)
    is_told_apart = any(is_open(document) for document, _pages in documents)
    key = parts.room.separator_key
    doubts = doubtful_places(pages, separator_key=key) if is_told_apart else ()
    return PileShown(tray.batch(batch.id), documents, pages, doubts)


def bring_files(parts: DeskParts, paths: Sequence[Path]) -> tuple[Batch, dict[Path, DamagedError]]:
    """Take files in by the same door as paper."""
    return take_files(parts.counter.tray, paths, operator=parts.operator)


def rearrange(parts: DeskParts, batch: Batch, wanted: Arrangement) -> tuple[Arrangement, PileShown]:
    """Have a batch fall into documents as the clerk wants it; give what it was, and what it is."""
    before = arrange(
        parts.counter.tray, batch.id, wanted, departments=parts.counter.office.departments
    )
    return before, shown(parts, batch)


def first_scanner() -> str:
    """Give the name of the first scanner that is free.

    Raises:
        DeviceError: there is none.
    """
    found = [scanner for scanner in find_scanners() if not scanner.is_busy]
    if not found:
        raise NoScanner
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


def page_image(parts: DeskParts, page: PageRecord) -> tuple[QImage, ...]:
    """Read a page's picture in its sizes: the cleaned one where there is one."""
    return page_levels(QImage(str(image_file(parts, page))))


def image_file(parts: DeskParts, page: PageRecord) -> Path:
    """Give the file to show for a page."""
    return parts.counter.tray.path(page.cleaned_file or page.file)


def receipt(parts: DeskParts, document_id: UUID) -> Path:
    """Make the receipt of a registered document."""
    return papers.make_receipt(parts.counter, parts.counter.tray.document(document_id))


def label(parts: DeskParts, document_id: UUID) -> Path:
    """Make the label for the paper of a registered document."""
    return papers.make_label(parts.counter, parts.counter.tray.document(document_id))
