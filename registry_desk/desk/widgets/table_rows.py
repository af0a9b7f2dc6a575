"""A table's rows: words are made when a cell is looked at, so ten thousand rows cost no time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

TONE = Qt.ItemDataRole.UserRole + 2
"""Token of a cell's words; looked up when painted, so that the scheme may change."""
_Index = QModelIndex | QPersistentModelIndex
_MARK = Qt.ItemDataRole.CheckStateRole
_WORDS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_Value = TypeVar("_Value")
_Shown = TypeVar("_Shown")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell's words are written."""

    tone: str = ""
    """Token of their colour; empty for the usual one."""
    is_bold: bool = False


class Made(Sequence[_Shown], Generic[_Value, _Shown]):
    """What is shown of values, each made when it is first looked at."""

    def __init__(self, values: Sequence[_Value], make: Callable[[_Value], _Shown]) -> None:
        self._values, self._make = values, make
        self._made: dict[int, _Shown] = {}

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[_Shown]:
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> _Shown: ...
    @overload
    def __getitem__(self, place: slice) -> list[_Shown]: ...
    def __getitem__(self, place: int | slice) -> _Shown | list[_Shown]:
        if isinstance(place, slice):
            return [self[one] for one in range(len(self))[place]]
        known = self._made.get(place)
        if known is None:
            known = self._made[place] = self._make(self._values[place])
        return known


class TableRows(QAbstractTableModel):
    """Rows of words, for a view that asks only for those it paints."""

    marked = Signal()
    """A person set a mark or took it off."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self._columns = list(columns)
        self._rows: Sequence[Sequence[str]] = ()
        self._look: Callable[[int, int], Look] | None = None
        self._told: dict[tuple[int, int], dict[int, Any]] = {}
        """Cell to what was told of it since the rows were shown, by role."""
        self._markable: set[int] = set()
        self._bold = QFont()
        self._bold.setBold(True)

    def show_rows(
        self, rows: Sequence[Sequence[str]], look: Callable[[int, int], Look] | None
    ) -> None:
        """Show other rows; what was told of cells before is forgotten."""
        self.beginResetModel()
        self._rows, self._look, self._told, self._markable = rows, look, {}, set()
        self.endResetModel()

    def tell(self, row: int, column: int, told: dict[int, Any]) -> None:
        """Show something else in a cell, by role."""
        self._told.setdefault((row, column), {}).update(told)
        cell = self.index(row, column)
        self.dataChanged.emit(cell, cell)

    def be_markable(self, row: int, *, is_markable: bool) -> None:
        """Let a row's mark be set by a person, or not."""
        (self._markable.add if is_markable else self._markable.discard)(row)

    def is_markable(self, row: int) -> bool:
        """Tell whether a person may set a row's mark."""
        return row in self._markable

    def is_marked(self, row: int) -> bool:
        """Tell whether a row has its mark."""
        told = self._told.get((row, 0))
        return told is not None and told.get(_MARK) == Qt.CheckState.Checked

    def rowCount(self, parent: _Index | None = None) -> int:
        """Give how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Give how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give a column's words."""
        is_words = orientation is Qt.Orientation.Horizontal and role == _WORDS[0]
        return self._columns[section] if is_words else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's words, how they are written, what was told of it."""
        row, column = index.row(), index.column()
        told = self._told.get((row, column)) if self._told else None
        if told is not None and role in told:
            return told[role]
        if role in _WORDS:
            return self._rows[row][column]
        if self._look is None:
            return None
        if role == TONE:
            return self._look(row, column).tone or None
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if self._look(row, column).is_bold else None
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take the mark a person set with the mouse."""
        if role != _MARK:
            return False
        self.tell(index.row(), index.column(), {_MARK: Qt.CheckState(value)})
        self.marked.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let every row be chosen, and some be marked in their first cell."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and index.row() in self._markable:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual
