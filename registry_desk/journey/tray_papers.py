"""Batches, pages and replies in the tray: what was captured, read, answered.

Every method that changes something is durable when it returns. Images lie as files in the spool.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from registry_desk.journey import rows
from registry_desk.journey.codec import to_json
from registry_desk.journey.records import (
    Batch,
    BatchState,
    Origin,
    PageRecord,
    ReplyRecord,
    ReplyState,
)
from registry_desk.journey.spool import Spool
from registry_desk.journey.store import Store
from registry_desk.model.page import ReadPage

FREE_BYTES_KEPT = 200 << 20
"""Room that stays free unless the settings say otherwise."""

_ADD_PAGE = (
    "INSERT INTO page (batch_id, number, file, sha256, captured_at, source, source_page, sheet,"
    " is_set_aside, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_MOVE_BATCH = "UPDATE batch SET state = ? WHERE id = ?"


class TrayPapers(Spool):
    """The tray's private folder and database, with the papers in it."""

    def __init__(self, folder: Path, *, free_bytes_kept: int = FREE_BYTES_KEPT) -> None:
        """Open the tray, made on first use.

        Args:
            folder: where everything lies.
            free_bytes_kept: the scanner stops before the disk has less room than this.

        Raises:
            TrayFull: no room to begin.
            TrayDamaged, TrayNewer: the database cannot be used.
            FolderClosed: this user may not write there.
        """
        super().__init__(folder)
        self.free_bytes_kept = free_bytes_kept
        self._store = Store(folder / "tray.db")

    @property
    def store(self) -> Store:
        """Give the database, for the modules that write more than one row at once."""
        return self._store

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def open_batch(self, origin: Origin, batch_id: UUID | None = None) -> Batch:
        """Begin a batch before its first sheet moves."""
        batch = Batch(batch_id or uuid4(), now(), BatchState.CAPTURING, origin)
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO batch (id, created_at, state, device, settings, operator)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (str(batch.id), batch.created_at.isoformat(), batch.state, *_parts(origin)),
            )
        return self.batch(batch.id)

    def batch(self, batch_id: UUID) -> Batch:
        """Give one batch."""
        return rows.batch(self._store.rows("SELECT * FROM batch WHERE id = ?", str(batch_id))[0])

    def batches(self) -> list[Batch]:
        """Give all batches, oldest first."""
        return [rows.batch(r) for r in self._store.rows("SELECT * FROM batch ORDER BY created_at")]

    def note_erased(self, batch_id: UUID) -> None:
        """Note that a batch's images have been erased, after their time."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE batch SET erased_at = ? WHERE id = ?", (now().isoformat(), str(batch_id))
            )

    def finish_capture(self, batch_id: UUID) -> None:
        """Note that all sheets of a batch are on disk."""
        self._move_batch(batch_id, BatchState.CAPTURED)

    def forget_batch(self, batch_id: UUID) -> None:
        """Forget a batch that has no page yet."""
        with self._store.writing() as db:
            db.execute(
                "DELETE FROM batch WHERE id = ?"
                " AND NOT EXISTS (SELECT * FROM page WHERE batch_id = batch.id)",
                (str(batch_id),),
            )

    def add_page(self, page: PageRecord) -> None:
        """Note a captured image; noting the same one twice changes nothing."""
        with self._store.writing() as db:
            db.execute(_ADD_PAGE, rows.page_values(page))

    def note_files(self, batch_id: UUID, pages: Sequence[PageRecord]) -> None:
        """Note the pages of files that somebody brought: all of them are there, or none is."""
        with self._store.writing() as db:
            db.executemany(_ADD_PAGE, map(rows.page_values, pages))
            db.execute(_MOVE_BATCH, (BatchState.CAPTURED, str(batch_id)))

    def pages(self, batch_id: UUID) -> list[PageRecord]:
        """Give a batch's pages in the order of capture."""
        query = "SELECT * FROM page WHERE batch_id = ? ORDER BY number"
        return [rows.page(r) for r in self._store.rows(query, str(batch_id))]

    def document_pages(self, document_id: UUID) -> list[PageRecord]:
        """Give a document's pages in its order."""
        query = "SELECT * FROM page WHERE document_id = ? ORDER BY position"
        return [rows.page(r) for r in self._store.rows(query, str(document_id))]

    def record_reading(self, page: PageRecord, read: ReadPage, cleaned: Path) -> None:
        """Keep what repair and reading made of a page."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE page SET read = ?, cleaned_file = ?, problem = NULL"
                " WHERE batch_id = ? AND number = ?",
                (to_json(ReadPage, read), self.name(cleaned), str(page.batch_id), page.number),
            )

    def set_page_aside(self, page: PageRecord, code: str) -> None:
        """Keep a page that cannot be read out of the documents; its image stays."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE page SET is_set_aside = 1, problem = ? WHERE batch_id = ? AND number = ?",
                (code, str(page.batch_id), page.number),
            )

    def _move_batch(self, batch_id: UUID, state: BatchState) -> None:
        with self._store.writing() as db:
            db.execute(_MOVE_BATCH, (state, str(batch_id)))

    # ---------------------------------------------------------------- replies

    def write_reply(self, reply: ReplyRecord) -> ReplyRecord:
        """Keep an official's reply before its first step; doing it again changes nothing."""
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO reply (id, entry_id, task_id, state, paragraphs, written_at,"
                " dispatch_how, template) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                rows.reply_values(reply),
            )
        return self.reply(reply.id)

    def reply(self, reply_id: UUID) -> ReplyRecord:
        """Give one reply."""
        return rows.reply(self._store.rows("SELECT * FROM reply WHERE id = ?", str(reply_id))[0])

    def replies(self, *states: ReplyState) -> list[ReplyRecord]:
        """Give the replies that stand at one of these steps, the oldest first."""
        found = self._store.rows("SELECT * FROM reply ORDER BY written_at")
        return [reply for reply in map(rows.reply, found) if reply.state in states]

    def advance_reply(self, reply_id: UUID, state: ReplyState, **found: str) -> ReplyRecord:
        """Write down a finished step of a reply."""
        columns = "".join(f", {name} = ?" for name in found)
        with self._store.writing() as db:
            db.execute(
                f"UPDATE reply SET state = ?{columns} WHERE id = ?",  # noqa: S608 - our own names
                (state, *found.values(), str(reply_id)),
            )
        return self.reply(reply_id)


def _parts(origin: Origin) -> tuple[str, str, str]:
    return origin.device, origin.settings, origin.operator


def now() -> datetime:
    """Give this moment, in UTC."""
    return datetime.now(UTC)
