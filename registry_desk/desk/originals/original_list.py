"""Originals, those overdue first; narrowed by words, and a line that takes one in by its number."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.commands import fits
from registry_desk.desk.moments import day
from registry_desk.desk.widgets.plain import key, label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import text
from registry_desk.wire import Original


class OriginalList(QWidget):
    """The left column of the originals."""

    looked_at = Signal(object)
    """The original chosen, or None."""
    number_given = Signal(str)
    """Number of an entry whose original is to be looked at, or taken in."""
    taken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._originals: list[Original] = []
        self._shown: list[Original] = []
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(text("originals.filter"))
        self.filter.setAccessibleName(text("originals.filter"))
        self.filter.setClearButtonEnabled(True)
        self.table = Table(
            [text("originals.column.what"), text("originals.column.back")],
            name=text("screen.originals"),
            stretch=(0,),
        )
        self.table.verticalHeader().setDefaultSectionSize(60)
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.filter.textChanged.connect(lambda _words: self._show())
        self.filter.returnPressed.connect(self._enter)
        self.table.currentCellChanged.connect(lambda *_cells: self.looked_at.emit(self.chosen))
        self.table.taken.connect(lambda _row: self.taken.emit())
        key(self, "Ctrl+F", text("originals.filter"), self.filter.setFocus)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(8, 8, 8, 8)
        above.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(280)

    @property
    def chosen(self) -> Original | None:
        """Give the original chosen."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_originals(self, originals: Sequence[Original], *, wanted: str = "") -> None:
        """Show originals as they lie now.

        Args:
            originals: those due back first.
            wanted: number of the one to choose; else the one chosen stays.
        """
        self._originals = list(originals)
        self._show(wanted)

    def _show(self, wanted: str = "") -> None:
        number = wanted or (self.chosen.number if self.chosen else "")
        words = self.filter.text()
        self._shown = [one for one in self._originals if fits(_said(one), words)]
        rows = [(_head(one), _back(one)) for one in self._shown]
        numbers = [one.number for one in self._shown]
        place = numbers.index(number) if number in numbers else -1
        self.table.show_rows(rows, chosen=place)
        for row, one in enumerate(self._shown):
            self.table.colour(row, 1, "danger" if one.is_overdue else "muted")
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(text("originals.empty_filter" if words else "originals.empty"))
        if place < 0 and rows and not words:
            self.table.setCurrentCell(0, 0)  # the keys stay where they are
        else:
            self.looked_at.emit(self.chosen)

    def choose(self, row: int) -> None:
        """Choose an original by its place in the list."""
        if 0 <= row < len(self._shown):
            self.table.setCurrentCell(row, 0)
            self.table.setFocus()

    def _enter(self) -> None:
        """Go to what was found; what no original has may be the number of one to take in."""
        if self._shown:
            self.choose(0)
        elif self.filter.text().strip():
            self.number_given.emit(self.filter.text().strip())


def _said(one: Original) -> str:
    return " ".join((one.number, one.subject, one.place, one.holder))


def _head(one: Original) -> str:
    where = one.holder if one.act == "handed_over" else one.place
    return f"{one.number} · {one.subject or '—'}\n{where or '—'}"


def _back(one: Original) -> str:
    if one.due_back_on is None:
        return text(f"originals.{one.act}")
    late = text("originals.overdue") if one.is_overdue else text("originals.handed_over")
    return f"{day(one.due_back_on)}\n{late}"
