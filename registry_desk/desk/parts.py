"""What the window is given when it opens: everything outside, already connected."""

from dataclasses import dataclass

from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.pile import ReadingRoom
from registry_desk.journey.registration import Counter


@dataclass(frozen=True, slots=True)
class DeskParts:
    """The parts of one clerk's desk."""

    counter: Counter
    """Tray, register and office."""
    room: ReadingRoom
    """Who reads pages, in which languages."""
    operator: str
    """Account name of the clerk."""
    operator_name: str
    """The clerk's name, for the edge of the window."""
    device: str
    """Name of the scanner; empty: the first one found."""
    scan: ScanSettings
    register_code: str
    """The register new letters go to; empty: the office's first."""
    scheme: str = "system"
    """Looks: ``light``, ``dark`` or ``system``."""
    is_demonstration: bool = False
    """Marked on screen: devices and people are simulated."""
