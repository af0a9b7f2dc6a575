"""The way up and down the house: approval of replies, repartition of letters."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from registry_desk.wire.words import Answered, Asked, Code, Prose, Sha256

ApprovalState = Literal["waiting", "approved", "refused", "withdrawn"]


class ApprovalOrder(Asked):
    """Send a reply up for approval. The same ``id`` twice is one; another one takes it back."""

    id: UUID
    sha256: Sha256
    """The draft, delivered before with the role ``draft``; what is signed later must be it."""
    approvers: Annotated[tuple[Code, ...], Field(max_length=5)] = ()
    """Account names, one after another; empty: whoever leads the department."""
    note: Prose = ""


class Decision(Asked):
    """Approve a reply, or refuse it with a reason."""

    is_approved: bool
    reason: Prose = ""


class Approval(Answered):
    """One step of a reply's way up."""

    id: UUID
    order_id: UUID
    step: int
    """Counted from 1; the next one waits until this is approved."""
    reply_id: UUID
    entry_id: UUID
    number: str
    subject: str = ""
    department: str
    sha256: str
    approver: str | None = None
    note: str = ""
    asked_by: str
    asked_at: datetime
    state: ApprovalState
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""


class ApprovalRule(BaseModel):
    """Whether a department's replies are signed only after approval."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    department: Code
    is_needed: bool


class Unassigned(Answered):
    """A letter that waits for repartition: to a department, or to a person of it."""

    entry_id: UUID
    number: str
    task_id: UUID | None = None
    department: str | None = None
    """None: it lies with no department yet."""
    sender_name: str | None = None
    subject: str | None = None
    due_on: date | None = None
    registered_at: datetime
    reason: str = ""
    """Why it was given back, where it was."""
