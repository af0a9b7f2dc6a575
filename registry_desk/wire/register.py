"""Entries of the register: asking for a number, what was given, the proof that none is missing."""

import warnings
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from registry_desk.model.document import Kind
from registry_desk.model.office import Direction
from registry_desk.model.tracking import parse_tracking_code
from registry_desk.wire.files import FileVersion
from registry_desk.wire.words import Answered, Asked, Code, Day, Instant, Line, Prose

Outcome = Literal["answered", "forwarded", "withdrawn", "classified"]
EntryState = Literal["received", "assigned", "opened", "resolved", "answered", "closed", "annulled"]


def _date(written: Any) -> Any:
    """Read a date as people write it (``13.02.2024``) beside ISO; empty means none."""
    if not isinstance(written, str):
        return written
    parts = written.strip().split(".")
    if len(parts) == 3:
        return "-".join(part.zfill(2) for part in reversed(parts))
    return written.strip() or None


def _none_if_empty(written: Any) -> Any:
    return None if isinstance(written, str) and not written.strip() else written


Given = Annotated[Line | None, BeforeValidator(_none_if_empty)]
"""A field that may be missing; empty is missing."""
TrackingCode = Annotated[str, AfterValidator(parse_tracking_code)]
Count = Annotated[int, Field(ge=0, le=100_000)]


class LetterFields(Asked):
    """The fields of an entry that describe the letter; all may be missing."""

    kind: Annotated[Kind | None, BeforeValidator(_none_if_empty)] = None
    sender_name: Given = None
    sender_address: Given = None
    sender_registration_number: Given = None
    sender_date: Annotated[date | None, BeforeValidator(_date)] = None
    subject: Given = None
    email: Given = None
    phone: Given = None
    cui: Given = None
    cnp: Given = None
    """In answers masked; looking at it is an act of its own."""
    iban: Given = None
    amount: Given = None
    deadline_days: Annotated[int | None, Field(ge=0, le=3660), BeforeValidator(_none_if_empty)] = (
        None
    )
    case_number: Given = None
    addressee: Given = None
    """Whom a document of our own goes to."""
    file_code: Given = None
    """Code of the file in the nomenclator (indicativul dosarului)."""
    sheet_count: Count = 0
    """Sheets of paper (file), not pages."""
    enclosure_count: Count = 0
    connected_to: Given = None
    """Number of the entry this one is connected to: ``12/2026``."""


class Milestone(Answered):
    """One step of an entry, as the citizen may see it; the words are under ``milestone.<code>``."""

    code: str
    at: datetime
    department: str | None = None
    """The department's code, where one has it from here on."""


with warnings.catch_warnings():
    # Every class has ABCMeta.register; pydantic takes a field of that name for a mistake.
    warnings.filterwarnings("ignore", "Field name .register. ")

    class Registration(LetterFields):
        """Ask for a number. The same ``id`` twice is the same entry, however often it is sent."""

        id: UUID
        register: Code = Field()
        direction: Direction = "incoming"
        tracking_code: TrackingCode
        """Made at the desk, before any network; it stays the final one."""
        received_at: Instant
        """When the letter reached the desk."""
        operator: Given = None
        """Who received it, where that is not the account that sends it."""
        is_confidential: bool = False
        """Seen only by its department, whoever registers it, and people named later."""
        is_notice_wanted: bool = False
        """The petitioner agreed to be told each step at the e-mail address given."""

    class Entry(LetterFields):
        """A row of the register with all that happened to it."""

        model_config = ConfigDict(frozen=True, extra="ignore")

        id: UUID
        number: str
        """As people write it: ``12/2026``, ``U-12/2026``."""
        year: int
        register: str = Field()
        direction: Direction
        registered_at: datetime
        received_at: datetime
        operator: Given = None
        tracking_code: str
        tracking_url: str
        department: str | None = None
        state: EntryState = "received"
        due_on: date | None = None
        """Legal date, by the article named beside it."""
        due_internal_on: date | None = None
        """The earlier date, to be safe."""
        due_article: str = ""
        paused_on: date | None = None
        """The term stands still since this day."""
        paused_days: int = 0
        """Days it stood still before."""
        is_confidential: bool = False
        is_notice_wanted: bool = False
        revision: int = 0
        """Goes up with every correction of the fields."""
        outcome: Outcome | None = None
        closed_at: datetime | None = None
        annulled_at: datetime | None = None
        annulled_reason: str | None = None
        files: list[FileVersion] = Field(default_factory=list)
        milestones: list[Milestone] = Field(default_factory=list)
        task_id: UUID | None = None
        """The open or last task."""
        audit_leaf: str = ""
        """Hash of the audit row that gave the number; goes on the citizen's receipt."""

    class Search(Asked):
        """Look for entries: what is given must all hold; the newest come first."""

        words: Annotated[str, Field(max_length=1000)] = ""
        """In any form, with or without diacritics; ``"a phrase"``, a number, a beginning."""
        before: Annotated[str, Field(max_length=40)] = ""
        """The last number of the page before; empty for the first page."""
        limit: int = 50
        """At most 200."""
        department: Code | None = None
        register: Code | None = Field(default=None)
        direction: Direction | None = None
        state: EntryState | None = None
        kind: Kind | None = None
        official: Code | None = None
        """Account name of somebody who has or had it as a task."""
        since: Day | None = None
        """First day of registration."""
        until: Day | None = None
        """Last day of registration."""


class Confidence(Asked):
    """Keep an entry to its department and the people named, or open it again."""

    is_confidential: bool
    people: Annotated[tuple[Code, ...], Field(max_length=50)] = ()
    """Account names that may see it beside the department and whoever registered it."""


class Annulment(Asked):
    """Annul a number: the row stays, the number is never given again."""

    reason: Annotated[Prose, Field(min_length=3)]


class Extension(Asked):
    """Extend a term as far as its law allows."""

    days: Annotated[int, Field(ge=1, le=366)]
    reason: Annotated[Prose, Field(min_length=3)]


class Closing(Asked):
    """Close an entry."""

    outcome: Outcome = "answered"
    reason: Prose = ""


class EntryCount(Answered):
    """How many entries a search finds."""

    count: int


class NumbersProof(Answered):
    """What a count of the year's numbers says."""

    year: int
    given: int
    """Numbers given, annulled ones among them."""
    gaps: int
    """Numbers below the highest one that no entry has."""
    doubles: int
    """Numbers that more than one entry has."""
    annulled: int
    missing: list[str] = Field(default_factory=list)
    """The first hundred gaps, as written."""
    repeated: list[str] = Field(default_factory=list)
    """The first hundred doubles, as written."""
