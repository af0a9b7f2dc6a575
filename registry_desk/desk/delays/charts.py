"""Two charts to look at: how old open work is, and the weeks behind; every bar leads to its tasks.

Each bar has its number and its word, is reached with the arrow keys, and is read out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from registry_desk.desk.theme import tokens

_GAP = 8
_NUMBER_PX = 20
_HIGH = QSize(260, 170)
_RING = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    key: str
    """What it stands for."""
    words: str
    """Below it."""
    count: int
    colour: str
    """Name of a token."""
    told: str = ""
    """The whole sentence, on hover and for screen readers."""


class BarChart(QWidget):
    """Upright bars; a click or Enter takes one."""

    taken = Signal(str)
    """The key of the bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: Sequence[Bar] = ()
        self._at = 0
        self._name = name
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Give a size at which the words below are not cut."""
        return _HIGH

    @property
    def bars(self) -> Sequence[Bar]:
        """Give the bars shown."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = bars
        self._at = min(self._at, max(0, len(bars) - 1))
        self._tell()
        self.update()

    def _tell(self) -> None:
        if self._bars:
            bar = self._bars[self._at]
            self.setAccessibleDescription(bar.told or f"{bar.words}: {bar.count}")

    def _columns(self) -> list[QRect]:
        inside = self.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        if not self._bars:
            return []
        wide = inside.width() / len(self._bars)
        left = inside.left()
        return [
            QRect(round(left + n * wide), inside.top(), round(wide) - _GAP, inside.height())
            for n in range(len(self._bars))
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars with their numbers above and their words below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.count for bar in self._bars), default=0) or 1
        for place, (bar, column) in enumerate(zip(self._bars, self._columns(), strict=True)):
            self._draw(painter, bar, column, bar.count / most)
            if self._has_words(painter, bar, column):
                self._write(painter, bar, column)
            elif place % 2 == len(self._bars) % 2:
                self._write(painter, bar, column.adjusted(-_GAP, 0, _GAP, 0))
            if self.hasFocus() and place == self._at:
                painter.setPen(QPen(QColor(tokens().accent), _RING))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(column.adjusted(1, 1, -1, -1), 4, 4)

    def _draw(self, painter: QPainter, bar: Bar, column: QRect, share: float) -> None:
        shown = tokens()
        room = column.height() - self._words_px - _NUMBER_PX
        high = max(2, round(room * share)) if bar.count else 2
        foot = column.bottom() - self._words_px
        body = QRect(column.left() + 4, foot - high, column.width() - 8, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(shown, bar.colour if bar.count else "line")))
        painter.drawRoundedRect(body, 3, 3)
        painter.setPen(QColor(shown.text))
        above = QRect(column.left(), body.top() - _NUMBER_PX, column.width(), _NUMBER_PX)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(bar.count))

    @staticmethod
    def _has_words(painter: QPainter, bar: Bar, column: QRect) -> bool:
        """Tell whether a bar's longest word fits below it."""
        longest = max(bar.words.split(), key=len, default="")
        return painter.fontMetrics().horizontalAdvance(longest) <= column.width()

    @property
    def _words_px(self) -> int:
        """Give the room for two lines of words below a bar."""
        return 2 * self.fontMetrics().lineSpacing() + 2

    def _write(self, painter: QPainter, bar: Bar, column: QRect) -> None:
        """Write a bar's words below it; a place is wider where its neighbours have none."""
        painter.setPen(QColor(tokens().muted))
        top = column.bottom() - self._words_px + 2
        below = QRect(column.left(), top, column.width(), self._words_px)
        how = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, how, bar.words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the bar that was pressed."""
        for place, column in enumerate(self._columns()):
            if column.contains(event.position().toPoint()):
                self._at = place
                self._take()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, take with Enter."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._bars:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._at = (self._at + step) % len(self._bars)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell a bar's sentence on hover."""
        if isinstance(event, QHelpEvent):
            for bar, column in zip(self._bars, self._columns(), strict=True):
                if column.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), bar.told or bar.words, self)
                    return True
        return super().event(event)

    def _take(self) -> None:
        if self._bars:
            self._tell()
            self.update()
            self.taken.emit(self._bars[self._at].key)
