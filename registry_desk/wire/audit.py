"""What happened to an entry, and the proof that the register wrote it down at the time."""

from datetime import datetime
from typing import Any

from pydantic import Field

from registry_desk.wire.words import Answered


class Event(Answered):
    """One act in an entry's history; the words are under ``act.<act>``."""

    at: datetime
    actor: str
    """Account name of who did it."""
    act: str
    detail: dict[str, Any] = Field(default_factory=dict)


class Inclusion(Answered):
    """The proof that an audit row stands in a closed block (RFC 6962 path)."""

    leaf: str
    is_closed: bool
    """False: the block is not closed yet; ask again in some minutes."""
    index: int = 0
    size: int = 0
    path: list[str] = Field(default_factory=list)
    root: str = ""
    block: int = 0
    head: str = ""
