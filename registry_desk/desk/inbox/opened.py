"""A row of the inbox opened for working on it, and the reply as it stands in the editor."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from registry_desk.desk.inbox.rows import Row
from registry_desk.journey.records import ReplyRecord

if TYPE_CHECKING:
    from registry_desk.wire import Approval, Consultation, Entry, Event, Sending


@dataclass(frozen=True, slots=True)
class Opened:
    """A row of the inbox with all one must know for working on it."""

    row: Row
    entry: "Entry"
    history: "list[Event]"
    reply_id: UUID
    """Of the reply that is written now."""
    reply: ReplyRecord | None = None
    """As far as it was begun at this desk."""
    links: "list[Entry]" = field(default_factory=list)
    consultations: "list[Consultation]" = field(default_factory=list)
    approvals: "list[Approval]" = field(default_factory=list)
    """Of the reply that is written now."""
    approval: str = "none"
    """Where the reply stands on its way up: ``none``, ``needed`` or the route's state."""
    sendings: "list[Sending]" = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    """What was typed for each act and not sent yet."""
    templates: tuple[str, ...] = ()
    """Names of the institution's templates for replies."""


def further_papers(before: "Entry", now: "Entry") -> bool:
    """Tell whether papers were added to an entry since."""
    known = {file.sha256 for file in before.files}
    return any(file.role == "addition" and file.sha256 not in known for file in now.files)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as it stands in the editor."""

    paragraphs: tuple[str, ...]
    how: str
    """``post``, ``email`` or ``hand``."""
    template: str = ""
    """Name of the institution's template; empty for the built-in page."""
