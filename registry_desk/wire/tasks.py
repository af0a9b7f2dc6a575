"""Tasks: who has a letter, what was decided, how it is answered and sent, what is late."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from registry_desk.wire.words import Answered, Asked, Code, Line, Prose

TaskState = Literal["assigned", "opened", "resolved", "answered", "dispatched", "closed", "refused"]
How = Literal["post", "email", "hand"]


class Assignment(Asked):
    """Give an entry to a department, and to a person of it. The same ``id`` twice is one."""

    id: UUID
    entry_id: UUID
    department: Code
    official: Code | None = None
    note: Prose = ""
    """Where the entry lies with another department already: the reason, and needed."""
    supporting: tuple[Code, ...] = ()
    """Further departments that work on it; ``department`` leads."""


class Task(Answered):
    """A letter as work: replaces the covering note."""

    id: UUID
    entry_id: UUID
    number: str
    department: str
    official: str | None = None
    """Account name of who works on it."""
    state: TaskState
    due_on: date | None = None
    subject: str | None = None
    sender_name: str | None = None
    note: str = ""
    resolution: str = ""
    opened_at: datetime | None = None
    opened_by: str | None = None


class Resolution(Asked):
    """What was decided on a task."""

    text: Annotated[Prose, Field(min_length=1)]
    seen: Prose | None = None
    """The resolution that was there when it was looked at; another one meanwhile is then told."""


class Reason(Asked):
    """Why a task is refused."""

    reason: Annotated[Prose, Field(min_length=3)]


class Reply(Asked):
    """An answer that carries the number of the letter it answers. The same ``id`` twice is one."""

    id: UUID
    entry_id: UUID
    task_id: UUID
    subject: Line = ""


class Dispatch(Asked):
    """How a reply leaves the house."""

    how: How
    address: Line = ""
