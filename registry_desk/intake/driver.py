"""The SANE driver behind its Python door; used only inside the worker process.

A driver may hang, crash, write to standard output or stop a batch without a word. Here its
answers become our errors; what it does to the process is the parent's business.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from PIL import Image

from registry_desk.errors import DeviceError
from registry_desk.intake import faults
from registry_desk.intake.capture import ScanSettings
from registry_desk.intake.options import DeviceOption, Value, from_driver
from registry_desk.intake.plan import STEPS, wanted

_ANSWER_S = 10.0
"""A driver that takes longer to close and open its device does not answer: some hang there."""
_FAULTS: tuple[tuple[str, type[DeviceError]], ...] = (
    ("out of documents", faults.FeederEmpty),
    ("feeder jammed", faults.FeederJammed),
    ("cover is open", faults.CoverOpen),
    ("Device busy", faults.ScannerBusy),
    ("has been denied", faults.ScannerDenied),
)
"""SANE's status texts that name a cause. Source: ``sane_strstatus`` of sane-backends 1.2."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's raster as the driver gave it."""

    image: Image.Image
    lines_expected: int
    """0 where the device does not know beforehand."""
    dpi: int

    @property
    def is_short(self) -> bool:
        """Tell whether lines are missing: a cancelled read ends like that, without any error."""
        return 0 < self.image.height < self.lines_expected

    @property
    def is_whole(self) -> bool:
        """Tell whether it is known that no line is missing."""
        return 0 < self.lines_expected <= self.image.height


def list_devices() -> tuple[tuple[str, str, str, str], ...]:
    """Ask all drivers for their devices."""
    return tuple(tuple(row) for row in _sane().get_devices())


def _sane() -> Any:
    try:
        import sane
    except ImportError as missing:
        raise faults.DriversMissing from missing
    sane.init()  # type: ignore[no-untyped-call]
    return sane


class Device:
    """An open scanner (a context manager)."""

    def __init__(self, name: str) -> None:
        """Open a scanner.

        Raises:
            ScannerMissing: there is none of this name.
            ScannerBusy: somebody else has it.
            DeviceError: another reason of the driver's.
        """
        self._sane = _sane()
        self._name = name
        self._dpi = 0
        try:
            self._opened = self._sane.open(name)
        except Exception as told:
            fault = fault_of(told, is_opening=True)
            raise type(fault)(**fault.params, device=name) from told

    def __enter__(self) -> "Device":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):  # a driver whose device is gone may refuse even this
            self._opened.close()

    def options(self) -> list[DeviceOption]:
        """Give the device's options as they are now, with the values that cost no asking."""
        found = []
        for row in self._opened.get_options():
            option = from_driver(row)
            if option.type == "string" and option.is_usable and option.choices:
                option = from_driver(row, self._value(option))
            found.append(option)
        return found

    def _value(self, option: DeviceOption) -> Value | None:
        try:
            value: Value = getattr(self._opened, option.name.replace("-", "_"))
        except Exception:  # noqa: BLE001 - a value that cannot be read is one that is not known
            return None
        return value

    def read_sensor(self, option: DeviceOption) -> bool:
        """Tell whether a sensor says yes; a sensor that cannot be read says no."""
        return bool(self._value(option))

    def prepare(self, settings: ScanSettings) -> None:
        """Set everything a scan needs, step by step, looking at the options again each time.

        Raises:
            ScannerLacks: the device has not the source asked for.
        """
        for step in STEPS:
            self._take(step, settings)
        for name, value in settings.extra:
            if not self._set(name, value):
                raise faults.OptionRefused(name=name, value=str(value))
        self._dpi = self._resolution(settings.dpi)

    def choose_source(self, settings: ScanSettings) -> None:
        """Set the paper source alone, to see what the device can do with it."""
        self._take("source", settings)

    def _take(self, step: str, settings: ScanSettings) -> None:
        for name, value in wanted(step, self.options(), settings):
            if not self._set(name, value) and step == "source":
                raise faults.ScannerLacks(what=settings.source)

    def _set(self, name: str, value: Value) -> bool:
        option = self._opened.opt.get(name.replace("-", "_"))
        if option is None:
            return False
        try:
            typed = _typed(self._sane, option.type, value)
            setattr(self._opened, option.py_name, typed)
        except Exception as told:
            fault = fault_of(told)
            if isinstance(fault, faults.ScannerFailed):
                return False  # the driver does not like this value: its own stays
            raise fault from told
        return True

    def _resolution(self, asked: int) -> int:
        for name in ("resolution", "x_resolution", "scan_resolution"):
            if name in self._opened.opt:
                with suppress(AttributeError, ValueError):
                    return round(float(getattr(self._opened, name)))
        return asked

    def start(self) -> None:
        """Have the next page come.

        Raises:
            FeederEmpty: there is no further sheet.
            DepthUnsupported: the page would come with 16 bits per sample.
            DeviceError: as the driver says.
        """
        try:
            self._opened.start()
            depth = self._opened.get_parameters()[3]
        except Exception as told:
            raise fault_of(told) from told
        if depth > 8:
            raise faults.DepthUnsupported(depth=depth)

    def read(self, progress: Callable[[int, int], None]) -> Frame:
        """Read the page that was started.

        Args:
            progress: called with lines read and lines expected; it must not raise (the C door
                does not survive that).

        Raises:
            DeviceError: as the driver says.
        """
        try:
            lines = self._opened.get_parameters()[2][1]
            raster, width, height, samples, size = self._opened.dev.snap(True, False, progress)
        except Exception as told:
            raise fault_of(told) from told
        if size != 1:
            raise faults.DepthUnsupported(depth=8 * size)
        if not raster or not height:
            raise faults.PageTruncated(share=100)
        mode = "RGB" if samples == 3 else "L"
        image = Image.frombuffer(mode, (width, height), raster, "raw", mode, 0, 1)
        return Frame(image, max(lines, 0), self._dpi)

    def still_answers(self) -> bool:
        """Tell whether the device can be opened anew, soon, after the talk with it broke off."""
        answers: SimpleQueue[bool] = SimpleQueue()
        Thread(target=lambda: answers.put(self._opens_anew()), daemon=True).start()
        try:
            return answers.get(timeout=_ANSWER_S)
        except Empty:
            return False

    def _opens_anew(self) -> bool:
        try:
            self._opened.close()
            self._opened = self._sane.open(self._name)
        except Exception:  # noqa: BLE001 - whatever it says, it is not there
            return False
        return True

    def cancel(self) -> None:
        """End the scan; may be called from another thread while a page is read."""
        with suppress(Exception):  # it is over either way
            self._opened.cancel()


def _typed(sane: Any, kind: int, value: Value) -> Value:
    codes = sane._sane  # the option types' numbers live in the C module
    if kind == codes.TYPE_FIXED:
        return float(value)
    if kind == codes.TYPE_BOOL and isinstance(value, str):
        return int(value.lower() in ("1", "yes", "true", "on"))
    if kind in (codes.TYPE_INT, codes.TYPE_BOOL):
        return int(value)
    return str(value)


def fault_of(told: Exception, *, is_opening: bool = False) -> DeviceError:
    """Make one of our errors of what python-sane raised."""
    words = str(told)
    for fragment, kind in _FAULTS:
        if fragment in words:
            return kind()
    if is_opening and "Invalid argument" in words:
        return faults.ScannerMissing()
    if "no data" in words:
        return faults.PageTruncated(share=100)
    return faults.ScannerFailed(reason=words)


def is_interruption(fault: DeviceError) -> bool:
    """Tell whether a fault says no more than that the talk with the device broke off."""
    return isinstance(fault, faults.ScannerFailed)
