"""Work that may take long: told of now and then, with the time it still takes, stopped at will."""

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.widgets.time_left import TimeLeft

_TOLD_EVERY_MS = 400


class LongWork(QObject):
    """One piece of work at a time; what is over soon is not told of."""

    told = Signal(int, int, str)
    """How many are done of how many, and how long it still takes; empty while nobody can know."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._time_left = TimeLeft()
        self._so_far = 0, 1
        self._telling = QTimer(self, interval=_TOLD_EVERY_MS)
        self._telling.timeout.connect(self._tell)
        self.is_stopping = False
        """Somebody wants it to stop; the lane asks."""
        self.is_told_first = True
        """Nothing was told of it before."""

    @property
    def is_busy(self) -> bool:
        """Tell whether it goes on."""
        return self._telling.isActive()

    def begin(self) -> None:
        """Watch over work that begins now."""
        self._so_far, self.is_stopping, self.is_told_first = (0, 1), False, True
        self._time_left.begin()
        self._telling.start()

    def note(self, done: int, total: int) -> None:
        """Note how far it is; called in the lane."""
        self._so_far = done, total

    def stop(self) -> None:
        """Stop at the next safe point."""
        self.is_stopping = True

    def end(self) -> None:
        """Tell no more: it is over."""
        self._telling.stop()

    def _tell(self) -> None:
        done, total = self._so_far
        self.told.emit(done, total, self._time_left.words(done, total))
        self.is_told_first = False
