"""One page scanned again into a pile that lies on the counter already."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from registry_desk.errors import Cancelled
from registry_desk.intake import CapturedPage, scan
from registry_desk.intake.faults import FeederEmpty
from registry_desk.journey.capture import Feed
from registry_desk.journey.pages import PagesInWork
from registry_desk.journey.pile import ReadingRoom, Watcher
from registry_desk.journey.records import Batch, PageRecord
from registry_desk.journey.tray import Tray


def scan_page_into(
    tray: Tray, batch: Batch, *, feed: Feed, room: ReadingRoom, by: Watcher
) -> PageRecord:
    """Scan one page into a batch and read it; it lies set aside until it is put in its place.

    Args:
        tray: this desk's tray.
        batch: told apart already, or not.
        feed: which scanner, how; one side is scanned.
        room: who reads.
        by: who looks on.

    Returns:
        The page, read.

    Raises:
        DeviceError: the scanner needs a hand; the batch is as it was.
        Cancelled: the person stopped before the page was there.
        DocumentHeld: another process works on this batch.
    """
    with tray.holding(batch.id):
        known = tray.pages(batch.id)
        captured = _captured(tray, batch, feed, by, first=1 + max(p.number for p in known))
        page = PageRecord(
            batch_id=batch.id,
            number=captured.number,
            file=tray.name(captured.path),
            sha256=captured.sha256,
            captured_at=datetime.now(UTC),
            source=captured.path.name,
            sheet=1 + max(p.sheet or p.number for p in known),
        )
        tray.add_page(page)
        in_work = PagesInWork(tray, room.readers, room.settings)
        in_work.add(page)
        in_work.finish(progress=by.progress, cancelled=by.cancelled)
        with tray.store.writing() as db:
            db.execute(
                "UPDATE page SET is_set_aside = 1 WHERE batch_id = ? AND number = ?",
                (str(batch.id), page.number),
            )
    return next(p for p in tray.pages(batch.id) if p.number == page.number)


def _captured(tray: Tray, batch: Batch, feed: Feed, by: Watcher, *, first: int) -> CapturedPage:
    pages: list[CapturedPage] = []
    source = "flatbed" if feed.settings.source == "flatbed" else "feeder"
    with suppress(Cancelled):  # stopped by the person, or because the one page is there
        scan(
            feed.device,
            replace(feed.settings, source=source),
            tray.captured_dir(batch.id),
            first_index=first,
            on_page=pages.append,
            progress=lambda _done, _total: None,
            cancelled=lambda: bool(pages) or by.cancelled(),
            prompt=by.prompt,
            free_bytes_kept=tray.free_bytes_kept,
            paper_wait_s=feed.paper_wait_s,
        )
    if not pages:
        raise Cancelled if by.cancelled() else FeederEmpty
    return pages[0]
