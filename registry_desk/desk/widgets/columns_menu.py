"""The menu of a table's columns: which are shown, how wide, in which order, all by keys too."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QTableView, QToolButton

from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.desk.widgets.columns import Columns

_STEP_PX = 24
_WIDTHS = {
    Qt.Key.Key_Plus: _STEP_PX,
    Qt.Key.Key_Equal: _STEP_PX,
    Qt.Key.Key_Minus: -_STEP_PX,
}
_PLACES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnsMenu(QMenu):
    """Which columns are shown, and the way back to how they lay at first."""

    def __init__(self, columns: "Columns", table: QTableView) -> None:
        super().__init__(table)
        self._columns, self._table = columns, table
        self._actions: list[QAction] = []
        """Without a parent: the palette offers the menu, not each column by its bare name."""
        self.setTitle(text("table.columns"))
        self.setAccessibleName(text("table.columns"))
        self.aboutToShow.connect(self._fill)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Widen or move the column that is pointed at; all other keys are the menu's."""
        chosen = self.activeAction()
        column = chosen.data() if chosen is not None else None
        key = Qt.Key(event.key())
        is_moving = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if column is not None and key in _WIDTHS:
            self._columns.widen(column, _WIDTHS[key])
        elif column is not None and is_moving and key in _PLACES:
            self._columns.move(column, _PLACES[key])
            self._fill()
            self.setActiveAction(next(one for one in self._actions if one.data() == column))
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.clear()
        self._actions = []
        words = self._table.model()
        for column in self._columns.in_order:
            action = self._add(words.headerData(column, Qt.Orientation.Horizontal))
            action.setData(column)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(column))
            action.toggled.connect(
                lambda is_shown, column=column: self._columns.show_column(column, is_shown=is_shown)
            )
        self.addSeparator()
        self._add(text("table.columns.keys")).setEnabled(False)
        self._add(text("table.columns.reset")).triggered.connect(self._columns.reset)

    def _add(self, words: str) -> QAction:
        action = QAction(words)
        self._actions.append(action)
        self.addAction(action)
        return action


def columns_button(columns: "Columns") -> QToolButton:
    """Give the button that opens the menu of a table's columns."""
    shown = QToolButton()
    shown.setText(text("table.columns"))
    shown.setAccessibleName(text("table.columns"))
    shown.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    shown.setMenu(columns.menu)
    return shown
