"""What the counter has done in the lanes: plain blocking functions over the journey, no widgets."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from registry_desk.desk.counter.pile_shown import PileShown, ScanWay, image_file, is_open
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.page_levels import PageLevels, reduced_levels
from registry_desk.i18n import text
from registry_desk.journey import drafts, papers, pile, way
from registry_desk.journey.arrangement_writing import arrange
from registry_desk.journey.arranging import Arrangement, arrangement_of, show_backs
from registry_desk.journey.boundaries import doubtful_places
from registry_desk.journey.capture import Feed
from registry_desk.journey.devices import first_scanner
from registry_desk.journey.drafts import Edits
from registry_desk.journey.labels import label_to_take
from registry_desk.journey.placing import one_document
from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    Origin,
    PageRecord,
)
from registry_desk.journey.rescanning import scan_page_into


def open_pile(parts: DeskParts, how: ScanWay) -> Batch:
    """Begin a batch, or give the one that stopped in the middle of the feeder."""
    tray = parts.counter.tray
    for batch in tray.batches():
        is_pile = batch.state is BatchState.CAPTURING and batch.is_scanned
        if is_pile and not tray.documents(batch.id):
            return batch
    scan = how.scan
    settings = f"{text('source.' + scan.source)}, {scan.dpi} dpi, {text('mode.' + scan.mode)}"
    return tray.open_batch(Origin(parts.device, settings, parts.operator))


def scan_and_read(parts: DeskParts, batch: Batch, how: ScanWay, by: pile.Watcher) -> PileShown:
    """Scan the feeder, read the pages and tell documents apart, as far as the profile wants it.

    Raises:
        DeviceError: the scanner needs a hand; what came before is kept and read.
    """
    tray = parts.counter.tray
    device = parts.device or first_scanner()
    pile.scan_pile(
        tray,
        batch,
        feed=Feed(device, how.scan, parts.paper_wait_s),
        room=parts.room,
        by=by,
    )
    found = read_again(parts, batch, by)
    now = arrangement_of([document for document, _pages in found.documents], found.pages)
    wanted = now if how.is_split else one_document(now)
    if not how.hides_blank_backs:
        wanted = show_backs(wanted, now.hidden_backs)
    return found if wanted == now else rearrange(parts, batch, wanted)[1]


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


def rearrange(parts: DeskParts, batch: Batch, wanted: Arrangement) -> tuple[Arrangement, PileShown]:
    """Have a batch fall into documents as the clerk wants it; give what it was, and what it is."""
    before = arrange(
        parts.counter.tray, batch.id, wanted, departments=parts.counter.office.departments
    )
    return before, shown(parts, batch)


def register(
    parts: DeskParts,
    document: DocumentRecord,
    *,
    department: str,
    edits: Edits,
    on_step: Callable[[DocumentRecord], None],
) -> DocumentRecord:
    """Note the clerk's Register and take the document as far as it goes now.

    Raises:
        FieldInvalid: a field holds what no register takes; nothing is noted.
    """
    drafts.check_edits(edits)
    tray = parts.counter.tray
    registers = parts.counter.office.registers
    code = parts.register_code or (registers[0].code if registers else "")
    label = label_to_take(tray, document.id, parts.counter.office.public_url)
    tray.accept(document.id, register=code, department=department, edits=edits, label=label)
    return way.walk(parts.counter, document.id, on_step=on_step)


def number_first(
    parts: DeskParts,
    batch: Batch,
    *,
    department: str,
    edits: Edits,
    on_step: Callable[[DocumentRecord], None],
) -> DocumentRecord:
    """Register the first document of a pile that is still being read."""
    drafts.check_edits(edits)
    document = parts.counter.tray.begin_document(batch.id)
    return register(parts, document, department=department, edits=edits, on_step=on_step)


def rescan(
    parts: DeskParts, batch: Batch, how: ScanWay, by: pile.Watcher
) -> tuple[PageRecord, PileShown]:
    """Scan one page again into a pile; it lies set aside until it is put in its place."""
    feed = Feed(parts.device or first_scanner(), how.scan, parts.paper_wait_s)
    page = scan_page_into(parts.counter.tray, batch, feed=feed, room=parts.room, by=by)
    return page, shown(parts, batch)


def turn(parts: DeskParts, batch: Batch, number: int, clockwise_deg: int) -> PileShown:
    """Turn a page and read it again that way up; one that is not read yet stays as it is."""
    from registry_desk.journey.turning import turn_page

    tray = parts.counter.tray
    page = next((p for p in tray.pages(batch.id) if p.number == number), None)
    if page is not None and page.read is not None:
        turn_page(tray, page, clockwise_deg, room=parts.room)
    return shown(parts, batch)


def page_picture(parts: DeskParts, page: PageRecord) -> PageLevels:
    """Read a page's picture as large as a window shows it: the cleaned one where there is one."""
    return reduced_levels(image_file(parts, page))


def full_picture(parts: DeskParts, page: PageRecord) -> QImage:
    """Read a page's picture whole, for looking closely."""
    return QImage(str(image_file(parts, page)))


def receipt(parts: DeskParts, document_id: UUID) -> Path:
    """Make the receipt of a registered document, on the paper of this counter."""
    document = parts.counter.tray.document(document_id)
    return papers.make_receipt(parts.counter, document, paper=parts.receipt_paper)


def label(parts: DeskParts, document_id: UUID) -> Path:
    """Make the label for the paper of a registered document."""
    return papers.make_label(parts.counter, parts.counter.tray.document(document_id))


def keep_draft(parts: DeskParts, document_id: UUID, department: str, edits: Edits) -> None:
    """Keep what was typed into an open document's form."""
    drafts.keep_draft(parts.counter.tray, document_id, department=department, edits=edits)
