"""What goes out of the house: sent, listed for the post; proven received, or returned."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from registry_desk.wire.tasks import How
from registry_desk.wire.words import Answered, Asked, Day, Line, Prose, Sha256

PostKind = Literal["plain", "registered", "registered_proof"]
"""An ordinary letter, a registered one, a registered one with proof of receipt."""
SendingState = Literal[
    "waiting", "queued", "on_its_way", "doubtful", "failed", "left", "returned", "proven"
]


class Route(Asked):
    """How something goes out, and where to."""

    how: How
    addressee: Line = ""
    """Empty: whom the entry is from, or goes to."""
    address: Line = ""
    """Where to: postal or e-mail; empty: the entry's."""
    kind: PostKind = "registered"


class SendingOrder(Route):
    """Hand a finished paper to the dispatch. The same ``id`` twice is one."""

    id: UUID
    entry_id: UUID
    reply_id: UUID | None = None
    """The reply that goes out; its newest version is sent."""
    sha256: Sha256 | None = None
    """Without a reply: the file of the entry that goes out."""
    is_last: bool = True
    """The entry is answered and closed once it has left; False for an interim reply."""


class SendingAgain(Route):
    """Send once more what came back. The same ``id`` twice is one."""

    id: UUID


class Leaving(Asked):
    """Let something go: by e-mail, or into somebody's hand."""

    handed_to: Line = ""
    """Who took it and signed for it."""
    is_certain: bool = False
    """Of a doubtful e-mail: it is known to have left, and is not sent again."""


class PostOrder(Asked):
    """List letters for the post: they leave with it. The same ``id`` twice is one list."""

    id: UUID
    sending_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=500)]


class Afterwards(Asked):
    """What the post brought back."""

    on: Day | None = None
    """The day written on it; None: today."""
    reason: Prose = ""
    """Of returned mail: what the post wrote on it."""


class Sending(Answered):
    """Something that goes out, or has gone."""

    id: UUID
    entry_id: UUID
    entry_number: str
    reply_id: UUID | None = None
    sha256: str
    subject: str = ""
    how: How
    addressee: str = ""
    address: str = ""
    kind: PostKind = "registered"
    is_last: bool = True
    state: SendingState
    number: str = ""
    """Number of dispatch, ``15/2026``; given when it leaves by post or by hand."""
    list_number: str = ""
    """Number of the list it left with."""
    ordered_at: datetime
    ordered_by: str
    left_at: datetime | None = None
    left_by: str = ""
    handed_to: str = ""
    problem: str = ""
    """Why an e-mail did not leave, by code; the words are under ``sending.problem.<code>``."""
    settled_on: date | None = None
    """Day of its return, or of its receipt."""
    reason: str = ""


class PostList(Answered):
    """A list of letters handed to the post."""

    id: UUID
    number: str
    made_at: datetime
    made_by: str
    item_count: int
    sha256: str
    """Of its file."""
