"""The tray: what is at this desk and how far it has come; the window only shows it.

Every method that changes something is durable when it returns.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from registry_desk.errors import RegistryDeskError
from registry_desk.journey import rows
from registry_desk.journey.codec import to_json
from registry_desk.journey.records import (
    BatchState,
    DocumentRecord,
    DocumentState,
    ProposedDocument,
)
from registry_desk.journey.tray_papers import FREE_BYTES_KEPT, TrayPapers, now
from registry_desk.model.document import Understanding
from registry_desk.model.tracking import new_tracking_code

__all__ = ["FREE_BYTES_KEPT", "Tray"]


class Tray(TrayPapers):
    """The tray of one desk, with its documents on their way."""

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
        label: str | None = None,
    ) -> DocumentRecord:
        """Note the clerk's Register: the document goes on by itself from here.

        Accepting again keeps the first moment; edits after the number are the register's matter.

        Args:
            document_id: which document.
            register: code of the register.
            department: whose task it becomes; may be empty.
            edits: fields as the clerk has them.
            label: the code of the label on the paper, which becomes the document's; not where
                another document of this tray has it.
        """
        with self._store.writing() as db:
            if label:
                db.execute(
                    "UPDATE document SET tracking_code = ?1 WHERE id = ?2 AND accepted_at IS NULL"
                    " AND NOT EXISTS (SELECT 1 FROM document WHERE tracking_code = ?1)",
                    (label, str(document_id)),
                )
            db.execute(
                "UPDATE document SET accepted_at = ?, register = ?, department = ?, edits = ?"
                " WHERE id = ? AND accepted_at IS NULL",
                (
                    now().isoformat(),
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
                (state, now().isoformat(), *found.values(), str(document_id)),
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
                    rows.problem_json(error, now()),
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


def _first_registered(db: sqlite3.Connection, batch_id: UUID) -> str | None:
    found = db.execute(
        "SELECT id FROM document WHERE batch_id = ? AND position = 1",
        (str(batch_id),),
    ).fetchone()
    return found[0] if found else None


def _insert_document(
    db: sqlite3.Connection, batch_id: UUID, position: int, proposed: ProposedDocument
) -> str:
    document_id = str(proposed.id or uuid4())
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
            now().isoformat(),
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
