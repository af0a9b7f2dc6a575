"""Tables as every screen shows them: rows of words, one chosen, bars in cells where asked."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.theme import tokens
from registry_desk.desk.widgets.columns import Columns

SHARE = Qt.ItemDataRole.UserRole
"""How far a cell's bar goes, 0 to 1."""
_COLOUR = Qt.ItemDataRole.UserRole + 1
_WORDS = Qt.ItemDataRole.UserRole + 2
"""Token of a cell's words; looked up when painted, so that the scheme may change."""
_BAR_HEIGHT = 6
_RING = 2


class Table(QTableWidget):
    """Rows of words; Enter or a double click takes the chosen one."""

    taken = Signal(int)
    """The row that Enter was pressed on."""

    def __init__(
        self,
        columns: Sequence[str],
        *,
        name: str,
        stretch: Sequence[int],
        memory: MemorySlot | None = None,
    ) -> None:
        """Show no rows yet.

        Args:
            columns: their words.
            name: of the table, for screen readers.
            stretch: columns that share the room which the others leave; one that is named twice
                gets twice as much.
            memory: keeps how the columns lie.
        """
        super().__init__(0, len(columns))
        self.setHorizontalHeaderLabels(list(columns))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(40)
        self.setAccessibleName(name)
        self.setItemDelegate(_Bars(self))
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns = Columns(self, stretch=stretch, memory=memory)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self.columns.fit)
        self.cellDoubleClicked.connect(lambda row, _column: self.taken.emit(row))

    def show_rows(self, rows: Sequence[Sequence[str]], *, chosen: int = -1) -> None:
        """Show rows of words; the one chosen stays chosen without being told of again."""
        was_blocked = self.blockSignals(True)
        self._fill(rows)
        self.columns.fit()
        if 0 <= chosen < len(rows):
            self.setCurrentCell(chosen, 0)
        else:
            self.clearSelection()
            self.setCurrentCell(-1, -1)
        self.blockSignals(was_blocked)

    def _fill(self, rows: Sequence[Sequence[str]]) -> None:
        self.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, words in enumerate(row):
                cell = QTableWidgetItem(words)
                cell.setToolTip(words)
                self.setItem(place, column, cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.columns.share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns anew to words in another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fitting.start()

    def write(self, row: int, column: int, words: str) -> None:
        """Write a cell anew; the columns are fitted once, after all that is written now."""
        model = self.model()
        was_blocked = model.blockSignals(True)  # each sign of change measures every row anew
        self.item(row, column).setText(words)
        model.blockSignals(was_blocked)
        self.viewport().update()
        self._fitting.start()

    def colour(self, row: int, column: int, name: str) -> None:
        """Write a cell in one of the tokens' colours; its words say the same."""
        self._paint(row, column, {_WORDS: name})

    def embolden(self, row: int, column: int) -> None:
        """Write a cell bold."""
        font = self.item(row, column).font()
        font.setBold(True)
        self.item(row, column).setFont(font)

    def draw_bar(self, row: int, column: int, share: float, colour: str) -> None:
        """Draw a bar below a cell's words.

        Args:
            row: of the cell.
            column: of the cell.
            share: 0 to 1 of the cell's width.
            colour: name of a token.
        """
        self._paint(row, column, {SHARE: share, _COLOUR: colour})

    def _paint(self, row: int, column: int, told: Mapping[int, float | str]) -> None:
        """Tell how a cell looks; it takes no other room, so no column is measured anew."""
        model = self.model()
        was_blocked = model.blockSignals(True)
        for role, value in told.items():
            self.item(row, column).setData(role, value)
        model.blockSignals(was_blocked)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the columns' menu with the menu key; rows have no menu of their own."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.columns.open_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
            return
        super().keyPressEvent(event)


class _Bars(QStyledItemDelegate):
    """Draws a cell with its bar, and the ring around the row that has the focus."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        self._ring(painter, option, index)
        share = index.data(SHARE)
        if share is None:
            return
        place = option.rect.adjusted(10, 0, -10, -6)  # type: ignore[attr-defined]
        place.setTop(place.bottom() - _BAR_HEIGHT + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().line))
        painter.drawRoundedRect(place, 3, 3)
        place.setWidth(max(_BAR_HEIGHT, round(place.width() * share)))
        if share > 0:
            painter.setBrush(QColor(getattr(tokens(), index.data(_COLOUR))))
            painter.drawRoundedRect(place, 3, 3)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Write the words in their token's colour."""
        super().initStyleOption(option, index)
        name = index.data(_WORDS)
        if name:
            colour = QColor(getattr(tokens(), name))
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(role, colour)  # type: ignore[attr-defined]

    def _ring(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        table = self.parent()
        if not isinstance(table, Table) or not table.hasFocus():
            return
        if index.row() != table.currentRow():
            return
        place = option.rect  # type: ignore[attr-defined]
        ring = QColor(tokens().accent)
        painter.fillRect(place.left(), place.top(), place.width(), _RING, ring)
        painter.fillRect(place.left(), place.bottom() - _RING + 1, place.width(), _RING, ring)
        in_order = table.columns.shown
        if index.column() == in_order[0]:
            painter.fillRect(place.left(), place.top(), _RING, place.height(), ring)
        if index.column() == in_order[-1]:
            painter.fillRect(place.right() - _RING + 1, place.top(), _RING, place.height(), ring)
