"""A pile of paper becomes proposed documents: scanned, read meanwhile, told apart."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from registry_desk.errors import DeviceError, UnavailableError
from registry_desk.intake import Prompt, ScanOutcome
from registry_desk.journey.capture import Feed, scan_batch
from registry_desk.journey.pages import PagesInWork
from registry_desk.journey.proposal import propose_documents
from registry_desk.journey.reading_room import ReadingRoom
from registry_desk.journey.records import Batch, DocumentRecord, PageRecord
from registry_desk.journey.tray import Tray

__all__ = ["ReadingRoom", "Watcher", "read_pile", "scan_pile"]


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who looks on while a pile goes through; every call comes from the working thread."""

    on_page: Callable[[PageRecord], None]
    """A page is durable in the tray."""
    progress: Callable[[int, int], None]
    """So many of so many pages are read."""
    cancelled: Callable[[], bool]
    prompt: Prompt


def scan_pile(
    tray: Tray,
    batch: Batch,
    *,
    feed: Feed,
    room: ReadingRoom,
    by: Watcher,
) -> ScanOutcome:
    """Scan the feeder into a batch while its pages are read.

    Raises:
        DeviceError: the scanner needs a hand; what came before is in the tray and read.
        UnavailableError: nothing can be read here now; all pages are in the tray.
        DocumentHeld: another process works on this batch.
        Cancelled: the person stopped.
    """
    in_work = PagesInWork(tray, room.readers, room.settings)

    def note(page: PageRecord) -> None:
        in_work.add(page)
        by.on_page(page)

    with tray.holding(batch.id):
        try:
            outcome = scan_batch(
                tray,
                batch,
                feed=feed,
                on_page=note,
                progress=lambda _done, _total: None,
                cancelled=by.cancelled,
                prompt=by.prompt,
            )
        except DeviceError:
            # The hand at the scanner is needed first; reading says its own trouble when asked.
            with suppress(UnavailableError):
                in_work.finish(progress=by.progress, cancelled=by.cancelled)
            raise
        in_work.finish(progress=by.progress, cancelled=by.cancelled)
    return outcome


def read_pile(
    tray: Tray, batch: Batch, *, room: ReadingRoom, by: Watcher, patience_s: float = 0
) -> list[DocumentRecord]:
    """Read what is not read yet of a batch and tell its documents apart.

    Doing it again (after a kill) goes on where it stopped.

    Args:
        tray: this desk's tray.
        batch: all its pages are in the tray.
        room: who reads.
        by: who looks on.
        patience_s: how long another process that works on this batch is waited for.

    Raises:
        UnavailableError: nothing can be read here now; pages read so far are kept.
        DocumentHeld: another process works on this batch.
        Cancelled: the person stopped; pages read so far are kept.
    """
    in_work = PagesInWork(tray, room.readers, room.settings)
    with tray.holding(batch.id, patience_s=patience_s):
        for page in tray.pages(batch.id):
            in_work.add(page)
        in_work.finish(progress=by.progress, cancelled=by.cancelled)
        return propose_documents(
            tray, batch, departments=room.departments, separator_key=room.separator_key
        )
