"""The tray: what is at this desk and how far it has come; the window only shows it.

Every method that changes something is durable when it returns. Images lie as files in the spool.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from registry_desk.errors import RegistryDeskError
from registry_desk.journey import rows
from registry_desk.journey.codec import to_json
from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    DocumentState,
    Origin,
    PageRecord,
    ProposedDocument,
    ReplyRecord,
    ReplyState,
)
from registry_desk.journey.spool import Spool
from registry_desk.journey.store import Store
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.model.tracking import new_tracking_code

FREE_BYTES_KEPT = 200 << 20
"""Room that stays free unless the settings say otherwise."""


class Tray(Spool):
    """The tray of one desk: its private folder and its database."""

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

    # ---------------------------------------------------------------- batches and pages

    def open_batch(self, origin: Origin, batch_id: UUID | None = None) -> Batch:
        """Begin a batch before its first sheet moves."""
        batch = Batch(batch_id or uuid4(), _now(), BatchState.CAPTURING, origin)
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
                "UPDATE batch SET erased_at = ? WHERE id = ?", (_now().isoformat(), str(batch_id))
            )

    def finish_capture(self, batch_id: UUID) -> None:
        """Note that all sheets of a batch are on disk."""
        self._move_batch(batch_id, BatchState.CAPTURED)

    def add_page(self, page: PageRecord) -> None:
        """Note a captured image; noting the same one twice changes nothing."""
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO page (batch_id, number, file, sha256, captured_at, source,"
                " source_page, sheet, is_set_aside, problem)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                rows.page_values(page),
            )

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
            db.execute("UPDATE batch SET state = ? WHERE id = ?", (state, str(batch_id)))

    # ---------------------------------------------------------------- documents

    def propose(
        self,
        batch_id: UUID,
        proposals: Sequence[ProposedDocument],
    ) -> list[DocumentRecord]:
        """Write down how a batch falls into documents; from now on their UUIDs stay.

        A document that the clerk registered first (before reading) takes the first proposal.
        Doing it again on a batch that is proposed changes nothing.

        Args:
            batch_id: the batch.
            proposals: the documents in order.
        """
        with self._store.writing() as db:
            state = db.execute("SELECT state FROM batch WHERE id = ?", (str(batch_id),)).fetchone()
            if state[0] != BatchState.PROPOSED:
                waiting = _first_registered(db, batch_id)
                for position, proposed in enumerate(proposals, 1):
                    if position == 1 and waiting:
                        document_id = waiting
                        db.execute(
                            "UPDATE document SET understanding = ? WHERE id = ?",
                            (to_json(Understanding, proposed.understanding), document_id),
                        )
                    else:
                        document_id = _insert_document(db, batch_id, position, proposed)
                    _take_pages(db, batch_id, document_id, proposed.page_numbers)
                db.execute(
                    "UPDATE batch SET state = ? WHERE id = ?", (BatchState.PROPOSED, str(batch_id))
                )
        return self.documents(batch_id)

    def begin_document(self, batch_id: UUID) -> DocumentRecord:
        """Begin a batch's first document before anything is read: the number comes first."""
        with self._store.writing() as db:
            found = _first_registered(db, batch_id)
            document_id = found or _insert_document(db, batch_id, 1, ProposedDocument())
        return self.document(UUID(document_id))

    def document(self, document_id: UUID) -> DocumentRecord:
        """Give one document."""
        query = "SELECT * FROM document WHERE id = ?"
        return rows.document(self._store.rows(query, str(document_id))[0])

    def documents(self, batch_id: UUID | None = None) -> list[DocumentRecord]:
        """Give the documents of a batch, or of the whole tray, in order."""
        query = (
            "SELECT document.* FROM document JOIN batch ON batch.id = batch_id"
            " WHERE ?1 IS NULL OR batch_id = ?1 ORDER BY batch.created_at, position"
        )
        wanted = str(batch_id) if batch_id else None
        return [rows.document(r) for r in self._store.rows(query, wanted)]

    def accept(
        self,
        document_id: UUID,
        *,
        register: str,
        department: str,
        edits: dict[str, str | int | None] | None = None,
    ) -> DocumentRecord:
        """Note the clerk's Register: the document goes on by itself from here.

        Accepting again keeps the first moment; edits after the number are the register's matter.
        """
        with self._store.writing() as db:
            db.execute(
                "UPDATE document SET accepted_at = ?, register = ?, department = ?, edits = ?"
                " WHERE id = ? AND accepted_at IS NULL",
                (
                    _now().isoformat(),
                    register,
                    department,
                    json.dumps(edits or {}, ensure_ascii=False),
                    str(document_id),
                ),
            )
        return self.document(document_id)

    def advance(self, document_id: UUID, state: DocumentState, **found: str | None) -> None:
        """Write down a finished step with what it found (``entry``, ``letter_sha256``, …)."""
        columns = "".join(f", {name} = ?" for name in found)
        with self._store.writing() as db:
            db.execute(
                f"UPDATE document SET state = ?, reached_at = ?, problem = NULL, attempts = 0,"  # noqa: S608 - columns are our own keyword names
                f" next_try_at = NULL{columns} WHERE id = ?",
                (state, _now().isoformat(), *found.values(), str(document_id)),
            )

    def note_problem(
        self, document_id: UUID, error: RegistryDeskError, next_try_at: datetime | None
    ) -> None:
        """Write down why a document waits, and when it is tried again (None: not by itself)."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE document SET problem = ?, next_try_at = ?, attempts = attempts + 1"
                " WHERE id = ?",
                (
                    rows.problem_json(error, _now()),
                    next_try_at and next_try_at.isoformat(),
                    str(document_id),
                ),
            )

    def set_aside(self, document_id: UUID, *, is_set_aside: bool = True) -> None:
        """Set a document aside, or take it back; nothing is deleted."""
        with self._store.writing() as db:
            db.execute(
                "UPDATE document SET is_set_aside = ?, next_try_at = NULL WHERE id = ?",
                (int(is_set_aside), str(document_id)),
            )

    # ---------------------------------------------------------------- replies

    def write_reply(self, reply: ReplyRecord) -> ReplyRecord:
        """Keep an official's reply before its first step; doing it again changes nothing."""
        with self._store.writing() as db:
            db.execute(
                "INSERT INTO reply VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING",
                rows.reply_values(reply),
            )
        return self.reply(reply.id)

    def reply(self, reply_id: UUID) -> ReplyRecord:
        """Give one reply."""
        return rows.reply(self._store.rows("SELECT * FROM reply WHERE id = ?", str(reply_id))[0])

    def advance_reply(self, reply_id: UUID, state: ReplyState, **found: str) -> ReplyRecord:
        """Write down a finished step of a reply."""
        columns = "".join(f", {name} = ?" for name in found)
        with self._store.writing() as db:
            db.execute(
                f"UPDATE reply SET state = ?{columns} WHERE id = ?",  # noqa: S608 - our own names
                (state, *found.values(), str(reply_id)),
            )
        return self.reply(reply_id)


def _first_registered(db: sqlite3.Connection, batch_id: UUID) -> str | None:
    found = db.execute(
        "SELECT id FROM document WHERE batch_id = ? AND position = 1",
        (str(batch_id),),
    ).fetchone()
    return found[0] if found else None


def _insert_document(
    db: sqlite3.Connection, batch_id: UUID, position: int, proposed: ProposedDocument
) -> str:
    document_id = str(uuid4())
    suggestion = proposed.understanding.department
    db.execute(
        "INSERT INTO document (id, batch_id, position, state, tracking_code, received_at,"
        " understanding, edits, register, department, finished_file)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '{}', '', ?, ?)",
        (
            document_id,
            str(batch_id),
            position,
            DocumentState.PROPOSED,
            new_tracking_code(),
            _now().isoformat(),
            to_json(Understanding, proposed.understanding),
            suggestion.department if suggestion else "",
            proposed.finished_file,
        ),
    )
    return document_id


def _take_pages(
    db: sqlite3.Connection, batch_id: UUID, document_id: str, numbers: Iterable[int]
) -> None:
    for position, number in enumerate(numbers, 1):
        db.execute(
            "UPDATE page SET document_id = ?, position = ? WHERE batch_id = ? AND number = ?",
            (document_id, position, str(batch_id), number),
        )


def _parts(origin: Origin) -> tuple[str, str, str]:
    return origin.device, origin.settings, origin.operator


def _now() -> datetime:
    return datetime.now(UTC)
