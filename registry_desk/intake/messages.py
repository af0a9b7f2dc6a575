"""What the desk and the process that owns the scanner's driver say to each other."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import RegistryDeskError
from registry_desk.intake.capture import CapturedPage, Scanner, ScanSettings


@dataclass(frozen=True, slots=True)
class Order:
    """One pass of paper through a scanner."""

    device: str
    settings: ScanSettings
    folder: Path
    first_index: int
    """Number of the first page."""
    free_bytes_kept: int
    """Scanning stops before the disk has less room than this."""
    paper_wait_s: float
    """How long an empty feeder is waited for."""
    stem: str = "page"
    """Beginning of the file names."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Desk to driver: end the scan as soon as may be."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A page is being read: lines so far, lines expected (0 where not known)."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The feeder is empty and being waited for."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A page is durable on disk."""

    page: CapturedPage


@dataclass(frozen=True, slots=True)
class Ended:
    """The pass is over without a fault."""

    end: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The pass is over with a fault."""

    error: RegistryDeskError


@dataclass(frozen=True, slots=True)
class Listed:
    """The devices the drivers know: name, vendor, model, type."""

    devices: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A device with what it can do."""

    scanner: Scanner


FromDriver = Lines | Waiting | Saved | Ended | Failed | Listed | Described
