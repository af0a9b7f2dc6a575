"""Files that somebody brings to a screen: taken in one after the other, told of, stopped."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.time_left import TimeLeft
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.bringing import Brought

_TOLD_EVERY_MS = 400


class Bringing(QObject):
    """Takes files into the tray, off the main thread."""

    told = Signal(str, int)
    """Words and per cent, where it takes long enough to be seen."""
    ended = Signal(object)
    """The :class:`registry_desk.journey.bringing.Brought` of what was brought at one time."""
    failed = Signal(object)
    """The error for which none of it came in."""

    def __init__(self, parts: DeskParts, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._lanes = parts, lanes
        self._waiting: list[Sequence[Path]] = []
        self._time_left = TimeLeft()
        self._so_far = 0, 1
        """Bytes that went through, of so many; the lane writes it."""
        self._telling = QTimer(self, interval=_TOLD_EVERY_MS)
        self._telling.timeout.connect(self._tell)
        self._is_stopping = False
        self.is_busy = False

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in, after those that are being taken."""
        if self.is_busy:
            self._waiting.append(paths)
        elif paths:
            self._begin(paths)

    def stop(self) -> None:
        """Stop at the next piece; what waits is not begun."""
        self._is_stopping = True
        self._waiting.clear()

    def _begin(self, paths: Sequence[Path]) -> None:
        self.is_busy, self._is_stopping = True, False
        self._so_far = 0, 1
        self._time_left.begin()
        self._telling.start()
        self._lanes.run("free", lambda: self._bring(paths), done=self._done, failed=self._failed)

    def _bring(self, paths: Sequence[Path]) -> "Brought":
        from registry_desk.journey.bringing import bring

        return bring(
            self._parts.counter.tray,
            paths,
            operator=self._parts.operator,
            departments=self._parts.counter.office.departments,
            progress=self._progressed,
            cancelled=lambda: self._is_stopping or self._lanes.is_closing,
        )

    def _progressed(self, done: int, total: int) -> None:
        self._so_far = done, total

    def _tell(self) -> None:
        done, total = self._so_far
        percent = 100 * done // max(total, 1)
        said, left = text("bringing.so_far", percent=percent), self._time_left.words(done, total)
        self.told.emit(" · ".join(part for part in (said, left) if part), percent)

    def _done(self, brought: "Brought") -> None:
        self._rest()
        self.ended.emit(brought)

    def _failed(self, error: RegistryDeskError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self.is_busy = False
        self._telling.stop()
        if self._waiting:
            self._begin(self._waiting.pop(0))
