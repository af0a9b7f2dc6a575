"""Tables as every screen shows them: rows of words, one chosen, bars in cells where asked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.theme import tokens
from registry_desk.desk.widgets.columns import Columns
from registry_desk.desk.widgets.table_rows import TONE, Look, TableRows

SHARE = Qt.ItemDataRole.UserRole
"""How far a cell's bar goes, 0 to 1."""
_COLOUR = Qt.ItemDataRole.UserRole + 1
_BAR_HEIGHT = 6
_RING = 2


class Table(QTableView):
    """Rows of words; Enter or a double click takes the chosen one."""

    taken = Signal(int)
    """The row that Enter was pressed on."""
    row_changed = Signal(int)
    """Another row has the keys: its place, or -1."""
    rows_chosen = Signal()
    """Other rows are chosen than before."""

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
        super().__init__()
        self.rows = TableRows(columns)
        self.setModel(self.rows)
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
        self.setFrameShape(QTableView.Shape.NoFrame)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.columns = Columns(self, stretch=stretch, memory=memory)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self.columns.fit)
        self.doubleClicked.connect(lambda cell: self.taken.emit(cell.row()))

    def show_rows(
        self,
        rows: Sequence[Sequence[str]],
        *,
        chosen: int = -1,
        look: Callable[[int, int], Look] | None = None,
    ) -> None:
        """Show rows of words; the one chosen stays chosen without being told of again.

        Args:
            rows: from the top; only those that are seen are asked for.
            chosen: place of the one to choose; negative for none.
            look: tells by row and column how words are written.
        """
        before, above = self.currentRow(), self.verticalScrollBar().value()
        was_blocked = self.blockSignals(True)
        self.rows.show_rows(rows, look)
        self.columns.fit()
        self.setAutoScroll(False)  # what somebody scrolled to stays in sight when rows come anew
        self.setCurrentCell(chosen if chosen < len(rows) else -1, 0)
        self.setAutoScroll(True)
        self.blockSignals(was_blocked)
        self.verticalScrollBar().setValue(above)
        if self.currentRow() not in (-1, before):
            self.scrollTo(self.currentIndex())

    def rowCount(self) -> int:
        """Give how many rows there are."""
        return self.rows.rowCount()

    def item(self, row: int, column: int) -> "Cell":
        """Give a cell."""
        return Cell(self.rows.index(row, column))

    def currentRow(self) -> int:
        """Give the row that has the keys, or -1."""
        return self.currentIndex().row()

    def setCurrentCell(self, row: int, column: int) -> None:
        """Give the keys to a row; a negative one takes them from all."""
        self.setCurrentIndex(self.rows.index(row, column))

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell which row has the keys now."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell that others are chosen."""
        super().selectionChanged(selected, deselected)
        self.rows_chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self.columns.share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the columns anew to words in another size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fitting.start()

    def write(self, row: int, column: int, words: str, hint: str = "") -> None:
        """Write a cell anew; the columns are fitted once, after all that is written now.

        Args:
            row: of the cell.
            column: of the cell.
            words: its words.
            hint: what is said on hover; empty for the words.
        """
        roles = Qt.ItemDataRole
        self.rows.tell(row, column, {roles.DisplayRole: words, roles.ToolTipRole: hint or words})
        self._fitting.start()

    def colour(self, row: int, column: int, name: str) -> None:
        """Write a cell in one of the tokens' colours; its words say the same."""
        self.rows.tell(row, column, {TONE: name})

    def draw_bar(self, row: int, column: int, share: float, colour: str) -> None:
        """Draw a bar below a cell's words.

        Args:
            row: of the cell.
            column: of the cell.
            share: 0 to 1 of the cell's width.
            colour: name of a token.
        """
        self.rows.tell(row, column, {SHARE: share, _COLOUR: colour})

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


class Cell:
    """One cell, as it is shown."""

    def __init__(self, index: QModelIndex) -> None:
        self._index = index

    def text(self) -> str:
        """Give its words."""
        return str(self._index.data())

    def data(self, role: int) -> object:
        """Give what is known of it by a role."""
        return self._index.data(role)


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
        name = index.data(TONE)
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
