"""The piles of the inbox, most pressing first, narrowed by words or searched in the papers."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from registry_desk.desk.commands import folded, has_all
from registry_desk.desk.inbox.rows import APPROVALS, QUESTIONS, TASKS, UNASSIGNED, Row
from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.widgets.choice_list import Choice, ChoiceList, narrowing_line
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import text


class TaskList(ChoiceList):
    """The left column of the inbox."""

    search_wanted = Signal(str)
    """Words to be looked for in everything, the papers' text too."""

    def __init__(self, memory: MemorySlot, *, is_leading: bool) -> None:
        piles = (TASKS, UNASSIGNED, APPROVALS, QUESTIONS) if is_leading else (TASKS, QUESTIONS)
        self._rows: dict[str, list[Row]] = {name: [] for name in piles}
        self._found: Collection[UUID] = ()
        self.pile = QComboBox()
        self.filter = narrowing_line(text("inbox.filter"))
        super().__init__(
            (text("inbox.column.task"), text("inbox.column.term")),
            name=text("screen.inbox"),
            above=(self.pile, self.filter),
            memory=memory,
        )
        self.pile.setAccessibleName(text("inbox.pile"))
        for place, name in enumerate(piles):
            self.pile.addItem(text(f"inbox.pile.{name}", count=0), name)
            words = text(f"inbox.go.{name}")
            key(self, f"Alt+{place + 1}", words, lambda place=place: self._go(place))
        self.pile.currentIndexChanged.connect(lambda _place: self._show())
        self.filter.textChanged.connect(lambda _words: self._narrow())
        self.filter.returnPressed.connect(self._enter_list)

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
        parts, rows = folded(self.filter.text()).split(), self._rows[self.pile_name]
        fitting = [row for row in rows if has_all(row.said, parts) or row.entry_id in self._found]
        nothing = text("inbox.empty_filter" if rows else f"inbox.empty.{self.pile_name}")
        if not self.show_choices(fitting, _choice, nothing=nothing):
            self.looked_at.emit(None)

    def _go(self, place: int) -> None:
        self.pile.setCurrentIndex(place)
        self.choose(0)

    def _enter_list(self) -> None:
        """Go to what was found by its words; else look for them in everything."""
        words = self.filter.text().strip()
        if self.shown or not words:
            self.choose(0)
        else:
            self.search_wanted.emit(words)


def _choice(row: Row) -> Choice:
    return Choice((row.head, row.term), row.tone, row.is_new)
