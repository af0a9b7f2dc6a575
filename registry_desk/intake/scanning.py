"""Paper becomes page files, through a driver that is not trusted to live."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from registry_desk.intake.capture import CapturedPage, Prompt, ScanOutcome, ScanSettings
from registry_desk.intake.faults import ScannerCrashed, ScannerHangs
from registry_desk.intake.host import DriverProcess
from registry_desk.intake.messages import Ended, Failed, Lines, Order, Saved
from registry_desk.intake.worker import run_scan

FREE_BYTES_KEPT = 200 << 20
"""Room on the disk below which no further sheet is moved."""
PAGE_TIMEOUT_S = 90.0
"""Longest silence of a driver.

Source: sane-airscan gives up on a busy device after 10 s; slow flatbeds warm up for up to 60 s.
"""
_POLL_S = 0.1
_STOP_S = 5.0


def scan(  # noqa: PLR0913 - the room's public face
    device: str,
    settings: ScanSettings,
    folder: Path,
    *,
    first_index: int = 1,
    on_page: Callable[[CapturedPage], None],
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    prompt: Prompt,
    free_bytes_kept: int = FREE_BYTES_KEPT,
    page_timeout_s: float = PAGE_TIMEOUT_S,
    paper_wait_s: float = 0.0,
) -> ScanOutcome:
    """Scan what lies in the feeder (or on the glass) into a folder.

    Every page is durable before ``on_page`` is called with it, in this thread and in order. After
    a fault all pages told of are kept; scanning again with ``first_index`` one higher than the last
    goes on without double or hole once the sheet the fault names is back on top.

    Args:
        device: the driver's name for the scanner.
        settings: how to scan.
        folder: where ``page-NNNN.jpg`` go; made if missing.
        first_index: number of the first page.
        on_page: takes each page.
        progress: lines of the present page read so far, lines expected (0 = not known).
        cancelled: asked several times a second.
        prompt: asks to turn the stack in manual duplex, and whether to go on after a fault there.
        free_bytes_kept: the scan stops before the disk has less room than this.
        page_timeout_s: longest silence of the driver before it is ended.
        paper_wait_s: how long an empty feeder is waited for; the scan begins by itself.

    Raises:
        DeviceError: a hand is needed; each kind is a class in :mod:`registry_desk.intake.faults`.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    order = Order(device, settings, folder, first_index, free_bytes_kept, paper_wait_s)
    watch = Watch(on_page, progress, cancelled, page_timeout_s)
    if settings.source == "manual_duplex":
        from registry_desk.intake.two_passes import scan_two_passes

        return scan_two_passes(order, watch, prompt)
    return one_pass(order, watch)


class Watch:
    """What the caller wants to hear and say during a scan."""

    def __init__(
        self,
        on_page: Callable[[CapturedPage], None],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
        page_timeout_s: float,
    ) -> None:
        self.on_page = on_page
        self.progress = progress
        self.cancelled = cancelled
        self.page_timeout_s = page_timeout_s


def one_pass(order: Order, watch: Watch) -> ScanOutcome:
    """Have a worker scan one pass.

    Raises:
        DeviceError: see :func:`scan`.
    """
    kept = _Kept(order, watch.on_page)
    with DriverProcess(run_scan, order) as worker:
        try:
            end = _follow(worker, watch, kept)
        except (ScannerCrashed, ScannerHangs) as fault:
            kept.recover()
            raise type(fault)(**{**fault.params, **kept.next_page}) from fault
    return ScanOutcome(kept.count, kept.sheet_count, end)


def _follow(worker: DriverProcess, watch: Watch, kept: "_Kept") -> str:
    """Pass the worker's messages on until it ends."""
    silent_until = time.monotonic() + watch.page_timeout_s
    is_stopping = False
    while True:
        message = worker.receive(_POLL_S)
        if isinstance(message, Ended):
            return message.end
        if isinstance(message, Failed):
            raise message.error
        if isinstance(message, Saved):
            kept.take(message.page)
        elif isinstance(message, Lines):
            watch.progress(message.done, message.total)
        now = time.monotonic()
        if message is not None and not is_stopping:
            silent_until = now + watch.page_timeout_s
        if not is_stopping and watch.cancelled():
            worker.stop()
            is_stopping, silent_until = True, now + _STOP_S
        if now > silent_until:
            worker.kill()
            if is_stopping:
                kept.recover()
                return "cancelled"
            raise ScannerHangs(seconds=round(watch.page_timeout_s))


class _Kept:
    """The pages of a pass that were told of, and those a dead worker could not tell of any more."""

    def __init__(self, order: Order, on_page: Callable[[CapturedPage], None]) -> None:
        self._order = order
        self._on_page = on_page
        self._sides = 2 if order.settings.source == "duplex" else 1
        self.count = 0

    @property
    def sheet_count(self) -> int:
        """Count the sheets of the pages kept; a single side counts as a sheet."""
        return -(-self.count // self._sides)

    @property
    def next_page(self) -> dict[str, int]:
        """Give the place of the first page that is not kept."""
        return {
            "page": self._order.first_index + self.count,
            "sheet": self.count // self._sides + 1,
        }

    def take(self, page: CapturedPage) -> None:
        """Hand a page on."""
        self.count += 1
        self._on_page(page)

    def recover(self) -> None:
        """Hand on the whole pages that lie on disk although the worker died before telling."""
        while True:
            number = self._order.first_index + self.count
            paths = [
                self._order.folder / f"{self._order.stem}-{number:04d}{s}" for s in (".jpg", ".png")
            ]
            found = next((path for path in paths if path.exists()), None)
            if found is None:
                return
            with Image.open(found) as image:
                width, height = image.size
                dpi = round(image.info.get("dpi", (self._order.settings.dpi,))[0])
            digest = hashlib.sha256(found.read_bytes()).hexdigest()
            sheet = self.count // self._sides + 1
            self.take(CapturedPage(found, digest, number, sheet, width, height, dpi))


def renumbered(page: CapturedPage, path: Path, number: int, sheet: int) -> CapturedPage:
    """Give a page its final name, place and sheet."""
    return replace(page, path=path, number=number, sheet=sheet)
