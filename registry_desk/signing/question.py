"""What is asked of the process in which foreign signed files are opened."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.signing.trust import Trust
from registry_desk.signing.values import VisibleStamp

NETWORK_S = 25.0
"""More time where certificates' authorities may be asked."""
LISTS_S = 60.0
"""More time where trusted lists must be fetched or read."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the judge."""

    path: Path
    trust: Trust
    is_offline: bool
    limit_s: float
    """Time for the whole file."""
    language: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is asked of the judge's process."""

    path: Path
    signed_length: int
    """The first so many bytes are the signed view."""
    pages: tuple[int, ...]
    """From 1."""
    limit_s: float


@dataclass(frozen=True, slots=True)
class PagePair:
    """Both views of one page, as JPEG; None where the page is not in that view."""

    page: int
    signed: bytes | None
    present: bytes | None


@dataclass(frozen=True, slots=True)
class RoomWanted:
    """A place wanted for the picture of a signature beside words."""

    path: Path
    stamp: VisibleStamp
    limit_s: float
