"""Where columns stand, and the room that one keeps while it shows nothing: nothing jumps."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.memory import MemorySlot

_SHARES = (1, 3, 2)
_WIDTHS_PX = (340, 600, 390)


def room_for(column: QWidget) -> QWidget:
    """Give a place that stays as wide as a column, also while the column is hidden."""
    room = QWidget()
    room.setMinimumWidth(column.minimumWidth())
    inside = QVBoxLayout(room)
    inside.setContentsMargins(0, 0, 0, 0)
    inside.addWidget(column)
    return room


class Yielding(QScrollArea):
    """What is read gives room to what is done: as high as it likes, scrolled in a low window."""

    def __init__(self, inside: QWidget, *, least_px: int) -> None:
        """Take a widget.

        Args:
            inside: what is shown.
            least_px: so much of it is always to be seen.
        """
        super().__init__()
        self._least_px = least_px
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """Wish for all the height that the words need at this width."""
        return QSize(self.widget().sizeHint().width(), self._wished_px())

    def minimumSizeHint(self) -> QSize:
        """Be content with the least."""
        least = min(self._least_px, self._wished_px())
        return QSize(self.widget().minimumSizeHint().width(), least)

    def _wished_px(self) -> int:
        inside = self.widget()
        if inside.hasHeightForWidth():
            return inside.heightForWidth(self.viewport().width())
        return inside.sizeHint().height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the words fill the width."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wish anew when the words change."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.widget().resize(self.viewport().width(), self._wished_px())
        self.updateGeometry()


def divided(splitter: QSplitter, at_first: Sequence[int], memory: MemorySlot) -> QSplitter:
    """Divide the room as somebody divided it last, and remember how it is divided next.

    Args:
        splitter: holds its widgets already.
        at_first: pixels of each, until somebody draws a border.
        memory: keeps what was drawn.
    """
    kept = memory.recall()
    is_fitting = isinstance(kept, list) and len(kept) == splitter.count()
    splitter.setSizes(kept if is_fitting and all(isinstance(px, int) for px in kept) else at_first)
    splitter.setChildrenCollapsible(False)
    splitter.splitterMoved.connect(lambda *_place: memory.note(splitter.sizes()))
    return splitter


def three_columns(what: QWidget, thing: QWidget, deeds: QWidget, memory: MemorySlot) -> QSplitter:
    """Give the shape that screens share: what there is, the thing itself, what is done with it."""
    columns = QSplitter(Qt.Orientation.Horizontal)
    for place, (widget, share) in enumerate(
        zip((what, thing, room_for(deeds)), _SHARES, strict=True)
    ):
        columns.addWidget(widget)
        columns.setStretchFactor(place, share)
    return divided(columns, _WIDTHS_PX, memory)
