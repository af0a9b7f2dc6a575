"""The steps of a letter to the register: number, stamp, delivery, seal, task.

Each step asks the register or makes a file, and gives the next state with what it found; nothing
is written down here. A step done twice has the effect of one: every request carries the document's
UUID, every file is addressed by its SHA-256.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import registry_desk
from registry_desk.client import RegisterAway, RegisterClient
from registry_desk.durable import sha256_of
from registry_desk.journey.finished import make_sheet
from registry_desk.journey.records import Batch, DocumentRecord, DocumentState, PageRecord, known
from registry_desk.journey.tray import Tray
from registry_desk.model.document import FIELD_NAMES
from registry_desk.pdf import Capture, Metadata, PdfPage, Stamp, assemble
from registry_desk.wire import Assignment, Entry, Office, Registration
from registry_desk.wire.words import ask

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_STEPS = ("brightness", "borders", "upright", "straight")


@dataclass(frozen=True, slots=True)
class Step:
    """A finished step: the state it led to and what it found."""

    state: DocumentState
    found: dict[str, str]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a letter is registered: this desk's tray, its register, its habits."""

    tray: Tray
    register: RegisterClient
    office: Office
    pdf_profile: str = "faithful"
    trust: tuple[Path, ...] = ()
    """Certificates (PEM) that signatures of arriving files are checked against."""


def step_after(counter: Counter, document: DocumentRecord) -> Step | None:
    """Do the next step of an accepted document.

    Returns:
        What was reached; None where the document waits for its pages to be read, or is at the end.

    Raises:
        UnavailableError: the register does not answer now.
        RefusedError: a rule of the office says no.
    """
    match document.state:
        case DocumentState.PROPOSED:
            return _number(counter, document)
        case DocumentState.REGISTERED:
            return _stamp(counter, document)
        case DocumentState.STAMPED:
            return _deliver(counter, document)
        case DocumentState.DELIVERED:
            return _seal(counter, document)
        case DocumentState.SEALED:
            return _assign(counter, document)
        case DocumentState.ASSIGNED:
            return None


def letter_file(tray: Tray, document_id: UUID) -> Path:
    """Give the place of a document's stamped PDF."""
    return tray.document_dir(document_id) / "letter.pdf"


def entry_of(document: DocumentRecord) -> Entry:
    """Give what the register answered.

    Raises:
        ValueError: the document has no number yet.
    """
    return Entry.model_validate(known(document.entry))


def _number(counter: Counter, document: DocumentRecord) -> Step:
    read = {name: document.value(name) for name in FIELD_NAMES}
    registration = ask(
        Registration,
        id=document.id,
        register=document.register or _first_register(counter),
        tracking_code=document.tracking_code,
        received_at=document.received_at,
        sheet_count=_sheet_count(counter.tray.document_pages(document.id)),
        **{name: value for name, value in read.items() if value not in (None, "")},
    )
    entry = counter.register.register(registration)
    return Step(DocumentState.REGISTERED, {"entry": entry.model_dump_json()})


def _first_register(counter: Counter) -> str:
    """Give the register of a letter that was accepted before the office was ever known here."""
    if not counter.office.registers:
        raise RegisterAway(address=counter.register.url)
    return counter.office.registers[0].code


def _stamp(counter: Counter, document: DocumentRecord) -> Step | None:
    """Make the letter's PDF: our own scan stamped, or the sheet beside what arrived finished."""
    pages = counter.tray.document_pages(document.id)
    if not pages or any(page.read is None for page in pages):
        return None
    make = _registration_sheet if document.finished_file else _stamped_scan
    return Step(DocumentState.STAMPED, {"letter_sha256": make(counter, document, pages)})


def _registration_sheet(counter: Counter, document: DocumentRecord, pages: list[PageRecord]) -> str:
    return make_sheet(
        counter.tray.path(known(document.finished_file)),
        letter_file(counter.tray, document.id),
        entry=entry_of(document),
        institution=counter.office.institution,
        first_page=pages[0],
        trust=counter.trust,
    )


def _stamped_scan(counter: Counter, document: DocumentRecord, pages: list[PageRecord]) -> str:
    entry = entry_of(document)
    written = [page for page in pages if page.read and not page.read.cleaned.is_blank] or pages[:1]
    return assemble(
        [_pdf_page(counter.tray, page) for page in written],
        letter_file(counter.tray, document.id),
        profile=counter.pdf_profile,
        metadata=Metadata(
            title=f"{entry.number} {document.line('subject')}".strip(),
            author=document.line("sender_name"),
            subject=document.line("subject"),
            created_at=entry.registered_at,
        ),
        stamp=Stamp(
            number=entry.number,
            registered_on=_local_day(entry),
            institution=counter.office.institution,
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
        ),
        capture=_capture(counter.tray.batch(document.batch_id), written, _sheet_count(pages)),
    )


def _deliver(counter: Counter, document: DocumentRecord) -> Step:
    entry, register = entry_of(document), counter.register
    if document.finished_file:
        original = counter.tray.path(document.finished_file)
        register.deliver(
            entry.id,
            original,
            sha256=sha256_of(original),
            role="finished",
            name=counter.tray.document_pages(document.id)[0].source,
        )
    register.deliver(
        entry.id,
        letter_file(counter.tray, document.id),
        sha256=known(document.letter_sha256),
        role="registration_sheet" if document.finished_file else "letter",
        name="letter.pdf",
    )
    return Step(DocumentState.DELIVERED, {})


def _seal(counter: Counter, document: DocumentRecord) -> Step:
    sealed = counter.register.seal(entry_of(document).id, known(document.letter_sha256))
    return Step(DocumentState.SEALED, {"sealed_sha256": sealed.sha256})


def _assign(counter: Counter, document: DocumentRecord) -> Step | None:
    if not document.department:
        return None
    counter.register.assign(
        Assignment(
            id=uuid5(document.id, "assignment"),
            entry_id=entry_of(document).id,
            department=document.department,
        )
    )
    return Step(DocumentState.ASSIGNED, {})


def _pdf_page(tray: Tray, page: PageRecord) -> PdfPage:
    read = known(page.read)
    return PdfPage(
        image=tray.path(known(page.cleaned_file)),
        dpi=read.cleaned.cleaned_dpi,
        words=read.text.words,
        label=str(page.position or ""),
    )


def _capture(batch: Batch, pages: list[PageRecord], sheet_count: int) -> Capture:
    return Capture(
        device=batch.origin.device,
        settings=batch.origin.settings,
        operator=batch.origin.operator,
        software=f"Registry Desk {registry_desk.__version__}",
        captured_at=max(page.captured_at for page in pages),
        page_sha256=tuple(page.sha256 for page in pages),
        sheet_count=sheet_count,
        steps=_STEPS,
    )


def _sheet_count(pages: list[PageRecord]) -> int:
    return len({page.sheet if page.sheet is not None else -page.number for page in pages})


def _local_day(entry: Entry) -> date:
    return entry.registered_at.astimezone(_OFFICE_TIME).date()
