"""What is asked of the judge of signatures."""

from dataclasses import dataclass
from pathlib import Path

NETWORK_S = 25.0
"""More time where certificates' authorities may be asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the judge."""

    path: Path
    trust: tuple[Path, ...]
    is_offline: bool
    limit_s: float
    """Time for the whole file."""
    language: str
