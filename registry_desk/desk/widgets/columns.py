"""How a table's columns lie: as wide as their words until somebody draws them otherwise.

A border that is drawn follows the mouse and the table stays filled: what one column gets, the next
that shares room gives. What was drawn, moved or hidden is remembered.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QTableView

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.widgets.columns_menu import ColumnsMenu
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import text

_LEAST_PX = 72
_FITTED_ROWS = 100
"""So many rows decide how wide a column is; words that are longer further down are elided."""
_MENU_KEYS = "Shift+F10"


class Columns(QObject):
    """Width, order and sight of a table's columns."""

    def __init__(
        self, table: QTableView, *, stretch: Sequence[int], memory: MemorySlot | None
    ) -> None:
        """Lay the columns out as they lay before.

        Args:
            table: its columns have their words already.
            stretch: columns that share the room which the others leave; one that is named twice
                gets twice as much.
            memory: keeps how they lie.
        """
        super().__init__(table)
        self._table, self._memory = table, memory
        self._header = table.horizontalHeader()
        self._header.setMinimumSectionSize(_LEAST_PX)
        self._header.setResizeContentsPrecision(_FITTED_ROWS)
        self._header.setSectionsMovable(True)
        self._stretch = tuple(stretch)
        self._shares = self._shares_at_first()
        """Column to its part of the room that is left."""
        self._drawn: dict[int, int] = {}
        """Column to the width that somebody gave it."""
        self._is_own_doing = False
        with self._own_doing():
            self._recall()
        self.menu = ColumnsMenu(self, table)
        self._header.sectionResized.connect(self._resized)
        self._header.sectionMoved.connect(lambda *_places: self._remember())
        self._header.sectionHandleDoubleClicked.connect(self._be_fitted)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(
            lambda place: self.menu.popup(self._header.mapToGlobal(place))
        )
        opens = key(table, _MENU_KEYS, text("table.columns"), self.open_menu, when=table.isVisible)
        opens.setContext(Qt.ShortcutContext.WidgetShortcut)  # a screen may have several tables

    # ------------------------------------------------------------------ widths

    def fit(self) -> None:
        """Make columns as wide as their words; one that somebody drew stays as it was drawn."""
        self._table.ensurePolished()
        with self._own_doing():
            for column in self.shown:
                if column not in self._shares:
                    wished = self._drawn.get(column) or self._width_of_words(column)
                    self._header.resizeSection(column, max(_LEAST_PX, wished))
        self.share_out()

    def share_out(self) -> None:
        """Give the columns that share what room there is their part of it."""
        shares = {column: self._shares[column] for column in self.shown if column in self._shares}
        if not shares:
            return
        room = self._table.viewport().width() - sum(
            self._table.columnWidth(column) for column in self.shown if column not in shares
        )
        whole = sum(shares.values())
        widths = {
            column: max(_LEAST_PX, int(room * share / whole)) for column, share in shares.items()
        }
        widths[max(shares, key=lambda column: shares[column])] += max(
            0, room - sum(widths.values())
        )
        with self._own_doing():
            for column, width in widths.items():
                self._header.resizeSection(column, width)

    def _width_of_words(self, column: int) -> int:
        of_rows = self._table.sizeHintForColumn(column)
        return max(of_rows, self._header.sectionSizeHint(column))

    def _resized(self, column: int, before: int, now: int) -> None:
        """Let the next column give what one got when somebody drew its border."""
        if self._is_own_doing or not before or not now:
            return
        giving = self._giving_to(column)
        with self._own_doing():
            if giving is not None:
                has = self._table.columnWidth(giving)
                gives = min(now - before, has - _LEAST_PX)
                self._header.resizeSection(column, before + gives)
                self._header.resizeSection(giving, has - gives)
        for drawn in (column, giving):
            if drawn is not None and drawn not in self._shares:
                self._drawn[drawn] = self._table.columnWidth(drawn)
        self._share_as_drawn()
        self._remember()

    def _giving_to(self, column: int) -> int | None:
        """Give the column that gives room: the next that shares, so that the border is followed."""
        order = self.shown
        place = order.index(column)
        right, left = order[place + 1 :], order[:place]
        sharing = next((other for other in right if other in self._shares), None)
        if sharing is not None:
            return sharing
        if right:
            return right[0]
        return next((other for other in reversed(left) if other in self._shares), None)

    def _share_as_drawn(self) -> None:
        """Keep the shares in which the columns stand now, also when the window grows."""
        shown = [column for column in self.shown if column in self._shares]
        widths = {column: self._table.columnWidth(column) for column in shown}
        whole = sum(widths.values()) or 1
        parts = sum(self._shares[column] for column in shown)
        for column, width in widths.items():
            self._shares[column] = parts * width / whole

    def _be_fitted(self, column: int) -> None:
        """Make one column as wide as its words again: its border was double-clicked."""
        self._drawn.pop(column, None)
        self.fit()
        self._remember()

    # ------------------------------------------------------------------ sight and order

    @property
    def shown(self) -> list[int]:
        """Give the columns that are to be seen, from the left."""
        return [column for column in self.in_order if not self._table.isColumnHidden(column)]

    def show_column(self, column: int, *, is_shown: bool) -> None:
        """Show a column or hide it; the last one stays."""
        if not is_shown and self.shown == [column]:
            return
        with self._own_doing():
            self._table.setColumnHidden(column, not is_shown)
        self.fit()
        self._remember()

    def widen(self, column: int, by_px: int) -> None:
        """Make a column wider, or narrower; the next that shares room gives it, or gets it."""
        width = max(_LEAST_PX, self._table.columnWidth(column) + by_px)
        self._header.resizeSection(column, width)

    def move(self, column: int, places: int) -> None:
        """Put a column further right, or left where negative; at the edge it stays."""
        before = self._header.visualIndex(column)
        now = min(max(0, before + places), self._header.count() - 1)
        self._header.moveSection(before, now)

    @property
    def in_order(self) -> list[int]:
        """Give all columns from the left, hidden ones among them."""
        return [self._header.logicalIndex(place) for place in range(self._header.count())]

    def reset(self) -> None:
        """Lay the columns as the program lays them at first."""
        self._drawn, self._shares = {}, self._shares_at_first()
        with self._own_doing():
            self._order(range(self._header.count()))
            for column in range(self._header.count()):
                self._table.setColumnHidden(column, False)
        self.fit()
        self._remember()

    def open_menu(self) -> None:
        """Open the menu of columns below their head, for the keys."""
        self.menu.popup(self._header.mapToGlobal(QPoint(0, self._header.height())))

    def _order(self, order: Sequence[int]) -> None:
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)

    # ------------------------------------------------------------------ memory

    def _remember(self) -> None:
        if self._memory is None or self._is_own_doing:
            return
        count = self._header.count()
        shares = {} if self._shares == self._shares_at_first() else self._shares
        kept = {
            "hidden": sorted(set(range(count)) - set(self.shown)),
            "order": self.in_order,
            "widths": {str(column): width for column, width in self._drawn.items()},
            "shares": {str(column): round(share, 4) for column, share in shares.items()},
        }
        self._memory.note(kept)

    def _recall(self) -> None:
        """Lay the columns as they were kept; what does not fit this table is passed over."""
        kept = self._memory.recall() if self._memory else None
        if isinstance(kept, list):  # a memory that knew only what is hidden
            kept = {"hidden": kept}
        if not isinstance(kept, dict):
            return
        columns = range(self._header.count())
        self._drawn = _by_column(kept.get("widths"), set(columns) - set(self._shares), _LEAST_PX)
        self._shares |= _by_column(kept.get("shares"), set(self._shares), 0.01)
        order = [column for column in _listed(kept.get("order")) if column in columns]
        self._order(list(dict.fromkeys([*order, *columns])))
        hidden = {column for column in _listed(kept.get("hidden")) if column in columns}
        for column in hidden if len(hidden) < len(columns) else ():
            self._table.setColumnHidden(column, True)

    def _shares_at_first(self) -> dict[int, float]:
        return {column: self._stretch.count(column) for column in self._stretch}

    @contextmanager
    def _own_doing(self) -> Iterator[None]:
        """Change widths without taking it for somebody's hand."""
        was, self._is_own_doing = self._is_own_doing, True
        try:
            yield
        finally:
            self._is_own_doing = was


def _listed(kept: Any) -> list[Any]:
    return kept if isinstance(kept, list) else []


def _by_column(kept: Any, columns: set[int], least: float) -> dict[int, Any]:
    """Give the numbers kept for columns that there are."""
    if not isinstance(kept, dict):
        return {}
    named = {str(column): column for column in columns}
    return {
        named[name]: value
        for name, value in kept.items()
        if name in named and isinstance(value, int | float) and value >= least
    }
