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
    """The proof that an audit row stands in a closed block, checkable without the register.

    With SHA-256 alone: start from ``leaf``; for each step of ``path`` hash a byte 1, then both in
    their order (the step first where ``index`` is odd or the last of its level), until ``root``;
    ``head`` is the hash of the JSON list of block, size, root, previous and closed_at; and
    ``timestamp`` is an RFC 3161 token over ``head`` (``openssl ts -verify -token_in``).

    Source: RFC 6962, 2.1.1; RFC 9162, 2.1.3.2.
    """

    leaf: str
    is_closed: bool
    """False: the block is not closed yet; ask again in some minutes."""
    index: int = 0
    size: int = 0
    path: list[str] = Field(default_factory=list)
    root: str = ""
    block: int = 0
    head: str = ""
    previous: str = ""
    """Head of the block before."""
    closed_at: str = ""
    timestamp: str = ""
    """The authority's token over the head, base64; empty where nobody witnessed it yet."""
