"""``registry-desk tray``: what waits at this desk, in which step, and why."""

from typing import Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import plural, text


def build() -> click.Command:
    """Give the verb."""
    return click.Command("tray", callback=_tray, params=[json_option()], help=text("cli.tray"))


def _tray(*, as_json: bool) -> int:
    from registry_desk import settings
    from registry_desk.errors import by_code
    from registry_desk.journey.records import DocumentRecord, DocumentState
    from registry_desk.journey.tray import Tray

    tray = Tray(settings.load().tray_dir)
    documents = [d for d in tray.documents() if d.state is not DocumentState.ASSIGNED]

    def shown(document: DocumentRecord) -> dict[str, Any]:
        problem = document.problem
        error = by_code(problem.code, problem.family, problem.params) if problem else None
        return {
            "id": str(document.id),
            "state": document.state.value,
            "number": document.entry["number"] if document.entry else None,
            "tracking_code": document.tracking_code,
            "received_at": document.received_at.isoformat(),
            "page_count": len(tray.document_pages(document.id)),
            "is_waiting_for_clerk": document.accepted_at is None,
            "is_set_aside": document.is_set_aside,
            "attempts": document.attempts,
            "reason": {"code": error.code, "message": error.message, "next_step": error.next_step}
            if error
            else None,
        }

    rows = [shown(d) for d in documents]
    words = [plural("tray.waiting", len(rows))] if rows else [text("tray.empty")]
    for row in rows:
        reason = row["reason"]["message"] if row["reason"] else ""
        state = text(f"document.{row['state']}")
        words.append(f"  {row['number'] or row['tracking_code']}  {state}  {reason}".rstrip())
    emit({"documents": rows}, as_json=as_json, words="\n".join(words))
    return 0
