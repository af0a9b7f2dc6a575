"""What is printed at the counter: the citizen's receipt, the label for the paper."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.intake.files import FileOpener
from registry_desk.journey.counter import Counter
from registry_desk.journey.records import DocumentRecord
from registry_desk.journey.registration import entry_of
from registry_desk.model.office import Office
from registry_desk.pdf import Label, Receipt, label, labels, receipt

PRINTED_DPI = 300
_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


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
            tracking_url=_tracking_url(counter, document),
            kind=document.line("kind"),
            sheet_count=entry.sheet_count if entry else 0,
        ),
        target,
        paper=paper,
    )
    return target


def make_label(counter: Counter, document: DocumentRecord) -> Path:
    """Make the label for the original and the citizen's copy: number, date, code.

    Args:
        counter: this desk.
        document: accepted; without a number yet the label carries the code alone.

    Returns:
        The PDF, in the document's folder.
    """
    entry = entry_of(document) if document.entry else None
    state = "numbered" if entry else "code"
    target = counter.tray.document_dir(document.id) / f"label-{state}.pdf"
    label(
        Label(
            institution=counter.office.institution,
            number=entry.number if entry else None,
            registered_on=entry.registered_at.astimezone(_OFFICE_TIME).date() if entry else None,
            tracking_code=document.tracking_code,
            tracking_url=_tracking_url(counter, document),
        ),
        target,
    )
    return target


def make_code_labels(office: Office, codes: Sequence[str], target: Path) -> str:
    """Make labels to stick on papers before they are scanned.

    Each code is on two: for the original and for the citizen's copy.

    Args:
        office: whose papers.
        codes: tracking codes that nothing has yet.
        target: the PDF, a page a label.

    Returns:
        SHA-256 of the file, hexadecimal.
    """
    made = [
        Label(
            institution=office.institution,
            number=None,
            registered_on=None,
            tracking_code=code,
            tracking_url=f"{office.public_url}/u/{code}",
        )
        for code in codes
        for _copy in range(2)
    ]
    return labels(made, target)


def pictures_for_printer(file: Path) -> list[Path]:
    """Give the pages of a paper as pictures beside it, at :data:`PRINTED_DPI`."""
    with FileOpener() as opener:
        pictures = []
        for page in range(1, opener.count_pages(file) + 1):
            pictures.append(file.with_name(f"{file.stem}-{page}.png"))
            opener.render_page(file, page, pictures[-1], PRINTED_DPI)
        return pictures


def _tracking_url(counter: Counter, document: DocumentRecord) -> str:
    if document.entry:
        return entry_of(document).tracking_url
    return f"{counter.office.public_url}/u/{document.tracking_code}"
