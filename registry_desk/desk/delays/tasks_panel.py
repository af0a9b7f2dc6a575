"""The tasks behind a figure: chosen, moved to somebody else with a reason, taken back."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.memory import Memory
from registry_desk.desk.moments import day, days_left, today, urgency
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.desk.widgets.table import Table
from registry_desk.desk.widgets.table_rows import Look, Made
from registry_desk.i18n import plural, text
from registry_desk.model.office import Office
from registry_desk.wire import Task

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = ("number", "subject", "department", "official", "due_on")
_BANDS = ((0, "later"), (1, "week"), (8, "month"), (31, "quarter"), (91, "older"))
"""Least days late and the band that begins there."""
_SOON = 5
_DUE = _COLUMNS.index("due_on")
_OVER = ("closed", "dispatched", "refused")


class TasksPanel(QWidget):
    """Shows open tasks and sends the chosen ones elsewhere."""

    moved = Signal(list, str, str, str)
    """Tasks, department, official (empty: nobody in particular), reason."""

    def __init__(self, office: Office, memory: Memory, *, is_giving: bool) -> None:
        """Show nothing yet.

        Args:
            office: whose tasks they are.
            memory: keeps how the tasks' columns lie.
            is_giving: the person may move tasks to somebody else.
        """
        super().__init__()
        self._is_giving = is_giving
        self._office = office
        self._names = {d.code: d.name for d in office.departments}
        self._people = {account.username: account.name for account in office.accounts}
        self._all: Sequence[Task] = ()
        self._shown: list[Task] = []
        self._fits: Callable[[Task], bool] = lambda _task: True
        self.said = label("", "title")
        self.every_button = button(text("delays.every_task"), self.show_all)
        self.table = Table(
            [text(f"delays.task.{name}") for name in _COLUMNS],
            name=text("delays.tasks"),
            stretch=(1,),
            memory=memory.slot("delays.tasks"),
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.department, self.official, self.reason = QComboBox(), QComboBox(), QLineEdit()
        for department in office.departments:
            self.department.addItem(department.name, department.code)
        self.department.currentIndexChanged.connect(lambda _place: self._offer_people())
        self.reason.setPlaceholderText(text("delays.reason"))
        self.move_button = button(text("delays.move"), self._move, role="primary")
        for name in ("department", "official", "reason"):
            getattr(self, name).setAccessibleName(text(f"delays.move_{name}"))
        self.table.rows_chosen.connect(self._offer)
        self.reason.textChanged.connect(lambda _words: self._offer())
        self.reason.returnPressed.connect(self._move)
        self._offer_people()
        self._lay_out()
        self._offer()

    def _lay_out(self) -> None:
        head, bar = QHBoxLayout(), frame("foot")
        head.setContentsMargins(12, 8, 12, 4)
        head.addWidget(self.said, 1)
        head.addWidget(self.every_button)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(label(text("delays.move_to"), "muted"))
        for widget, share in ((self.department, 2), (self.official, 2), (self.reason, 3)):
            row.addWidget(widget, share)
        row.addWidget(self.move_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(bar)
        bar.setVisible(self._is_giving)

    def take(self, tasks: Sequence[Task]) -> None:
        """Take the tasks as they lie now; what was asked for stays asked for."""
        self._all = [task for task in tasks if task.state not in _OVER]
        self._show()

    @property
    def shown(self) -> list[Task]:
        """Give the tasks shown, in their order."""
        return list(self._shown)

    def show_all(self) -> None:
        """Show every open task."""
        self._show_those(lambda _task: True)

    def show_department(self, code: str) -> None:
        """Show a department's tasks."""
        self._show_those(lambda task: task.department == code)

    def show_person(self, department: str, official: str | None) -> None:
        """Show a person's tasks; None: those of nobody in particular."""
        self._show_those(lambda task: task.official == official and task.department == department)

    def show_band(self, band: str) -> None:
        """Show the tasks of one age."""
        self._show_those(lambda task: band_of(task.due_on, today()) == band)

    def _show_those(self, fits: "Callable[[Task], bool]") -> None:
        self._fits = fits
        self._show()

    def _show(self) -> None:
        self._shown = [task for task in self._all if self._fits(task)]
        shown = self._shown
        self.table.show_rows(
            Made(shown, self._row),
            look=lambda row, column: Look(urgency(shown[row].due_on) if column == _DUE else ""),
        )
        self.said.setText(plural("delays.task_count", len(self._shown)))
        self._offer()

    def _row(self, task: Task) -> tuple[str, ...]:
        left = f" · {days_left(task.due_on)}" if task.due_on else ""
        return (
            task.number,
            task.subject or "—",
            self._names.get(task.department, task.department),
            self._people.get(task.official or "", "—"),
            f"{day(task.due_on)}{left}",
        )

    def chosen(self) -> list[Task]:
        """Give the tasks that are chosen."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return [self._shown[row] for row in rows if row < len(self._shown)]

    def _offer_people(self) -> None:
        code = self.department.currentData()
        self.official.clear()
        self.official.addItem(text("delays.nobody"), "")
        for account in self._office.accounts:
            if account.department == code:
                self.official.addItem(account.name, account.username)

    def _offer(self) -> None:
        self.move_button.setEnabled(bool(self.chosen()) and len(self.reason.text().strip()) > 2)

    def _move(self) -> None:
        if self.move_button.isEnabled():
            to = self.department.currentData(), self.official.currentData() or ""
            self.moved.emit(self.chosen(), *to, self.reason.text().strip())


def band_of(due_on: date | None, on: date) -> str:
    """Give the age of an open task, as the register counts it."""
    late = (on - due_on).days if due_on else -_SOON - 1
    if -_SOON <= late <= 0:
        return "soon"
    return [name for least, name in _BANDS if late >= least or least == 0][-1]
