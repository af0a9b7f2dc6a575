"""Tasks by term, the most pressing first, narrowed by words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.moments import days_left, urgency
from registry_desk.desk.widgets.plain import label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import text
from registry_desk.wire import Office, Task


class TaskList(QWidget):
    """The left column of the inbox."""

    looked_at = Signal(object)
    """The task chosen, or None."""
    opened = Signal()
    """Enter was pressed on the task chosen."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._departments = {d.code: d.name for d in office.departments}
        self._tasks: list[Task] = []
        self._shown: list[Task] = []
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
        self.filter.textChanged.connect(lambda _words: self._show())
        self.filter.returnPressed.connect(self._enter_list)
        self.table.currentCellChanged.connect(lambda *_cells: self.looked_at.emit(self.chosen))
        self.table.taken.connect(lambda _row: self.opened.emit())
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(8, 8, 8, 8)
        above.addWidget(self.filter)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(260)

    @property
    def chosen(self) -> Task | None:
        """Give the task chosen."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show the tasks as they stand; the chosen one stays chosen."""
        self._tasks = list(tasks)
        self._show()

    def _show(self) -> None:
        chosen = self.chosen
        words = self.filter.text().casefold().split()
        self._shown = [t for t in self._tasks if all(w in self._said(t) for w in words)]
        rows = [(_head(task), days_left(task.due_on)) for task in self._shown]
        ids = [task.id for task in self._shown]
        place = ids.index(chosen.id) if chosen and chosen.id in ids else -1
        self.table.show_rows(rows, chosen=place)
        for row, task in enumerate(self._shown):
            self.table.colour(row, 1, urgency(task.due_on))
            if task.state == "assigned":
                font = self.table.item(row, 0).font()
                font.setBold(True)
                self.table.item(row, 0).setFont(font)
        self.table.setVisible(bool(self._shown))
        self.empty.setVisible(not self._shown)
        self.empty.setText(text("inbox.empty_filter" if self._tasks else "inbox.empty"))
        if place < 0:
            self.looked_at.emit(None)

    def _said(self, task: Task) -> str:
        department = self._departments.get(task.department, "")
        parts = (task.number, task.sender_name or "", task.subject or "", department)
        return " ".join(parts).casefold()

    def choose(self, row: int) -> None:
        """Choose a task by its place in the list."""
        if 0 <= row < len(self._shown):
            self.table.setCurrentCell(row, 0)
            self.table.setFocus()

    def _enter_list(self) -> None:
        self.choose(0)


def _head(task: Task) -> str:
    new = "● " if task.state == "assigned" else ""
    return f"{new}{task.number} · {task.sender_name or '—'}\n{task.subject or '—'}"
