"""What is printed at the counter: the citizen's receipt."""

from pathlib import Path

from registry_desk.journey.records import DocumentRecord
from registry_desk.journey.registration import Counter, entry_of
from registry_desk.pdf import Receipt, receipt


def make_receipt(counter: Counter, document: DocumentRecord, *, paper: str = "a5") -> Path:
    """Make the proof of registration; without a number yet it carries the tracking code alone.

    Args:
        counter: this desk.
        document: accepted, with or without a number.
        paper: ``a5``, ``a6`` or ``roll80``.

    Returns:
        The PDF, in the document's folder.
    """
    target = counter.tray.document_dir(document.id) / f"receipt-{paper}.pdf"
    entry = entry_of(document) if document.entry else None
    code = document.tracking_code
    receipt(
        Receipt(
            institution=counter.office.institution,
            number=entry.number if entry else None,
            registered_at=entry.registered_at if entry else None,
            received_at=document.received_at,
            due_on=entry.due_on if entry else None,
            due_article=entry.due_article if entry else "",
            tracking_code=code,
            tracking_url=entry.tracking_url if entry else f"{counter.office.public_url}/u/{code}",
            kind=document.line("kind"),
            sheet_count=entry.sheet_count if entry else 0,
        ),
        target,
        paper=paper,
    )
    return target
