"""Turning a page for good: what the clerk turned is read again that way up, a moment later."""

from PySide6.QtCore import QObject, QTimer, Signal

_PAUSE_MS = 700
"""A page is turned twice or three times in a row; it is read once."""


class Turning(QObject):
    """Takes quarter turns and has the page read again when the hand has come to rest."""

    rested = Signal(int, int)
    """Number of the page, and clockwise degrees it was turned by in all."""

    def __init__(self) -> None:
        super().__init__()
        self._turned_deg, self._page = 0, 0
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.come_to_rest)

    def turn(self, page: int, clockwise_deg: int) -> None:
        """Note a quarter turn of a page; another page than before is turned on its own."""
        if self._page != page:
            self.come_to_rest()
        self._page = page
        self._turned_deg = (self._turned_deg + clockwise_deg) % 360
        self._pause.start()

    def come_to_rest(self) -> None:
        """Have read now what was turned."""
        self._pause.stop()
        page, turned_deg = self._page, self._turned_deg
        self._page = self._turned_deg = 0
        if turned_deg:
            self.rested.emit(page, turned_deg)
