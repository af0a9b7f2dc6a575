"""What a capture asks for, what it gives, and what is known of a scanner: plain values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

SOURCES = ("feeder", "duplex", "flatbed", "manual_duplex")
MODES = ("color", "gray", "bw")


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How paper is scanned."""

    source: str = "feeder"
    """``feeder``, ``duplex``, ``flatbed`` or ``manual_duplex`` (fronts, then backs)."""
    dpi: int = 300
    """Wanted resolution; the device's nearest one that is not lower is taken, else its highest."""
    mode: str = "color"
    """``color``, ``gray`` or ``bw``."""
    width_mm: float = 210.0
    height_mm: float = 297.0
    brightness: int = 0
    """-100 (dark) to 100 (bright), in hundredths of what the device allows."""
    is_backs_reversed: bool = True
    """In manual duplex the output stack goes back as it lies: the last sheet's back comes first."""
    extra: tuple[tuple[str, str | int | float | bool], ...] = ()
    """Options of this one device, by its own names, set after everything else."""


@dataclass(frozen=True, slots=True)
class CapturedPage:
    """A page image, durable on disk."""

    path: Path
    sha256: str
    """Of the file, hexadecimal."""
    number: int
    """Place in the batch, counted from 1; a scan that goes on continues it."""
    sheet: int | None
    """Sheet within this scan, counted from 1."""
    width_px: int
    height_px: int
    dpi: int


@dataclass(frozen=True, slots=True)
class ScanOutcome:
    """How a scan that met no fault ended."""

    page_count: int
    sheet_count: int
    end: str
    """``feeder_empty``, ``cancelled`` or ``single`` (flatbed)."""


class Prompt(Protocol):
    """Asks the person something in the middle of the work."""

    def ask(self, code: str, **params: Any) -> bool:
        """Show the words of a code; True = go on, False = stop here."""
        ...


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner that was found, in the program's own words."""

    name: str
    """The driver's name for it: ``airscan:e0:Copier``."""
    label: str
    """What people see."""
    vendor: str
    model: str
    is_simulated: bool
    """It moves no paper: a demonstration or test device."""
    is_busy: bool = False
    """Somebody else uses it now; then its abilities are not known."""
    sources: tuple[str, ...] = ()
    """Of :data:`SOURCES`, what it can do."""
    modes: tuple[str, ...] = ()
    """Of :data:`MODES`."""
    resolutions_dpi: tuple[int, ...] = ()
    lacks: tuple[str, ...] = ()
    """Codes of what it has not: ``feeder``, ``duplex``, ``color``, ``blank_detection``, …"""
    unmapped: tuple[str, ...] = ()
    """Names of its options that the program leaves as they are."""
    problem: str = ""
    """Error code when the device was found but could not be asked; empty otherwise."""
