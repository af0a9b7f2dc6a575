"""Rows of the tray's database as records, and back."""

import json
import sqlite3
from datetime import datetime
from uuid import UUID

from registry_desk.errors import RegistryDeskError
from registry_desk.journey.codec import from_json, instant, plain
from registry_desk.journey.records import (
    Batch,
    BatchState,
    DocumentRecord,
    DocumentState,
    Origin,
    PageRecord,
    Problem,
    ReplyRecord,
    ReplyState,
)
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage


def batch(row: sqlite3.Row) -> Batch:
    """Give a batch."""
    return Batch(
        id=UUID(row["id"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        state=BatchState(row["state"]),
        origin=Origin(row["device"], row["settings"], row["operator"]),
        erased_at=instant(row["erased_at"]),
    )


def page_values(page: PageRecord) -> tuple[object, ...]:
    """Give a captured page's values in the order of its insert."""
    return (
        str(page.batch_id),
        page.number,
        page.file,
        page.sha256,
        page.captured_at.isoformat(),
        page.source,
        page.source_page,
        page.sheet,
        int(page.is_set_aside),
        page.problem,
    )


def page(row: sqlite3.Row) -> PageRecord:
    """Give a page."""
    return PageRecord(
        batch_id=UUID(row["batch_id"]),
        number=row["number"],
        file=row["file"],
        sha256=row["sha256"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        source=row["source"],
        source_page=row["source_page"],
        sheet=row["sheet"],
        is_set_aside=bool(row["is_set_aside"]),
        problem=row["problem"],
        read=from_json(ReadPage, row["read"]) if row["read"] else None,
        cleaned_file=row["cleaned_file"],
        document_id=UUID(row["document_id"]) if row["document_id"] else None,
        position=row["position"],
    )


def document(row: sqlite3.Row) -> DocumentRecord:
    """Give a document."""
    found = plain(row["problem"])
    return DocumentRecord(
        id=UUID(row["id"]),
        batch_id=UUID(row["batch_id"]),
        position=row["position"],
        state=DocumentState(row["state"]),
        tracking_code=row["tracking_code"],
        received_at=datetime.fromisoformat(row["received_at"]),
        understanding=from_json(Understanding, row["understanding"]),
        edits=plain(row["edits"]),
        register=row["register"],
        department=row["department"],
        accepted_at=instant(row["accepted_at"]),
        entry=plain(row["entry"]),
        finished_file=row["finished_file"],
        letter_sha256=row["letter_sha256"],
        sealed_sha256=row["sealed_sha256"],
        reached_at=instant(row["reached_at"]),
        is_set_aside=bool(row["is_set_aside"]),
        attempts=row["attempts"],
        next_try_at=instant(row["next_try_at"]),
        problem=_problem(found) if found else None,
        is_label_seen=bool(row["is_label_seen"]),
    )


def _problem(found: dict[str, object]) -> Problem:
    return Problem(
        code=str(found["code"]),
        family=str(found["family"]),
        params=dict(found["params"]),  # type: ignore[call-overload]
        at=datetime.fromisoformat(str(found["at"])),
    )


def problem_json(error: RegistryDeskError, at: datetime) -> str:
    """Write an error as the tray keeps it: by code, so that it is said in the reader's language."""
    return json.dumps(
        {"code": error.code, "family": error.family, "params": error.params, "at": at.isoformat()},
        ensure_ascii=False,
    )


def reply_values(reply: ReplyRecord) -> tuple[object, ...]:
    """Give a new reply's values in the order of its insert."""
    return (
        str(reply.id),
        str(reply.entry_id),
        str(reply.task_id),
        reply.state,
        json.dumps(reply.paragraphs, ensure_ascii=False),
        reply.written_at.isoformat(),
        reply.dispatch_how,
        reply.template,
    )


def reply(row: sqlite3.Row) -> ReplyRecord:
    """Give a reply."""
    return ReplyRecord(
        id=UUID(row["id"]),
        entry_id=UUID(row["entry_id"]),
        task_id=UUID(row["task_id"]),
        state=ReplyState(row["state"]),
        paragraphs=tuple(json.loads(row["paragraphs"])),
        written_at=datetime.fromisoformat(row["written_at"]),
        dispatch_how=row["dispatch_how"],
        template=row["template"],
        signed_sha256=row["signed_sha256"],
        sealed_sha256=row["sealed_sha256"],
    )
