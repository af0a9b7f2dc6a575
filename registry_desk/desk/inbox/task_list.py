"""The piles of the inbox, most pressing first, narrowed by words or searched in the papers."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.commands import fits
from registry_desk.desk.inbox.rows import APPROVALS, QUESTIONS, TASKS, UNASSIGNED, Row
from registry_desk.desk.widgets.plain import key, label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import text


class TaskList(QWidget):
    """The left column of the inbox."""

    looked_at = Signal(object)
    """The row chosen, or None."""
    opened = Signal()
    """Enter was pressed on it."""
    search_wanted = Signal(str)
    """Words to be looked for in everything, the papers' text too."""

    def __init__(self, *, is_leading: bool) -> None:
        super().__init__()
        piles = (TASKS, UNASSIGNED, APPROVALS, QUESTIONS) if is_leading else (TASKS, QUESTIONS)
        self._rows: dict[str, list[Row]] = {name: [] for name in piles}
        self._shown: list[Row] = []
        self._found: Collection[UUID] = ()
        self.pile = QComboBox()
        self.pile.setAccessibleName(text("inbox.pile"))
        for place, name in enumerate(piles):
            self.pile.addItem(text(f"inbox.pile.{name}", count=0), name)
            words = text(f"inbox.go.{name}")
            key(self, f"Alt+{place + 1}", words, lambda place=place: self._go(place))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(text("inbox.filter"))
        self.filter.setAccessibleName(text("inbox.filter"))
        self.filter.setClearButtonEnabled(True)
        self.table = Table(
            [text("inbox.column.task"), text("inbox.column.term")],
            name=text("screen.inbox"),
            stretch=(0,),
        )
        self.table.verticalHeader().setDefaultSectionSize(60)
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.pile.currentIndexChanged.connect(lambda _place: self._show())
        self.filter.textChanged.connect(lambda _words: self._narrow())
        self.filter.returnPressed.connect(self._enter_list)
        self.table.currentCellChanged.connect(lambda *_cells: self.looked_at.emit(self.chosen))
        self.table.taken.connect(lambda _row: self.opened.emit())
        self._lay_out()

    def _lay_out(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(8, 8, 8, 8)
        above.setSpacing(8)
        above.addWidget(self.pile)
        above.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(270)

    @property
    def chosen(self) -> Row | None:
        """Give the row chosen."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def pile_name(self) -> str:
        """Give the pile that is shown."""
        return str(self.pile.currentData())

    def show_piles(self, piles: Mapping[str, Sequence[Row]]) -> None:
        """Show the piles as they stand; what is chosen stays chosen."""
        for name in self._rows:
            self._rows[name] = list(piles.get(name, ()))
            place = self.pile.findData(name)
            words = text(f"inbox.pile.{name}", count=len(self._rows[name]))
            self.pile.setItemText(place, words)
        self._show()

    def show_found(self, entries: Collection[UUID]) -> None:
        """Show also what was found by the text of its papers."""
        self._found = entries
        self._show()
        self.choose(0)

    def _narrow(self) -> None:
        self._found = ()
        self._show()

    def _show(self) -> None:
        chosen, words = self.chosen, self.filter.text()
        rows = self._rows[self.pile_name]
        self._shown = [r for r in rows if fits(r.said, words) or r.entry_id in self._found]
        ids = [row.id for row in self._shown]
        place = ids.index(chosen.id) if chosen and chosen.id in ids else -1
        self.table.show_rows([(row.head, row.term) for row in self._shown], chosen=place)
        for at, row in enumerate(self._shown):
            self.table.colour(at, 1, row.tone)
            if row.is_new:
                font = self.table.item(at, 0).font()
                font.setBold(True)
                self.table.item(at, 0).setFont(font)
        self.table.setVisible(bool(self._shown))
        self.empty.setVisible(not self._shown)
        self.empty.setText(text("inbox.empty_filter" if rows else f"inbox.empty.{self.pile_name}"))
        if place < 0:
            self.looked_at.emit(None)

    def choose(self, row: int) -> None:
        """Choose a row by its place in the list."""
        if 0 <= row < len(self._shown):
            self.table.setCurrentCell(row, 0)
            self.table.setFocus()

    def _go(self, place: int) -> None:
        self.pile.setCurrentIndex(place)
        self.choose(0)

    def _enter_list(self) -> None:
        """Go to what was found by its words; else look for them in everything."""
        words = self.filter.text().strip()
        if self._shown or not words:
            self.choose(0)
        else:
            self.search_wanted.emit(words)
