"""One overlay with every key: what works everywhere, and what works on the screen shown."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from registry_desk.desk.commands import Command
from registry_desk.desk.widgets.plain import button, float_over, frame, label, scrolled
from registry_desk.i18n import text

_MARGIN_PX = 48
_WIDTH_PX = 760
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_KEY_EDGE_PX = 2
"""Border and room of a key: its words begin as high."""


class ShortcutsOverlay(QWidget):
    """Lies over the window until Escape, F1 or a click outside."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._came_from: QWidget | None = None
        self._card = frame("float")
        self._column = QVBoxLayout(self._card)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(12)
        self._close = button(text("shortcuts.close"), self.close_overlay, shortcut="Esc")
        float_over(self, self._card)
        self.hide()

    def open(self, groups: Sequence[tuple[str, Sequence[Command]]]) -> None:
        """Show the keys of these groups, each under its title."""
        self._came_from = self.window().focusWidget()
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None and widget is not self._close:
                widget.deleteLater()
        self._column.addWidget(label(text("shortcuts.title"), "title"))
        self._column.addWidget(scrolled(_table(groups)), 1)
        self._column.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        below = self.parentWidget()
        width = min(_WIDTH_PX, below.width() - 2 * _MARGIN_PX)
        height = min(self._card.sizeHint().height() + 240, below.height() - 2 * _MARGIN_PX)
        self.setGeometry((below.width() - width) // 2, _MARGIN_PX, width, height)
        self.show()
        self.raise_()
        self._close.setFocus()

    def close_overlay(self) -> None:
        """Go, and give the focus back."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with F1 as it came."""
        if event.key() == Qt.Key.Key_F1:
            self.close_overlay()
            return
        super().keyPressEvent(event)


def _table(groups: Sequence[tuple[str, Sequence[Command]]]) -> QWidget:
    shown = QWidget()
    grid = QGridLayout(shown)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    row = 0
    for title, commands in groups:
        grid.addWidget(label(title, "title"), row, 0, 1, 4)
        row += 1
        told = [command for command in commands if command.keys]
        half = (len(told) + 1) // 2
        for place, command in enumerate(told):
            beside, below = divmod(place, half)
            grid.addWidget(label(command.keys, "key"), row + below, 2 * beside, _LEFT)
            words = label(command.words)
            words.setWordWrap(True)
            words.setContentsMargins(0, _KEY_EDGE_PX, 0, 0)
            grid.addWidget(words, row + below, 2 * beside + 1, Qt.AlignmentFlag.AlignTop)
        row += half + 1
    grid.setRowStretch(row, 1)
    return shown
