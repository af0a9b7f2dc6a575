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
from registry_desk.wire import Entry

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
    if document.entry:
        receipt_of_entry(counter.office, entry_of(document), target, paper=paper)
        return target
    receipt(
        Receipt(
            institution=counter.office.institution,
            number=None,
            registered_at=None,
            received_at=document.received_at,
            due_on=None,
            due_article="",
            tracking_code=document.tracking_code,
            tracking_url=_address_of(counter.office, document.tracking_code),
            kind=document.line("kind"),
            sheet_count=0,
        ),
        target,
        paper=paper,
    )
    return target


def receipt_of_entry(office: Office, entry: Entry, target: Path, *, paper: str = "a5") -> None:
    """Make the proof of registration of an entry, however long ago it was registered."""
    receipt(
        Receipt(
            institution=office.institution,
            number=entry.number,
            registered_at=entry.registered_at,
            received_at=entry.received_at,
            due_on=entry.due_on,
            due_article=entry.due_article,
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
            kind=entry.kind.value if entry.kind else "",
            sheet_count=entry.sheet_count,
        ),
        target,
        paper=paper,
    )


def make_label(counter: Counter, document: DocumentRecord) -> Path:
    """Make the label for the original and the citizen's copy: number, date, code.

    Args:
        counter: this desk.
        document: accepted; without a number yet the label carries the code alone.

    Returns:
        The PDF, in the document's folder.
    """
    if document.entry:
        return label_of_entry(counter, entry_of(document))
    target = counter.tray.document_dir(document.id) / "label-code.pdf"
    label(_code_label(counter.office, document.tracking_code), target)
    return target


def label_of_entry(counter: Counter, entry: Entry) -> Path:
    """Make the label of an entry, however long ago it was registered.

    Returns:
        The PDF, in the entry's folder at this desk.
    """
    target = counter.tray.document_dir(entry.id) / "label-numbered.pdf"
    label(
        Label(
            institution=counter.office.institution,
            number=entry.number,
            registered_on=entry.registered_at.astimezone(_OFFICE_TIME).date(),
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
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
    made = [_code_label(office, code) for code in codes for _copy in range(2)]
    return labels(made, target)


def pictures_for_printer(file: Path) -> list[Path]:
    """Give the pages of a paper as pictures beside it, at :data:`PRINTED_DPI`."""
    with FileOpener() as opener:
        pictures = []
        for page in range(1, opener.count_pages(file) + 1):
            pictures.append(file.with_name(f"{file.stem}-{page}.png"))
            opener.render_page(file, page, pictures[-1], PRINTED_DPI)
        return pictures


def _code_label(office: Office, code: str) -> Label:
    """Give the label of what has no number yet."""
    address = _address_of(office, code)
    return Label(
        institution=office.institution,
        number=None,
        registered_on=None,
        tracking_code=code,
        tracking_url=address,
    )


def _address_of(office: Office, code: str) -> str:
    return f"{office.public_url}/u/{code}"
