"""What lies in the tray: batches, pages, documents, replies, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from registry_desk.model.document import FieldReading, Understanding
from registry_desk.model.page import ReadPage

_Value = TypeVar("_Value")


def known(value: _Value | None) -> _Value:
    """Give a value that the state of its record guarantees.

    Raises:
        ValueError: the record's state does not fit what it holds.
    """
    if value is None:
        raise ValueError("a value is missing that this state guarantees")
    return value


class BatchState(StrEnum):
    """How far a batch has come."""

    CAPTURING = "capturing"
    """Paper is still coming, or stopped coming and somebody must say how to go on."""
    CAPTURED = "captured"
    """All its sheets are on disk."""
    PROPOSED = "proposed"
    """Its documents are told apart."""


class DocumentState(StrEnum):
    """The last step of a document that is durable; the words are under ``document.<value>``."""

    PROPOSED = "proposed"
    REGISTERED = "registered"
    STAMPED = "stamped"
    DELIVERED = "delivered"
    SEALED = "sealed"
    ASSIGNED = "assigned"


class ReplyState(StrEnum):
    """The last step of an official's reply that is durable."""

    WRITTEN = "written"
    COMPOSED = "composed"
    SIGNED = "signed"
    DELIVERED = "delivered"
    SEALED = "sealed"
    DISPATCHED = "dispatched"
    CLOSED = "closed"


MAIL, FILES = "mail", "files"
"""Stand for the scanner of a batch that is an e-mail, or files that somebody brought."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a batch came from; goes into the fidelity note."""

    device: str
    """Name of the scanner, ``files`` or ``mail``."""
    settings: str
    """Source, resolution and mode, for people."""
    operator: str
    """Account name of who scanned."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A pile of paper fed in one go."""

    id: UUID
    created_at: datetime
    state: BatchState
    origin: Origin
    erased_at: datetime | None = None
    """When its images were erased from this desk, long after the register had confirmed them."""

    @property
    def is_mail(self) -> bool:
        """Tell whether it is an e-mail and not a pile of paper."""
        return self.origin.device == MAIL

    @property
    def is_scanned(self) -> bool:
        """Tell whether a scanner fed it: more sheets can follow."""
        return self.origin.device not in (MAIL, FILES)


@dataclass(frozen=True, slots=True)
class PageRecord:
    """One captured image and what became of it."""

    batch_id: UUID
    number: int
    """Place in the batch, counted from 1, in the order of capture."""
    file: str
    """Path of the captured image below the tray's folder; never rewritten."""
    sha256: str
    """Of the captured file, hexadecimal."""
    captured_at: datetime
    source: str
    """Name of the file or device page it came from."""
    source_page: int = 1
    sheet: int | None = None
    is_set_aside: bool = False
    problem: str | None = None
    """Error code of a page that cannot be read; it stays in the tray."""
    read: ReadPage | None = None
    cleaned_file: str | None = None
    document_id: UUID | None = None
    position: int | None = None
    """Place within its document, counted from 1."""

    @property
    def is_finished(self) -> bool:
        """Tell whether it is a page of a file that arrived finished (a PDF)."""
        return self.file.endswith(".pdf")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document or reply waits."""

    code: str
    family: str
    params: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A letter on its way."""

    id: UUID
    batch_id: UUID
    position: int
    """Place among the documents of its batch, counted from 1."""
    state: DocumentState
    tracking_code: str
    received_at: datetime
    understanding: Understanding = field(default_factory=Understanding)
    edits: dict[str, str | int | None] = field(default_factory=dict)
    """What the clerk changed: field name to value, None for emptied."""
    register: str = ""
    department: str = ""
    accepted_at: datetime | None = None
    """When the clerk said Register; from then on it goes by itself."""
    entry: dict[str, Any] | None = None
    """What the register answered (wire Entry as JSON)."""
    finished_file: str | None = None
    """Path, below the tray's folder, of a file that arrived finished (signed, born digital); it is
    kept byte for byte."""
    letter_sha256: str | None = None
    sealed_sha256: str | None = None
    reached_at: datetime | None = None
    """When its last step was durable; None before the first."""
    is_set_aside: bool = False
    attempts: int = 0
    next_try_at: datetime | None = None
    problem: Problem | None = None
    is_label_seen: bool = False
    """Somebody was told that the label on the paper has another code, and had it go on."""

    def value(self, name: str) -> str | int | None:
        """Give a field's value in force: the clerk's, else the one read from the paper."""
        if name in self.edits:
            return self.edits[name]
        reading: FieldReading | None = self.understanding.fields.get(name)
        return reading.value if reading else None

    def line(self, name: str) -> str:
        """Give a field's value in force as text, empty when there is none."""
        value = self.value(name)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ProposedDocument:
    """A document as the batch falls, before anybody looked at it."""

    page_numbers: tuple[int, ...] = ()
    """Places in the batch, in the document's order."""
    understanding: Understanding = field(default_factory=Understanding)
    finished_file: str | None = None
    """The file it arrived finished in; see :attr:`DocumentRecord.finished_file`."""
    id: UUID | None = None
    """Where it follows from what the document is; None: a new one."""


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """An official's answer on its way back."""

    id: UUID
    entry_id: UUID
    task_id: UUID
    state: ReplyState
    paragraphs: tuple[str, ...]
    written_at: datetime
    dispatch_how: str
    template: str = ""
    """File name of the institution's template; empty for the built-in page."""
    signed_sha256: str | None = None
    sealed_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Handing:
    """What the dispatch is told of a reply."""

    address: str = ""
    """Where to; empty: the entry's own address."""
    is_last: bool = True
    """The entry is closed as answered once it has left; False for an interim reply."""
