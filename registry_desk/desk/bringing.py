"""Files that somebody brings to a screen: taken in one after the other, told of, stopped."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.long_work import LongWork
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.bringing import Brought

_NAMED = 5
"""So many names a banner has room for; the rest is counted."""


def say_not_in(banner: Banner, troubles: "Sequence[tuple[str, RegistryDeskError]]") -> None:
    """Name in a banner what did not come in, with the first one's reason and what to do."""
    (name, first), *more = troubles
    message = text("mail.not_in", name=name, reason=first.message)
    if more:
        names = [name for name, _error in more[:_NAMED]]
        names += ["…"] * (len(more) > _NAMED)
        message += " " + plural("bringing.nor", len(more), names=", ".join(names))
    banner.say(message, first.next_step)


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
        self._work = LongWork(self)
        self._work.told.connect(self._tell)

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in, after those that are being taken."""
        if self._work.is_busy:
            self._waiting.append(paths)
        elif paths:
            self._begin(paths)

    @property
    def is_told_first(self) -> bool:
        """Tell whether nothing was told before of what is being taken."""
        return self._work.is_told_first

    def stop(self) -> None:
        """Stop at the next piece; what waits is not begun."""
        self._work.stop()
        self._waiting.clear()

    def _begin(self, paths: Sequence[Path]) -> None:
        self._work.begin()
        self._lanes.run("free", lambda: self._bring(paths), done=self._done, failed=self._failed)

    def _bring(self, paths: Sequence[Path]) -> "Brought":
        from registry_desk.journey.bringing import bring

        return bring(
            self._parts.counter.tray,
            paths,
            operator=self._parts.operator,
            departments=self._parts.counter.office.departments,
            progress=self._work.note,
            cancelled=lambda: self._work.is_stopping or self._lanes.is_closing,
        )

    def _tell(self, done: int, total: int, left: str) -> None:
        percent = 100 * done // max(total, 1)
        said = text("bringing.so_far", percent=percent)
        self.told.emit(" · ".join(part for part in (said, left) if part), percent)

    def _done(self, brought: "Brought") -> None:
        self._rest()
        self.ended.emit(brought)

    def _failed(self, error: RegistryDeskError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._work.end()
        if self._waiting:
            self._begin(self._waiting.pop(0))
