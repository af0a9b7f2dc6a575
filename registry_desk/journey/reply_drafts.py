"""Replies before they are signed: kept as they are written, changed as often as wanted."""

import json
from uuid import UUID

from registry_desk.journey import rows
from registry_desk.journey.records import ReplyRecord, ReplyState
from registry_desk.journey.tray import Tray


def keep(tray: Tray, reply: ReplyRecord) -> ReplyRecord:
    """Keep a reply's text; one that is signed already stays as it is.

    Returns:
        The reply as it stands in the tray.
    """
    tray.write_reply(reply)
    with tray.store.writing() as db:
        db.execute(
            "UPDATE reply SET paragraphs = ?, dispatch_how = ?, template = ?, written_at = ?,"
            " state = ? WHERE id = ? AND state IN (?, ?)"
            " AND (paragraphs <> ? OR dispatch_how <> ? OR template <> ?)",
            (
                paragraphs := json.dumps(reply.paragraphs, ensure_ascii=False),
                reply.dispatch_how,
                reply.template,
                reply.written_at.isoformat(),
                ReplyState.WRITTEN,
                str(reply.id),
                ReplyState.WRITTEN,
                ReplyState.COMPOSED,
                paragraphs,
                reply.dispatch_how,
                reply.template,
            ),
        )
    return tray.reply(reply.id)


def kept(tray: Tray, reply_id: UUID) -> ReplyRecord | None:
    """Give a reply that was begun at this desk; None where there is none."""
    found = tray.store.rows("SELECT * FROM reply WHERE id = ?", str(reply_id))
    return rows.reply(found[0]) if found else None
