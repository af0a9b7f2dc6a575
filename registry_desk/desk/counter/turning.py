"""Turning a page for good: what the clerk turned is read again that way up, a moment later."""

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.journey.records import Batch, PageRecord

lane_work = Late("registry_desk.desk.counter.lane_work")

_PAUSE_MS = 700
"""A page is turned twice or three times in a row; it is read once."""


class Turning(QObject):
    """Takes quarter turns and has the page read again when the hand has come to rest."""

    came = Signal(object)
    """The :class:`PileShown` with the page read anew."""
    failed = Signal(object)

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._turned_deg = 0
        self._page: tuple[Batch, PageRecord] | None = None
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._read)

    def turn(self, batch: Batch, page: PageRecord, clockwise_deg: int) -> None:
        """Note a quarter turn of a page; another page than before is turned on its own."""
        if self._page is not None and self._page[1].number != page.number:
            self._read()
        self._page = (batch, page)
        self._turned_deg = (self._turned_deg + clockwise_deg) % 360
        self._pause.start()

    def _read(self) -> None:
        self._pause.stop()
        asked, turned_deg = self._page, self._turned_deg
        self._page, self._turned_deg = None, 0
        if asked is None or not turned_deg or asked[1].read is None:
            return
        batch, page = asked
        self._lanes.run(
            "free",
            lambda: lane_work.turn(self._parts, batch, page, turned_deg),
            done=self.came.emit,
            failed=self.failed.emit,
        )
