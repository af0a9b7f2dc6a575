"""A document: a run of pages with what was understood of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from registry_desk.model.page import Box


class Kind(StrEnum):
    """The kinds of letters told apart; the words are under ``kind.<value>``."""

    PETITION = "petition"
    COMPLAINT = "complaint"
    INFORMATION_REQUEST = "information_request"
    INVOICE = "invoice"
    SUMMONS = "summons"
    OFFICIAL_LETTER = "official_letter"
    OTHER = "other"


FIELD_NAMES = (
    "kind",
    "sender_name",
    "sender_address",
    "sender_registration_number",
    "sender_date",
    "subject",
    "email",
    "phone",
    "cui",
    "cnp",
    "iban",
    "amount",
    "deadline_days",
    "case_number",
)
"""The fields of an entry that are read from the paper, in the order of the form."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """One field's value with how sure it is and where on the paper it was read."""

    value: str | int
    confidence: float
    """0 to 1."""
    page: int
    """Index of the page within the batch, counted from 1."""
    box: Box | None
    """Place on the captured image; None where the value is a conclusion from the whole page."""
    reason: str = ""
    """For people: why this value (kind, department), a catalogue code with or without detail."""


Fields = dict[str, FieldReading]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The beginning of a document, as proposed."""

    first_page: int
    """Index within the batch, counted from 1."""
    confidence: float
    """0 to 1; below the doubt threshold it is shown to the clerk as uncertain."""
    reason: str
    """Catalogue code: ``boundary.separator``, ``boundary.letterhead``, …"""


@dataclass(frozen=True, slots=True)
class Split:
    """How a batch falls into documents."""

    documents: tuple[tuple[int, ...], ...]
    """For each document its page indexes (from 1) in order: no separators, nor their
    blank other sides, but its own blank backs."""
    boundaries: tuple[Boundary, ...]
    """One for each document, plus the doubtful places where none was made."""
    separators: tuple[int, ...] = ()
    """Indexes of the separator pages."""
    doubtful: tuple[Boundary, ...] = ()
    """Places where a document may begin but none was begun."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A department suggested for a document, with the reason a person can read."""

    department: str
    """The department's code."""
    confidence: float
    reason: str
    """The words that decided, as they stand in the letter."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What prefill made of a document."""

    fields: Fields = field(default_factory=dict)
    department: Suggestion | None = None
