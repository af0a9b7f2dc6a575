"""The left column of a screen: what can be chosen, a sentence where nothing can."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.widgets.plain import label
from registry_desk.desk.widgets.table import Table
from registry_desk.desk.widgets.table_rows import Look, Made

_ROW_HEIGHT = 60
_WIDTH = 212


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a list."""

    cells: tuple[str, str]
    """What it is, in two lines; how it stands, in two lines."""
    tone: str = "muted"
    """Token of the second cell's words."""
    is_new: bool = False
    """Nobody looked at it yet: written bold."""


class ChoiceList(QWidget):
    """Rows of two lines; what stands above them is the screen's own."""

    looked_at = Signal(object)
    """What is chosen now, or None."""
    taken = Signal()
    """Enter was pressed on it."""

    id_of: Callable[[Any], Hashable] = attrgetter("id")
    """Gives of a value what stays when the list is shown anew: what was chosen stays chosen."""

    def __init__(
        self,
        columns: tuple[str, str],
        *,
        name: str,
        above: Sequence[QWidget],
        memory: MemorySlot,
    ) -> None:
        """Show nothing yet.

        Args:
            columns: words over the two columns.
            name: the list's name for screen readers.
            above: what narrows the list, from the top.
            memory: keeps how the columns lie.
        """
        super().__init__()
        self._values: list[Any] = []
        self.table = Table(columns, name=name, stretch=(0,), memory=memory)
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.table.row_changed.connect(lambda _row: self.looked_at.emit(self.chosen))
        self.table.taken.connect(lambda _row: self.taken.emit())
        self._lay_out(above)

    def _lay_out(self, above: Sequence[QWidget]) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(8, 8, 8, 8)
        top.setSpacing(8)
        for widget in above:
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(_WIDTH)

    @property
    def chosen(self) -> Any:
        """Give what is chosen, or None."""
        row = self.table.currentRow()
        return self._values[row] if 0 <= row < len(self._values) else None

    @property
    def shown(self) -> list[Any]:
        """Give what is shown, from the top."""
        return list(self._values)

    def choose(self, row: int) -> None:
        """Choose a row by its place, with the keys."""
        if 0 <= row < len(self._values):
            self.table.setCurrentCell(row, 0)
            self.table.setFocus()

    def show_choices(
        self,
        values: Sequence[Any],
        make: Callable[[Any], Choice],
        *,
        nothing: str,
        wanted: Hashable = None,
    ) -> bool:
        """Show rows; what was chosen stays chosen, and nobody is told of it again.

        Args:
            values: what the screen gets when a row is looked at, from the top.
            make: gives a value's row; only those that are seen are made.
            nothing: the words where there is none.
            wanted: id of the one to choose; else the one chosen stays.

        Returns:
            Whether one is chosen now.
        """
        before = self.chosen
        self._values = list(values)
        kept = wanted
        if kept is None and before is not None:
            kept = self.id_of(before)
        found = (at for at, value in enumerate(self._values) if self.id_of(value) == kept)
        place = next(found, -1) if kept is not None else -1
        choices = Made(self._values, make)

        def look(row: int, column: int) -> Look:
            choice = choices[row]
            return Look(choice.tone) if column else Look(is_bold=choice.is_new)

        self.table.show_rows(Made(choices, lambda choice: choice.cells), chosen=place, look=look)
        self.table.setVisible(bool(values))
        self.empty.setVisible(not values)
        self.empty.setText(nothing)
        return place >= 0


def narrowing_line(words: str) -> QLineEdit:
    """Give the line that narrows a list by words."""
    line = QLineEdit()
    line.setPlaceholderText(words)
    line.setAccessibleName(words)
    line.setClearButtonEnabled(True)
    return line
