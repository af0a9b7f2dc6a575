"""Where columns stand, and the room that one keeps while it shows nothing: nothing jumps."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

_SHARES = (1, 3, 2)


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


def three_columns(what: QWidget, thing: QWidget, deeds: QWidget) -> QSplitter:
    """Give the shape that screens share: what there is, the thing itself, what is done with it."""
    columns = QSplitter(Qt.Orientation.Horizontal)
    for place, (widget, share) in enumerate(
        zip((what, thing, room_for(deeds)), _SHARES, strict=True)
    ):
        columns.addWidget(widget)
        columns.setStretchFactor(place, share)
    columns.setSizes([340, 600, 390])
    columns.setChildrenCollapsible(False)
    return columns
