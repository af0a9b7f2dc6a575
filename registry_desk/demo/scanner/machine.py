"""The simulated scanner's inside: sheets in the feeder, a sheet on the glass, and troubles."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from uuid import uuid4


class Fault(StrEnum):
    """What can go wrong, at a page of one's choice."""

    JAM = "jam"
    COVER_OPEN = "cover_open"
    DOUBLE_FEED = "double_feed"
    TRUNCATED = "truncated"
    """The page's data ends half way, and the answer calls it whole."""
    ENDLESS = "endless"
    """The page begins and never ends."""
    BUSY = "busy"
    """The device answers 503 for ever."""
    CUT = "cut"
    """The connection breaks in mid-page."""
    UNPLUGGED = "unplugged"
    """The connection breaks in mid-page and nothing answers any more."""
    STOPPED = "stopped"
    """The device says that there are no more pages although sheets lie in the feeder."""


_FEEDER_STATES = {
    Fault.JAM: "ScannerAdfJam",
    Fault.COVER_OPEN: "ScannerAdfHatchOpen",
    Fault.DOUBLE_FEED: "ScannerAdfMultipickDetected",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper: an image for its front, one or none (blank) for its back."""

    front: Path
    back: Path | None = None


@dataclass(frozen=True, slots=True)
class JobSettings:
    """What a scan job asks for."""

    is_feeder: bool
    is_duplex: bool
    is_color: bool
    dpi: int
    width_px: int
    height_px: int


@dataclass(slots=True)
class Job:
    """A scan job under way."""

    settings: JobSettings
    uri: str = field(default_factory=lambda: str(uuid4()))
    backs: deque[Path | None] = field(default_factory=deque)
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the device answers to "next page, please"."""

    image: Path | None = None
    """The side's image; None for a blank one."""
    is_empty: bool = False
    """No page comes (404)."""
    fault: Fault | None = None


class Machine:
    """Holds the paper (thread-safe)."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._feeder: deque[Sheet] = deque()
        self._fed: list[Sheet] = []
        self._glass: Path | None = None
        self._fault: Fault | None = None
        self._pages_until_fault = 0
        self._is_fault_shown = False
        self._jobs: dict[str, Job] = {}
        self._pace_s = 0.0
        self._ready_at = 0.0

    def load(self, sheets: Sequence[Sheet]) -> None:
        """Put a stack into the empty feeder."""
        with self._lock:
            self._feeder = deque(sheets)
            self._fed = []

    def lay_on_glass(self, image: Path | None) -> None:
        """Put a sheet on the glass, or take it away."""
        with self._lock:
            self._glass = image

    def break_at(self, fault: Fault, *, after_pages: int) -> None:
        """Have a trouble come after so many more pages."""
        with self._lock:
            self._fault, self._pages_until_fault = fault, after_pages
            self._is_fault_shown = False

    def clear(self, *, sheet: int | None) -> None:
        """Take the trouble away and put sheets back from one on (counted from 1 since loading)."""
        with self._lock:
            self._fault, self._is_fault_shown = None, False
            if sheet is not None:
                self._feeder.extendleft(reversed(self._fed[sheet - 1 :]))
            self._fed = []
            self._jobs = {}

    def set_pace(self, seconds_per_page: float) -> None:
        """Let every page take its time."""
        self._pace_s = seconds_per_page

    @property
    def is_unplugged(self) -> bool:
        """Tell whether nothing may answer any more."""
        return self._is_fault_shown and self._fault is Fault.UNPLUGGED

    @property
    def is_busy(self) -> bool:
        """Tell whether every job is refused."""
        return self._fault is Fault.BUSY and self._pages_until_fault <= 0

    @property
    def feeder_state(self) -> str:
        """Give the state of the feeder in eSCL's words."""
        with self._lock:
            if self._is_fault_shown and self._fault in _FEEDER_STATES:
                return _FEEDER_STATES[self._fault]
            return "ScannerAdfLoaded" if self._feeder else "ScannerAdfEmpty"

    @property
    def jobs(self) -> list[Job]:
        """Give the jobs, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def sheets_left(self) -> int:
        """Count the sheets in the feeder."""
        return len(self._feeder)

    def begin(self, settings: JobSettings) -> Job | None:
        """Begin a job; None when the device refuses (busy)."""
        with self._lock:
            if self.is_busy:
                return None
            job = Job(settings)
            self._jobs[job.uri] = job
            return job

    def job(self, uri: str) -> Job | None:
        """Give a job that is not over."""
        with self._lock:
            found = self._jobs.get(uri)
            return None if found is None or found.is_done else found

    def end(self, uri: str) -> None:
        """End a job."""
        with self._lock:
            if uri in self._jobs:
                self._jobs[uri].is_done = True

    def next_page(self, job: Job) -> Delivery:
        """Move the next side under the lamp."""
        self._turn_rollers()
        with self._lock:
            if job.uri not in self._jobs:  # cleared by hand while the rollers turned
                return Delivery(is_empty=True)
            if self._is_due():
                return self._trouble(job)
            delivery = self._feed(job) if job.settings.is_feeder else self._from_glass(job)
            self._pages_until_fault -= 0 if delivery.is_empty else 1
            return delivery

    def _turn_rollers(self) -> None:
        """Wait until a page can have come since the one before; the rollers turn meanwhile."""
        with self._lock:
            begun = max(self._ready_at, time.monotonic())
            self._ready_at = begun + self._pace_s
        time.sleep(max(0.0, self._ready_at - time.monotonic()))

    def _is_due(self) -> bool:
        return self._fault is not None and self._pages_until_fault <= 0

    def _trouble(self, job: Job) -> Delivery:
        self._is_fault_shown = True
        fault = self._fault
        if fault in _FEEDER_STATES or fault is Fault.STOPPED:
            job.is_done = True
            return Delivery(is_empty=True, fault=fault)
        if fault is Fault.BUSY:
            return Delivery(fault=fault)
        side = self._feed(job) if job.settings.is_feeder else self._from_glass(job)
        return Delivery(side.image, side.is_empty, fault)

    def _feed(self, job: Job) -> Delivery:
        if job.backs:
            return Delivery(job.backs.popleft())
        if not self._feeder:
            job.is_done = True
            return Delivery(is_empty=True)
        sheet = self._feeder.popleft()
        self._fed.append(sheet)
        if job.settings.is_duplex:
            job.backs.append(sheet.back)
        return Delivery(sheet.front)

    def _from_glass(self, job: Job) -> Delivery:
        if job.is_done:
            return Delivery(is_empty=True)
        job.is_done = True
        return Delivery(self._glass)
