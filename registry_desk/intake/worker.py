"""The process that owns the scanner's driver: everything that may hang or crash happens here."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from registry_desk.children import end_with_parent
from registry_desk.errors import DeviceError, RegistryDeskError
from registry_desk.intake import causes
from registry_desk.intake.describing import describe
from registry_desk.intake.driver import Device, Frame, list_devices
from registry_desk.intake.escl import StatusLine
from registry_desk.intake.faults import FeederEmpty, FeederStopped, ScannerFailed
from registry_desk.intake.messages import (
    Described,
    Ended,
    Failed,
    FromDriver,
    Lines,
    Listed,
    Order,
    Saved,
    Stop,
    Waiting,
)
from registry_desk.intake.writer import PageWriter

_LINES_PER_WORD = 200
_RETRY_S = 1.0


class Link:
    """The worker's end of the pipe: threads may speak, one listens for Stop."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        self._device: Device | None = None

    def say(self, message: FromDriver) -> None:
        """Send a message to the desk."""
        try:
            with self._lock:
                self._pipe.send(message)
        except OSError:
            self._stop()  # nobody listens any more

    def listen(self) -> None:
        """Begin to listen for Stop (in a thread of its own)."""
        threading.Thread(target=self._listen, name="desk-listener", daemon=True).start()

    def stops(self, device: Device) -> None:
        """Cancel this device when Stop comes."""
        self._device = device

    def _listen(self) -> None:
        try:
            while not isinstance(self._pipe.recv(), Stop):
                pass
        except (EOFError, OSError):
            pass  # the desk closed its end: it wants no more either
        self._stop()

    def _stop(self) -> None:
        self.stopped.set()
        if self._device is not None:
            self._device.cancel()


def run_scan(pipe: Connection, order: Order) -> None:
    """Scan one pass and tell of each page (a process's main function)."""
    link = _begin(pipe)
    try:
        with Device(order.device) as device:
            link.stops(device)
            link.say(_outcome(device, order, link))
            # Only now: some drivers hang when they are told to stop, and the desk has its answer.
            device.cancel()
    except Exception as told:  # noqa: BLE001 - the process's last door
        link.say(_failed(told, order))
    _leave(pipe)


def _outcome(device: Device, order: Order, link: Link) -> Ended | Failed:
    line = StatusLine(order.device)
    try:
        device.prepare(order.settings)
        return Ended(_pass(device, order, link, line))
    except Exception as told:  # noqa: BLE001 - whatever it is, the desk hears of it
        return _failed(told, order)


def _failed(told: Exception, order: Order) -> Failed:
    fault = _as_fault(told)
    place = {"page": order.first_index, "sheet": 1}
    return Failed(type(fault)(**{**place, **fault.params}))


def _as_fault(told: Exception) -> RegistryDeskError:
    if isinstance(told, RegistryDeskError):
        return told
    return ScannerFailed(reason=f"{type(told).__name__}: {told}")


def run_list(pipe: Connection) -> None:
    """Tell which devices there are (a process's main function)."""
    link = _begin(pipe)
    try:
        link.say(Listed(list_devices()))
    except Exception as told:  # noqa: BLE001 - the process's last door
        link.say(Failed(_as_fault(told)))
    _leave(pipe)


def run_describe(pipe: Connection, devices: tuple[tuple[str, str, str, str], ...]) -> None:
    """Tell what each device can do (a process's main function)."""
    link = _begin(pipe)
    for row in devices:
        link.say(Described(describe(row)))
    _leave(pipe)


def _begin(pipe: Connection) -> Link:
    end_with_parent()
    # Ctrl+C is the desk's affair: it tells this process to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Some drivers write to standard output, which belongs to the desk's answer.
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    if not any(name.startswith("SANE_DEBUG") for name in os.environ):
        os.dup2(quiet, 2)
    link = Link(pipe)
    link.listen()
    return link


def _leave(pipe: Connection) -> None:
    """End at once: a driver's own clean-up at exit may hang, and the desk has its answer."""
    pipe.close()
    sys.stdout.flush()
    os._exit(0)


def _pass(device: Device, order: Order, link: Link, line: StatusLine) -> str:
    """Scan until the feeder is empty, the one page is read, or the desk says stop."""
    writer = PageWriter(order, lambda page: link.say(Saved(page)))
    try:
        end = _read_all(device, order, link, writer, line)
    except Exception as told:  # whatever it is, the pages before it are kept
        fault = _as_fault(told)
        if isinstance(fault, DeviceError):
            fault = causes.explain(fault, device, line)
        place = writer.next_page
        writer.finish(is_complete=False)
        raise type(fault)(**{**place, **fault.params}) from told
    writer.finish(is_complete=end != "cancelled" or order.settings.source != "duplex")
    return end


def _read_all(
    device: Device, order: Order, link: Link, writer: PageWriter, line: StatusLine
) -> str:
    is_restarted = False
    waits_until = time.monotonic() + order.paper_wait_s
    while True:
        writer.check_room()
        if link.stopped.is_set():
            return "cancelled"
        try:
            frame = _next_frame(device, link)
        except FeederEmpty:
            device.cancel()
            is_empty = causes.is_really_empty(device, line, is_first=writer.is_untouched)
            if writer.is_untouched:
                _wait_for_paper(link, waits_until)
            elif is_empty:
                return "feeder_empty"
            elif is_restarted:
                raise FeederStopped(**writer.next_page) from None
            is_restarted = True
            continue
        is_restarted = False
        if frame is None:
            return "cancelled"
        writer.take(frame)
        if order.settings.source == "flatbed":
            return "single"


def _next_frame(device: Device, link: Link) -> Frame | None:
    """Read the next page; None when the person stopped it, whatever its driver calls that.

    Raises:
        DeviceError: as the driver says.
    """
    try:
        device.start()
        frame = None if link.stopped.is_set() else device.read(_thinned(link))
    except DeviceError:
        if link.stopped.is_set():
            return None
        raise
    return None if frame is None or (link.stopped.is_set() and not frame.is_whole) else frame


def _wait_for_paper(link: Link, until: float) -> None:
    """Wait a moment for paper in a feeder that was empty from the beginning.

    Raises:
        FeederEmpty: it was waited for long enough.
    """
    if time.monotonic() >= until:
        raise FeederEmpty
    link.say(Waiting())
    link.stopped.wait(_RETRY_S)


def _thinned(link: Link) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % _LINES_PER_WORD == 0:
            link.say(Lines(done, max(total, 0)))

    return tell
