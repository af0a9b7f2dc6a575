"""Work done together: questions to colleagues, supporting departments, substitutes, moved tasks."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from registry_desk.wire.words import Answered, Asked, Code, Day, Line, Prose


class Question(Asked):
    """Ask a colleague or a department about a task. The same ``id`` twice is one."""

    id: UUID
    department: Code
    official: Code | None = None
    text: Annotated[Prose, Field(min_length=1)]


class Consultation(Answered):
    """A question to a colleague, or a supporting department's part."""

    id: UUID
    task_id: UUID
    entry_id: UUID
    number: str
    department: str
    official: str | None = None
    is_support: bool = False
    """Given together with the task: this department works on it too, another one leads."""
    question: str = ""
    asked_by: str
    asked_at: datetime
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


class Substitution(Asked):
    """Somebody stands in for an absent colleague. The same ``id`` twice is one."""

    id: UUID
    absent: Code
    substitute: Code
    from_on: Day
    to_on: Day
    work: Literal["moves", "waits"] = "moves"
    """Whether the substitute works on the absent one's tasks, or they wait."""
    reason: Prose = ""
    """Why; told to those who may name substitutes alone, because it may be an illness."""


class Pause(Asked):
    """Stop a term from running."""

    reason: Annotated[Prose, Field(min_length=3)]
    article: Line = ""
    """By which the term is suspended."""


class Moving(Asked):
    """Move many tasks at once, all or none. The same ``id`` twice is one."""

    id: UUID
    task_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=500)]
    department: Code
    official: Code | None = None
    reason: Annotated[Prose, Field(min_length=3)]
