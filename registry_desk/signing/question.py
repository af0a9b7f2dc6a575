"""What is asked of the judge of signatures."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.signing.trust import Trust

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
