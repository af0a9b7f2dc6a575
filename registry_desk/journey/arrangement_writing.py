"""Write an arrangement down: in one transaction, never touching what is registered."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry_desk.journey.arranging import Arrangement, ArrangementFixed, Part, arrangement_of
from registry_desk.journey.codec import to_json
from registry_desk.journey.records import DocumentState, PageRecord, known
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.model.tracking import new_tracking_code
from registry_desk.prefill import understand


def arrange(
    tray: Tray, batch_id: UUID, wanted: Arrangement, *, departments: Sequence[Department]
) -> Arrangement:
    """Write down how the clerk wants a batch to fall into documents.

    Documents whose pages change are understood anew; a document that lost all its pages was only a
    proposal and goes.

    Returns:
        The arrangement before, for undoing.

    Raises:
        ArrangementFixed: it would change what is registered or arrived finished; nothing is done.
    """
    documents, pages = tray.documents(batch_id), tray.pages(batch_id)
    before = arrangement_of(documents, pages)
    fixed = {d.id for d in documents if d.accepted_at is not None}
    closed = fixed | {d.id for d in documents if d.finished_file}
    _refuse_changes(before, wanted, closed)
    by_number = {page.number: page for page in pages}
    open_parts = [part for part in wanted.parts if part.document_id not in closed]
    was = {part.document_id: part.pages for part in before.parts}
    turned = before.hidden_backs ^ wanted.hidden_backs
    understood = {
        part.document_id: understand(
            [_seen(by_number[n], wanted) for n in part.pages if by_number[n].read],
            departments=departments,
        )
        for part in open_parts
        if was.get(part.document_id) != part.pages or turned & set(part.pages)
    }
    with tray.store.writing() as db:
        if fixed != _accepted(db, batch_id):
            raise ArrangementFixed
        _write_pages(db, batch_id, before, wanted, open_parts)
        _write_documents(db, batch_id, wanted, understood)
        for number in turned:
            _write_reading(db, by_number[number], is_blank=number in wanted.hidden_backs)
    return before


def _refuse_changes(before: Arrangement, wanted: Arrangement, closed: set[UUID]) -> None:
    stays = {part.document_id: part.pages for part in before.parts if part.document_id in closed}
    comes = {part.document_id: part.pages for part in wanted.parts if part.document_id in closed}
    touched = {number for pages in stays.values() for number in pages}
    if stays != comes or (before.hidden_backs ^ wanted.hidden_backs) & touched:
        raise ArrangementFixed


def _seen(page: PageRecord, wanted: Arrangement) -> ReadPage:
    read = known(page.read)
    is_blank = page.number in wanted.hidden_backs
    return replace(read, cleaned=replace(read.cleaned, is_blank=is_blank))


def _accepted(db: sqlite3.Connection, batch_id: UUID) -> set[UUID]:
    query = "SELECT id FROM document WHERE batch_id = ? AND accepted_at IS NOT NULL"
    return {UUID(row[0]) for row in db.execute(query, (str(batch_id),))}


def _write_pages(
    db: sqlite3.Connection,
    batch_id: UUID,
    before: Arrangement,
    wanted: Arrangement,
    open_parts: Sequence[Part],
) -> None:
    batch = str(batch_id)
    for part in open_parts:
        db.execute(
            "INSERT INTO document (id, batch_id, position, state, tracking_code, received_at,"
            " understanding, edits, register, department)"
            " SELECT ?, id, 0, ?, ?, created_at, ?, '{}', '', '' FROM batch WHERE id = ?"
            " ON CONFLICT (id) DO NOTHING",
            (
                str(part.document_id),
                DocumentState.PROPOSED,
                new_tracking_code(),
                to_json(Understanding, Understanding()),
                batch,
            ),
        )
    for number in before.aside ^ wanted.aside:
        db.execute(
            "UPDATE page SET is_set_aside = ?, document_id = NULL, position = NULL"
            " WHERE batch_id = ? AND number = ?",
            (int(number in wanted.aside), batch, number),
        )
    for part in open_parts:
        for position, number in enumerate(part.pages, 1):
            db.execute(
                "UPDATE page SET document_id = ?, position = ? WHERE batch_id = ? AND number = ?",
                (str(part.document_id), position, batch, number),
            )


def _write_documents(
    db: sqlite3.Connection,
    batch_id: UUID,
    wanted: Arrangement,
    understood: dict[UUID, Understanding],
) -> None:
    kept = {str(part.document_id) for part in wanted.parts}
    query = "SELECT id FROM document WHERE batch_id = ?"
    for (document_id,) in db.execute(query, (str(batch_id),)).fetchall():
        if document_id not in kept:
            db.execute("DELETE FROM document WHERE id = ?", (document_id,))
    for position, part in enumerate(wanted.parts, 1):
        db.execute(
            "UPDATE document SET position = ?, is_set_aside = ? WHERE id = ?",
            (position, int(part.is_set_aside), str(part.document_id)),
        )
    for document_id, understanding in understood.items():
        suggestion = understanding.department
        db.execute(
            "UPDATE document SET understanding = ?, department = ? WHERE id = ?",
            (
                to_json(Understanding, understanding),
                suggestion.department if suggestion else "",
                str(document_id),
            ),
        )


def _write_reading(db: sqlite3.Connection, page: PageRecord, *, is_blank: bool) -> None:
    read = known(page.read)
    seen = replace(read, cleaned=replace(read.cleaned, is_blank=is_blank))
    db.execute(
        "UPDATE page SET read = ? WHERE batch_id = ? AND number = ?",
        (to_json(ReadPage, seen), str(page.batch_id), page.number),
    )
