"""Originals, those overdue first; narrowed by words, and a line that takes one in by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import Signal

from registry_desk.desk.commands import folded, has_all
from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.moments import day
from registry_desk.desk.widgets.choice_list import Choice, ChoiceList, narrowing_line
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import text
from registry_desk.wire import Original


@dataclass(frozen=True, slots=True)
class Findable:
    """An original with what it is found by."""

    original: Original
    said: str
    """Folded."""


class OriginalList(ChoiceList):
    """The left column of the originals."""

    id_of = attrgetter("number")
    number_given = Signal(str)
    """Number of an entry whose original is to be looked at, or taken in."""

    def __init__(self, memory: MemorySlot) -> None:
        self._originals: list[Findable] = []
        self.filter = narrowing_line(text("originals.filter"))
        super().__init__(
            (text("originals.column.what"), text("originals.column.back")),
            name=text("screen.originals"),
            above=(self.filter,),
            memory=memory,
        )
        self.filter.textChanged.connect(lambda _words: self._show())
        self.filter.returnPressed.connect(self._enter)
        key(self, "Ctrl+F", text("originals.filter"), self.filter.setFocus)

    def show_originals(self, originals: "Sequence[Findable]", *, wanted: str = "") -> None:
        """Show originals as they lie now.

        Args:
            originals: those due back first.
            wanted: number of the one to choose; else the one chosen stays.
        """
        self._originals = list(originals)
        self._show(wanted)

    def _show(self, wanted: str = "") -> None:
        words = self.filter.text()
        parts = folded(words).split()
        fitting = [one.original for one in self._originals if has_all(one.said, parts)]
        nothing = text("originals.empty_filter" if words else "originals.empty")
        is_chosen = self.show_choices(fitting, _choice, nothing=nothing, wanted=wanted or None)
        if not is_chosen and fitting and not words:
            self.table.setCurrentCell(0, 0)  # the keys stay where they are
        else:
            self.looked_at.emit(self.chosen)

    def _enter(self) -> None:
        """Go to what was found; what no original has may be the number of one to take in."""
        if self.shown:
            self.choose(0)
        elif self.filter.text().strip():
            self.number_given.emit(self.filter.text().strip())


def _choice(one: Original) -> Choice:
    tone = "danger" if one.is_overdue else "muted"
    return Choice((_head(one), _back(one)), tone)


def findable(originals: Sequence[Original]) -> list[Findable]:
    """Give originals with what they are found by; for the lanes, folding takes time."""
    return [
        Findable(one, folded(" ".join((one.number, one.subject, one.place, one.holder))))
        for one in originals
    ]


def _head(one: Original) -> str:
    where = one.holder if one.act == "handed_over" else one.place
    return f"{one.number} · {one.subject or '—'}\n{where or '—'}"


def _back(one: Original) -> str:
    if one.due_back_on is None:
        return text(f"originals.{one.act}")
    late = text("originals.overdue") if one.is_overdue else text("originals.handed_over")
    return f"{day(one.due_back_on)}\n{late}"
