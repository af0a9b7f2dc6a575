"""A page that lies wrong is turned by hand: cleaned and read again that way up.

The captured image stays as it is; turning back reads it the old way again.
"""

from collections.abc import Sequence
from dataclasses import replace

from registry_desk.journey.arranging import ArrangementFixed
from registry_desk.journey.codec import to_json
from registry_desk.journey.reading_room import ReadingRoom
from registry_desk.journey.records import PageRecord, known
from registry_desk.journey.tray import Tray
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.prefill import understand


def turn_page(tray: Tray, page: PageRecord, clockwise_deg: int, *, room: ReadingRoom) -> None:
    """Turn a page by quarter turns and read it again; its document is understood anew.

    Args:
        tray: this desk's tray.
        page: read, of a document that is still open.
        clockwise_deg: from how it is shown now.
        room: who reads.

    Raises:
        ArrangementFixed: the document is registered, or arrived as a finished file.
        DocumentHeld: another process works on this batch.
        DamagedError, UnavailableError: the page cannot be read; it stays as it was.
    """
    before = known(page.read)
    turn_deg = (before.cleaned.rotation_deg + clockwise_deg) % 360
    with tray.holding(page.batch_id):
        _require_open(tray, page)
        cleaned = tray.cleaned_dir(page.batch_id) / f"page-{page.number:04d}-{turn_deg}.jpg"
        settings = replace(room.settings, turn_deg=turn_deg)
        captured = tray.path(page.file)
        result = room.readers.submit(
            captured, page.source_page, cleaned, settings=settings
        ).result()
        read = replace(before, cleaned=result.cleaned, text=result.text, barcodes=result.barcodes)
        tray.record_reading(page, read, result.cleaned_file)
        _understand_again(tray, page, room)


def _require_open(tray: Tray, page: PageRecord) -> None:
    if page.document_id is None:
        return
    document = tray.document(page.document_id)
    if document.accepted_at is not None or document.finished_file:
        raise ArrangementFixed


def _understand_again(tray: Tray, page: PageRecord, room: ReadingRoom) -> None:
    if page.document_id is None:
        return
    pages: Sequence[ReadPage] = [
        read.read for read in tray.document_pages(page.document_id) if read.read
    ]
    understanding = understand(list(pages), departments=room.departments)
    with tray.store.writing() as db:
        db.execute(
            "UPDATE document SET understanding = ? WHERE id = ? AND accepted_at IS NULL",
            (to_json(Understanding, understanding), str(page.document_id)),
        )
