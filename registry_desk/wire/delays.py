"""Delays in the open: the honest figure, what stands beside it, the letters behind each."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from registry_desk.wire.words import Answered, Asked, Code, Day

Band = Literal["later", "soon", "week", "month", "quarter", "older", "paused"]
"""Open ones: due later, within five days; 1-7, 8-30, 31-90, more days late; standing still."""
Which = Literal[
    "open", "overdue", "paused", "extended", "redirected", "closed", "closed_late", "closed_on_time"
]


class Figures(Answered):
    """The honest figure of some letters, and what it could be flattered with."""

    open_count: int
    overdue_count: int
    closed_count: int
    closed_on_time_count: int
    on_time_share: float | None
    """Closed on time ÷ (closed + open overdue), 0 to 1; None where nothing was due yet."""
    oldest_overdue_days: int = 0
    redirected_count: int = 0
    extended_count: int = 0
    paused_count: int = 0
    """Open ones whose term stands still; they are not counted as overdue."""


class DepartmentDelays(Figures):
    """One department's figure."""

    department: str


class PersonDelays(Figures):
    """One person's figure."""

    department: str
    official: str | None
    """None: nobody in particular has them."""


class KindDelays(Figures):
    """The figure of one kind of letter."""

    kind: str | None


class AgeDelays(Answered):
    """How many open letters are of an age."""

    band: Band
    count: int


class Waiting(Answered):
    """Open tasks that wait at one step."""

    department: str
    state: str
    count: int
    mean_days: float
    longest_days: int


class WeekDelays(Answered):
    """One week of the trend."""

    begins_on: date
    closed_count: int
    closed_on_time_count: int
    overdue_count: int
    """Open past their term when the week ended."""
    on_time_share: float | None
    """Closed on time in the week ÷ (closed in it + overdue at its end)."""


class Delays(Answered):
    """The honest delay figures, worst first."""

    on: date
    departments: list[DepartmentDelays] = Field(default_factory=list)
    unassigned: Figures | None = None
    """Letters with a term that lie with the registry still, for whoever sees all departments."""
    people: list[PersonDelays] = Field(default_factory=list)
    """Where one department is asked for."""
    kinds: list[KindDelays] = Field(default_factory=list)
    ages: list[AgeDelays] = Field(default_factory=list)
    waiting: list[Waiting] = Field(default_factory=list)
    weeks: list[WeekDelays] = Field(default_factory=list)
    """The oldest first; the last is the present one."""


class DelaysAsked(Asked):
    """Which figures are wanted."""

    on: Day | None = None
    """Counted for this day; today in Bucharest unless given."""
    department: Code | None = None
    """Only of this one, then with its people."""


class LettersAsked(Asked):
    """Which letters stand behind a figure: what is given must all hold."""

    which: Which = "overdue"
    department: Code | None = None
    official: Annotated[str, Field(max_length=40)] | None = None
    """Account name; ``-`` for nobody's."""
    kind: Annotated[str, Field(max_length=20)] | None = None
    """A kind's code; ``-`` for none."""
    band: Band | None = None
    week: Day | None = None
    """First day of the week they were closed in."""
    after: Annotated[str, Field(max_length=60)] = ""
    """What the page before gave as ``next``."""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DelayedLetter(Answered):
    """A letter behind a figure. Of a confidential one whoever may not see it gets the number."""

    number: str
    department: str | None = None
    official: str | None = None
    kind: str | None = None
    state: str = ""
    due_on: date | None = None
    late_days: int = 0
    closed_on: date | None = None
    is_confidential: bool = False


class DelayedLetters(Answered):
    """One page of letters."""

    letters: list[DelayedLetter] = Field(default_factory=list)
    next: str | None = None
    """Asks for the page after; None on the last one."""


class Stay(Answered):
    """Where a task lay, and how long."""

    department: str
    official: str | None = None
    from_on: date
    to_on: date | None = None
    """None: it lies there still."""
    days: int
