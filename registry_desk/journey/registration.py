"""The steps of a letter to the register: number, stamp, delivery, seal, task.

Each step asks the register or makes a file, and gives the next state with what it found; nothing
is written down here. A step done twice has the effect of one: every request carries the document's
UUID, every file is addressed by its SHA-256.
"""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from registry_desk.client import RegisterAway
from registry_desk.durable import sha256_of
from registry_desk.journey.counter import Counter
from registry_desk.journey.labels import check_label, seen_label
from registry_desk.journey.mail import files_of as files_of_mail
from registry_desk.journey.mail import of_document as mail_of
from registry_desk.journey.mail import printed
from registry_desk.journey.records import DocumentRecord, DocumentState, PageRecord, known
from registry_desk.journey.tray import Tray
from registry_desk.model.document import FIELD_NAMES
from registry_desk.wire import Assignment, Entry, Registration
from registry_desk.wire.words import ask


@dataclass(frozen=True, slots=True)
class Step:
    """A finished step: the state it led to and what it found."""

    state: DocumentState
    found: dict[str, str]


def step_after(counter: Counter, document: DocumentRecord) -> Step | None:
    """Do the next step of an accepted document.

    Returns:
        What was reached; None where the document waits for its pages to be read, or is at the end.

    Raises:
        UnavailableError: the register does not answer now.
        RefusedError: a rule of the office says no.
    """
    seen = seen_label(document)
    if seen:
        return Step(document.state, seen)
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
    pages = counter.tray.document_pages(document.id)
    check_label(document, pages, counter.office.public_url)
    read = {name: document.value(name) for name in FIELD_NAMES}
    registration = ask(
        Registration,
        id=document.id,
        register=document.register or _first_register(counter),
        tracking_code=document.tracking_code,
        received_at=document.received_at,
        sheet_count=sheet_count_of(pages),
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
    mail = mail_of(counter.tray, document)
    if mail is not None:
        target = letter_file(counter.tray, document.id)
        return Step(DocumentState.STAMPED, {"letter_sha256": printed(counter, mail, target)})
    pages = counter.tray.document_pages(document.id)
    if not pages or any(page.read is None for page in pages):
        return None
    check_label(document, pages, counter.office.public_url)
    from registry_desk.journey import stamping  # brings the PDF libraries along

    make = stamping.registration_sheet if document.finished_file else stamping.stamped_scan
    return Step(DocumentState.STAMPED, {"letter_sha256": make(counter, document, pages)})


def _deliver(counter: Counter, document: DocumentRecord) -> Step:
    entry, register, mail = entry_of(document), counter.register, mail_of(counter.tray, document)
    arrived = files_of_mail(mail) if mail else _finished(counter.tray, document)
    for file, name in arrived:
        register.deliver(entry.id, file, sha256=sha256_of(file), role="finished", name=name)
    register.deliver(
        entry.id,
        letter_file(counter.tray, document.id),
        sha256=known(document.letter_sha256),
        role="registration_sheet" if document.finished_file and not mail else "letter",
        name="letter.pdf",
    )
    return Step(DocumentState.DELIVERED, {})


def _finished(tray: Tray, document: DocumentRecord) -> list[tuple[Path, str]]:
    """Give the file a document arrived finished in, with its name; our own scans have none."""
    if not document.finished_file:
        return []
    return [(tray.path(document.finished_file), tray.document_pages(document.id)[0].source)]


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


def sheet_count_of(pages: list[PageRecord]) -> int:
    """Count the sheets of paper that pages are on."""
    return len({page.sheet if page.sheet is not None else -page.number for page in pages})
