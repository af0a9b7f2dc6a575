"""The archive: how long what is kept, what may go, what is held about a person."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from registry_desk.wire.words import Answered, Asked, Day, Line, Prose

Form = Literal["json", "csv", "xlsx"]


class FileCode(Asked):
    """One row of the nomenclator: a file's code, and how long it is kept."""

    code: Annotated[Line, Field(min_length=1, max_length=100)]
    name: Line = ""
    years: Annotated[int | None, Field(ge=1, le=200)] = None
    """None: kept for ever (permanent)."""
    remark: Line = ""


class Nomenclator(Asked):
    """The nomenclator's rows; those not named stay as they are."""

    codes: Annotated[tuple[FileCode, ...], Field(max_length=5_000)]


class ListAsked(Asked):
    """Which list of the archive is wanted, and how."""

    on: Day | None = None
    """Counted for this day; today unless given."""
    after_years: Annotated[int, Field(ge=1, le=200)] = 30
    """Of permanent files: how long they stay here before they go to the National Archives."""
    form: Form = "json"


class ArchiveRow(Answered):
    """A closed entry as it stands in a list of the archive."""

    entry_id: UUID
    number: str
    file_code: str
    closed_on: date
    kept_until: date | None
    """None: for ever."""
    subject: str | None = None
    sheet_count: int = 0
    remark: str = ""


class HoldReason(Asked):
    """Why an entry must not be disposed of, whatever its term: a court, an inquiry."""

    reason: Annotated[Prose, Field(min_length=3)]


class PersonAsked(Asked):
    """Whose entries are wanted: those for which any of what is given is the same."""

    name: Line = ""
    cnp: Annotated[Line, Field(max_length=20)] = ""
    email: Annotated[Line, Field(max_length=254)] = ""
    phone: Annotated[Line, Field(max_length=40)] = ""
    form: Form = "json"

    @model_validator(mode="after")
    def _something_is_given(self) -> "PersonAsked":
        if not (self.name or self.cnp or self.email or self.phone):
            raise ValueError("name")
        return self


class PersonEntry(Answered):
    """What an entry holds about a person."""

    number: str
    registered_on: date
    kind: str | None = None
    sender_name: str | None = None
    sender_address: str | None = None
    addressee: str | None = None
    email: str | None = None
    notice_to: str = ""
    """Where each step is told by e-mail, as they asked."""
    phone: str | None = None
    cnp: str | None = None
    iban: str | None = None
    subject: str | None = None
    state: str = ""
    department: str | None = None
    files: list[str] = Field(default_factory=list)
    """Names of the files kept with it."""
    kept_until: date | None = None
    """By the nomenclator; None where it says nothing, or for ever."""
