"""Terms as people read them: how a date came about, and what is due soon."""

from datetime import date
from uuid import UUID

from pydantic import Field

from registry_desk.wire.words import Answered


class TermStep(Answered):
    """One step of a calculation, in words, with the day it leads to."""

    words: str
    on: date | None = None


class TermCalculation(Answered):
    """How an entry's term was counted."""

    number: str
    due_on: date | None = None
    due_internal_on: date | None = None
    article: str = ""
    start_on: date | None = None
    """The day it is counted from, itself not counted."""
    days: int | None = None
    """With an extension, where one was given."""
    unit: str = ""
    """``calendar`` or ``working``."""
    paused_on: date | None = None
    is_current: bool = True
    """The calendar as it stands today still gives these dates."""
    steps: list[TermStep] = Field(default_factory=list)


class Reminder(Answered):
    """A letter that is due soon."""

    entry_id: UUID
    number: str
    department: str | None = None
    official: str | None = None
    due_on: date
    due_internal_on: date | None = None
    days_left: int
