"""``registry-desk tray``: what waits at this desk, in which step, and why."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.records import Batch, DocumentRecord
    from registry_desk.journey.tray import Tray


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "tray",
        callback=_tray,
        help=text("cli.tray"),
        params=[
            click.Option(["--tidy"], is_flag=True, help=text("cli.tray.tidy")),
            json_option(),
        ],
    )


def _tray(*, tidy: bool, as_json: bool) -> int:
    from registry_desk import settings
    from registry_desk.journey import keeping
    from registry_desk.journey.records import BatchState, DocumentState
    from registry_desk.journey.tray import Tray

    chosen = settings.load()
    tray = Tray(chosen.tray_dir)
    value: dict[str, Any] = {}
    words = []
    if tidy:
        days = chosen.number("tray.keep_days")
        erased = keeping.tidy(tray, keep_days=days)
        value["tidied"] = asdict(erased)
        megabytes = f"{erased.size_bytes / 1e6:.1f}"
        words.append(text("tray.tidied", count=erased.image_count, size_mb=megabytes, days=days))
    batches = [_batch(tray, b) for b in tray.batches() if b.state is not BatchState.PROPOSED]
    value["batches"] = [batch for batch in batches if batch["page_count"]]
    value["documents"] = [
        _document(tray, d) for d in tray.documents() if d.state is not DocumentState.ASSIGNED
    ]
    value["highest"] = _highest(d.entry["number"] for d in tray.documents() if d.entry)
    emit(value, as_json=as_json, words="\n".join(words + _lines(value)))
    return 0


def _highest(numbers: Iterable[str]) -> list[str]:
    """Give the highest number of each sequence that this desk knows, for a restored register."""
    from registry_desk.model.number import RegistrationNumber, highest_of

    return [str(number) for number in highest_of(map(RegistrationNumber.parse, numbers))]


def _batch(tray: "Tray", batch: "Batch") -> dict[str, Any]:
    """Show a pile whose pages are not read, or not all scanned, yet."""
    pages = tray.pages(batch.id)
    return {
        "id": str(batch.id),
        "state": batch.state.value,
        "created_at": batch.created_at.isoformat(),
        "page_count": len(pages),
        "read_count": sum(page.read is not None for page in pages),
    }


def _document(tray: "Tray", document: "DocumentRecord") -> dict[str, Any]:
    from registry_desk.errors import by_code

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


def _lines(value: dict[str, Any]) -> list[str]:
    rows = value["documents"]
    lines = [plural("tray.waiting", len(rows))] if rows else []
    for row in rows:
        reason = row["reason"]["message"] if row["reason"] else ""
        state = text(f"document.{row['state']}")
        lines.append(f"  {row['number'] or row['tracking_code']}  {state}  {reason}".rstrip())
    for batch in value["batches"]:
        count, read = batch["page_count"], batch["read_count"]
        lines.append(text(f"tray.batch.{batch['state']}", count=count, read=read))
    return lines or [text("tray.empty")]
