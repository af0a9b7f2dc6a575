"""What happens to an entry's papers and fields later: corrected, completed, handed over."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from registry_desk.wire.register import Count, LetterFields
from registry_desk.wire.words import Answered, Asked, Day, Instant, Line, Prose

OriginalAct = Literal["kept", "handed_over", "returned"]


class Amendment(LetterFields):
    """Correct an entry's read fields: what is given is changed, what is not given stays."""

    revision: int | None = None
    """The entry's revision that was seen; somebody else's change meanwhile is then told."""


class FieldChange(Answered):
    """One field's old and new value, as written; a personal number is hidden."""

    field: str
    old: str | None = None
    new: str | None = None


class Amended(Answered):
    """One correction of an entry."""

    at: datetime
    by: str
    changes: list[FieldChange] = Field(default_factory=list)


class Addition(Asked):
    """Papers brought later to an existing number (completare). The same ``id`` twice is one."""

    id: UUID
    received_at: Instant
    sheet_count: Count = 0
    enclosure_count: Count = 0
    note: Line = ""


class OriginalMove(Asked):
    """Record where an original on paper is now. The same ``id`` twice is one."""

    id: UUID
    act: OriginalAct
    place: Annotated[Line, Field(min_length=1)]
    """Room, cabinet, file."""
    holder: Line = ""
    """Who has it; empty: the registry."""
    due_back_on: Day | None = None
    note: Prose = ""


class Original(Answered):
    """An entry's original, where it is."""

    entry_id: UUID
    number: str
    act: OriginalAct
    place: str
    holder: str = ""
    since: datetime
    by: str
    due_back_on: date | None = None
    is_overdue: bool = False
    note: str = ""
    subject: str = ""
    """Of the entry."""
