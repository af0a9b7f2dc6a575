"""The command palette: every screen, every action, entries of the register, by a few letters."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.commands import Command, fits, folded
from registry_desk.desk.theme import tokens
from registry_desk.desk.widgets.plain import float_over, frame, label
from registry_desk.i18n import text

_WIDTH_PX = 620
_TOP_PX = 56
_ROWS = 12
_PAUSE_MS = 150
_LEAST_TYPED = 2
_COMMAND = Qt.ItemDataRole.UserRole
_KEYS = Qt.ItemDataRole.UserRole + 1
_EDGE_PX = 12
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class _KeysBeside(QStyledItemDelegate):
    """Writes the words left and their keys at the right edge, where they stand in one column."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if keys:
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
            painter.save()
            painter.setPen(QColor(tokens().on_accent if is_chosen else tokens().muted))
            place = option.rect.adjusted(_EDGE_PX, 0, -_EDGE_PX, 0)  # type: ignore[attr-defined]
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(place, right, keys)
            painter.restore()


class Palette(QWidget):
    """Lies over the window while somebody looks for something to do."""

    words_typed = Signal(str)
    """A pause after typing: entries with these words are wanted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._commands: Sequence[Command] = ()
        self._entries: Sequence[Command] = ()
        self._came_from: QWidget | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("palette.line"))
        self.line.setAccessibleName(text("palette.line"))
        self.list = QListWidget()
        self.list.setAccessibleName(text("palette.found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_KeysBeside(self.list))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(lambda: self.words_typed.emit(self.line.text().strip()))
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._run)
        card = self._card = frame("float")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list)
        column.addWidget(label(text("palette.keys"), "muted"))
        float_over(self, card)
        self.hide()

    def open(self, commands: Sequence[Command]) -> None:
        """Offer commands; the focus comes here and goes back when nothing was chosen."""
        self._commands, self._entries = commands, ()
        self._came_from = self.window().focusWidget()
        self.line.clear()
        self._show()
        self._take_place()
        self.show()
        self.raise_()
        self.line.setFocus()

    def offer_entries(self, words: str, entries: Sequence[Command]) -> None:
        """Offer entries of the register, if the words still stand there."""
        if self.isVisible() and words == self.line.text().strip():
            self._entries = entries
            self._show()

    def close_palette(self) -> None:
        """Go, and give the focus back."""
        self.hide()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while the line has the focus; Enter runs, Escape goes."""
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self._go_if_left)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            is_ours = event.key() in (Qt.Key.Key_Escape, *_TO_LIST)
            event.setAccepted(is_ours)
            return is_ours
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._pressed(event)
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.list.currentItem() is not None:
                self._run(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        elif event.key() in _TO_LIST:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS}
            row = self.list.currentRow() + step.get(Qt.Key(event.key()), -_ROWS)
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            return False
        return True

    def _go_if_left(self) -> None:
        if self.isVisible() and not self.line.hasFocus() and self.window().isActiveWindow():
            self.hide()

    def _typed(self, words: str) -> None:
        self._entries = ()
        self._show()
        if len(words.strip()) >= _LEAST_TYPED:
            self._pause.start()

    def _show(self) -> None:
        typed = self.line.text().strip()
        fitting = [command for command in self._commands if fits(command.words, typed)]
        fitting.sort(key=lambda command: _distance(command.words, typed))
        self.list.clear()
        for command in (*fitting, *self._entries):
            item = QListWidgetItem(command.words)
            item.setData(_COMMAND, command.run)
            item.setData(_KEYS, command.keys)
            told = f"{command.words} {command.keys}".strip()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            self.list.addItem(item)
        if not self.list.count():
            nothing = QListWidgetItem(text("palette.nothing"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(0)
        self._take_place()

    def _take_place(self) -> None:
        below = self.parentWidget()
        row = max(self.list.sizeHintForRow(0), 1)
        self.list.setFixedHeight(min(_ROWS, max(1, self.list.count())) * row + 12)
        width = min(_WIDTH_PX, below.width() - 32)
        self._card.layout().activate()
        self.layout().activate()
        self.setGeometry((below.width() - width) // 2, _TOP_PX, width, self.sizeHint().height())

    def _run(self, item: QListWidgetItem) -> None:
        run: Callable[[], object] | None = item.data(_COMMAND)
        if run is not None:
            self.close_palette()
            run()


def _distance(words: str, typed: str) -> int:
    """Rank words: those that begin so, those with a word that begins so, the rest."""
    within, wanted = folded(words), folded(typed)
    if within.startswith(wanted):
        return 0
    return 1 if f" {wanted}" in within else 2
