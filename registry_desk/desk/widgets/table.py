"""Tables as every screen shows them: rows of words, one chosen, bars in cells where asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
)

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.theme import tokens
from registry_desk.i18n import text

SHARE = Qt.ItemDataRole.UserRole
"""How far a cell's bar goes, 0 to 1."""
_COLOUR = Qt.ItemDataRole.UserRole + 1
_WORDS = Qt.ItemDataRole.UserRole + 2
"""Token of a cell's words; looked up when painted, so that the scheme may change."""
_BAR_HEIGHT = 6
_RING = 2
_FITTED_ROWS = 100
"""So many rows decide how wide a column is; words that are longer further down are elided."""


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
            memory: keeps which columns are hidden.
        """
        super().__init__(0, len(columns))
        self._memory, self._shares = memory, tuple(stretch)
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
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        is_even = len(set(stretch)) == len(stretch)
        mode = QHeaderView.ResizeMode.Stretch if is_even else QHeaderView.ResizeMode.Fixed
        for column in stretch:
            header.setSectionResizeMode(column, mode)
        header.setMinimumSectionSize(72)
        header.setResizeContentsPrecision(_FITTED_ROWS)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fitting = QTimer(self, interval=0, singleShot=True)
        self._fitting.timeout.connect(self._fit_columns)
        self.cellDoubleClicked.connect(lambda row, _column: self.taken.emit(row))
        for column in memory.recall([]) if memory else ():
            if 0 <= column < len(columns):
                self.setColumnHidden(column, True)

    def show_column(self, column: int, *, is_shown: bool) -> None:
        """Show a column or hide it, and remember it; the last one stays."""
        shown = [n for n in range(self.columnCount()) if not self.isColumnHidden(n)]
        if not is_shown and shown == [column]:
            return
        self.setColumnHidden(column, not is_shown)
        self._share_out()
        if self._memory is not None:
            hidden = [n for n in range(self.columnCount()) if self.isColumnHidden(n)]
            self._memory.keep(hidden)

    def show_rows(self, rows: Sequence[Sequence[str]], *, chosen: int = -1) -> None:
        """Show rows of words; the one chosen stays chosen without being told of again."""
        was_blocked = self.blockSignals(True)
        with self._widths_at_rest():
            self._fill(rows)
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

    @contextmanager
    def _widths_at_rest(self) -> Iterator[None]:
        """Fit the columns once at the end: at every cell they measure all others anew."""
        header = self.horizontalHeader()
        modes = [header.sectionResizeMode(column) for column in range(self.columnCount())]
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        try:
            yield
        finally:
            for column, mode in enumerate(modes):
                header.setSectionResizeMode(column, mode)
            self._share_out()

    def _share_out(self) -> None:
        """Give the columns that share room unevenly what is theirs; Qt shares evenly only."""
        shares = [column for column in self._shares if not self.isColumnHidden(column)]
        if len(set(self._shares)) == len(self._shares) or not shares:
            return
        others = set(range(self.columnCount())) - set(shares)
        taken = sum(self.columnWidth(column) for column in others)
        least = self.horizontalHeader().minimumSectionSize()
        part, rest = divmod(max(0, self.viewport().width() - taken), len(shares))
        for column in set(shares):
            self.setColumnWidth(column, max(least, part * shares.count(column)))
        widest = max(shares, key=shares.count)
        self.setColumnWidth(widest, self.columnWidth(widest) + rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_out()

    def write(self, row: int, column: int, words: str) -> None:
        """Write a cell anew; the columns are fitted once, after all that is written now."""
        model = self.model()
        was_blocked = model.blockSignals(True)  # each sign of change measures every row anew
        self.item(row, column).setText(words)
        model.blockSignals(was_blocked)
        self.viewport().update()
        self._fitting.start()

    def _fit_columns(self) -> None:
        with self._widths_at_rest():
            pass

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
            return
        super().keyPressEvent(event)


def columns_button(table: Table) -> QToolButton:
    """Give the menu in which somebody chooses a table's columns."""
    shown = QToolButton()
    shown.setText(text("table.columns"))
    shown.setAccessibleName(text("table.columns"))
    shown.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(shown)
    for column in range(table.columnCount()):
        action = menu.addAction(table.horizontalHeaderItem(column).text())
        action.setCheckable(True)
        action.setChecked(not table.isColumnHidden(column))
        action.toggled.connect(
            lambda is_shown, column=column: table.show_column(column, is_shown=is_shown)
        )
    shown.setMenu(menu)
    return shown


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
        if index.column() == 0:
            painter.fillRect(place.left(), place.top(), _RING, place.height(), ring)
        if index.column() == table.columnCount() - 1:
            painter.fillRect(place.right() - _RING + 1, place.top(), _RING, place.height(), ring)
