"""The figures as tables: departments by what is late, people by load and lateness."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from registry_desk.desk.memory import Memory
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import plural, text
from registry_desk.model.office import Office
from registry_desk.wire import DepartmentDelays

_COLUMNS = ("department", "on_time", "overdue", "open", "oldest", "redirected", "extended")
_PEOPLE = ("official", "department", "open", "overdue", "oldest")
_ROW_PX = 48
_GOOD = 0.95
FAIR = 0.8
"""Below this share on time is bad."""
Load = tuple[str, str | None, int, int, int]
"""Department, official, open, overdue, oldest overdue in days."""


class Figures(QTabWidget):
    """Two tables; whoever looks at a row wants its tasks."""

    department_looked = Signal(str)
    """Its code."""
    person_looked = Signal(str, object)
    """Code of the department, account name or None."""

    def __init__(self, office: Office, memory: Memory) -> None:
        super().__init__()
        self._names = {d.code: d.name for d in office.departments}
        self._accounts = {account.username: account.name for account in office.accounts}
        self._shown: Sequence[DepartmentDelays] = ()
        self._loads: Sequence[Load] = ()
        self.departments = Table(
            [text(f"delays.column.{name}") for name in _COLUMNS],
            name=text("screen.delays"),
            stretch=(0,),
            memory=memory.slot("delays.departments"),
        )
        self.people = Table(
            [text(f"delays.person.{name}") for name in _PEOPLE],
            name=text("delays.people"),
            stretch=(0, 1),
            memory=memory.slot("delays.people"),
        )
        for table in (self.departments, self.people):
            table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.tabBar().setAccessibleName(text("screen.delays"))
        self.addTab(self.departments, text("delays.departments"))
        self.addTab(self.people, text("delays.people"))
        self.departments.row_changed.connect(self._look)
        self.people.row_changed.connect(self._look_at_person)
        # a click on the row that is chosen already asks for its tasks again
        self.departments.clicked.connect(lambda cell: self._look(cell.row()))
        self.people.clicked.connect(lambda cell: self._look_at_person(cell.row()))

    @property
    def chosen(self) -> str | None:
        """Give the code of the department chosen."""
        row = self.departments.currentRow()
        return self._shown[row].department if 0 <= row < len(self._shown) else None

    def show_figures(self, departments: Sequence[DepartmentDelays], loads: Sequence[Load]) -> None:
        """Show what the register counted."""
        self._shown, self._loads = departments, loads
        self._show_departments()
        self._show_people()

    def _show_departments(self) -> None:
        figures, table = self._shown, self.departments
        table.show_rows([self._row(f) for f in figures], chosen=table.currentRow())
        most_open = max((f.open_count for f in figures), default=0) or 1
        most_late = max((f.overdue_count for f in figures), default=0) or 1
        oldest = max((f.oldest_overdue_days for f in figures), default=0) or 1
        for row, figure in enumerate(figures):
            share = figure.on_time_share
            if share is not None:
                table.draw_bar(row, 1, share, _judged(share))
            table.draw_bar(row, 2, figure.overdue_count / most_late, "danger")
            table.draw_bar(row, 3, figure.open_count / most_open, "accent")
            table.draw_bar(row, 4, figure.oldest_overdue_days / oldest, "warn")

    def _show_people(self) -> None:
        self.people.show_rows([self._person(*load) for load in self._loads])
        most_open = max((load[2] for load in self._loads), default=0) or 1
        most_late = max((load[3] for load in self._loads), default=0) or 1
        for row, (_department, _official, is_open, late, _oldest) in enumerate(self._loads):
            self.people.draw_bar(row, 2, is_open / most_open, "accent")
            self.people.draw_bar(row, 3, late / most_late, "danger")

    def _row(self, figures: DepartmentDelays) -> tuple[str, ...]:
        share = figures.on_time_share
        return (
            self._names.get(figures.department, figures.department),
            text("delays.not_yet") if share is None else f"{share * 100:.0f} %",
            str(figures.overdue_count),
            str(figures.open_count),
            _days(figures.oldest_overdue_days),
            str(figures.redirected_count),
            str(figures.extended_count),
        )

    def _person(
        self, department: str, official: str | None, is_open: int, late: int, oldest: int
    ) -> tuple[str, ...]:
        who = self._accounts.get(official or "", official or text("delays.nobody"))
        where = self._names.get(department, department)
        return (who, where, str(is_open), str(late), _days(oldest))

    def _look(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.department_looked.emit(self._shown[row].department)

    def _look_at_person(self, row: int) -> None:
        if 0 <= row < len(self._loads):
            self.person_looked.emit(*self._loads[row][:2])


def _days(count: int) -> str:
    return plural("board.days", count) if count else "—"


def _judged(share: float) -> str:
    return "ok" if share >= _GOOD else "warn" if share >= FAIR else "danger"
