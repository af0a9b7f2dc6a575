"""How long the tray keeps images whose sealed copy lies safely in the register.

Erased are only the captured and cleaned images of documents that have gone all the way, some days
after the register confirmed the sealed copy. What was set aside, belongs to no document or waits
for anything stays, and so do the records: who scanned what, when, and its SHA-256.

Source: ARCHITECTURE, "The tray is the heart".
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from registry_desk.journey.records import Batch, BatchState, DocumentRecord, DocumentState
from registry_desk.journey.spool import DocumentHeld
from registry_desk.journey.tray import Tray


@dataclass(frozen=True, slots=True)
class Tidied:
    """What was erased."""

    batch_count: int = 0
    image_count: int = 0
    size_bytes: int = 0


def tidy(tray: Tray, *, keep_days: int, now: datetime | None = None) -> Tidied:
    """Erase the images whose time is over; doing it again changes nothing.

    Args:
        tray: this desk's tray.
        keep_days: how long images are kept after the last step of the last document of a batch.
        now: the present instant, aware.

    Returns:
        What was erased this time.
    """
    limit = (now or datetime.now(UTC)) - timedelta(days=keep_days)
    found = Tidied()
    for batch in tray.batches():
        if not _is_over(batch, tray.documents(batch.id), limit):
            continue
        try:
            with tray.holding(batch.id):
                erased = _erase(tray, batch)
        except DocumentHeld:
            continue
        found = Tidied(
            found.batch_count + 1,
            found.image_count + erased.image_count,
            found.size_bytes + erased.size_bytes,
        )
    return found


def _is_over(batch: Batch, documents: list[DocumentRecord], limit: datetime) -> bool:
    if batch.state is not BatchState.PROPOSED or batch.erased_at is not None or not documents:
        return False
    return all(
        document.state is DocumentState.ASSIGNED
        and document.sealed_sha256 is not None
        and not document.is_set_aside
        and document.reached_at is not None
        and document.reached_at < limit
        for document in documents
    )


def _erase(tray: Tray, batch: Batch) -> Tidied:
    """Erase first and note then: a process killed in between does it again."""
    pages = tray.pages(batch.id)
    gone = [page for page in pages if page.document_id is not None and not page.is_set_aside]
    staying = {page.file for page in pages if page not in gone}
    files = {page.file for page in gone} - staying
    files |= {page.cleaned_file for page in gone if page.cleaned_file}
    count = size_bytes = 0
    for file in sorted(files):
        place = tray.path(file)
        if place.exists():
            count, size_bytes = count + 1, size_bytes + place.stat().st_size
            place.unlink()
    tray.note_erased(batch.id)
    return Tidied(1, count, size_bytes)
