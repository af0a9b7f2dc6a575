"""The delays' screen: where work piles up, as charts; from any bar to its tasks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.delays.charts import Bar, BarChart
from registry_desk.desk.delays.substitute_form import SubstituteForm
from registry_desk.desk.delays.tasks_panel import TasksPanel
from registry_desk.desk.moments import day
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, key, label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import plural, text
from registry_desk.wire import Delays, DepartmentDelays, Moving, Substitution, Task
from registry_desk.wire.words import ask

_COLUMNS = ("department", "on_time", "overdue", "open", "oldest", "redirected", "extended")
_NAMES_PX = 220
_PEOPLE = ("official", "department", "open", "overdue", "oldest")
_BANDS = {
    "later": "accent", "soon": "accent", "week": "warn", "month": "warn", "quarter": "danger",
    "older": "danger",
}  # fmt: skip
_WEEKS = 12
_GOOD = 0.95
_FAIR = 0.8


@dataclass(frozen=True, slots=True)
class _Looked:
    delays: Delays
    people: Sequence[tuple[str, str | None, int, int, int]]
    """Department, official, open, overdue, oldest overdue in days."""
    tasks: Sequence[Task]


class DelaysScreen(QWidget):
    """Shows the honest figures as the register counts them."""

    changed = Signal()
    department_wanted = Signal(str)
    """The name of the department whose tasks are wanted."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        office = parts.counter.office
        self._names = {d.code: d.name for d in office.departments}
        self._accounts = {account.username: account.name for account in office.accounts}
        self._shown: list[DepartmentDelays] = []
        self._people: Sequence[tuple[str, str | None, int, int, int]] = ()
        self.banner = Banner()
        self.said = label("", "muted")
        self.said.setWordWrap(True)
        self.table = Table(
            [text(f"board.{name}") for name in _COLUMNS], name=text("screen.delays"), stretch=()
        )
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(0, _NAMES_PX)
        self.people = Table(
            [text(f"delays.person.{name}") for name in _PEOPLE],
            name=text("delays.people"),
            stretch=(0, 1),
        )
        for table in (self.table, self.people):
            table.verticalHeader().setDefaultSectionSize(48)
        self.ages, self.weeks = BarChart(text("delays.ages")), BarChart(text("delays.weeks"))
        self.tasks = TasksPanel(office)
        self.substitute = SubstituteForm(office)
        self.empty = label(text("board.empty"), "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.table.taken.connect(self._take)
        self.table.currentCellChanged.connect(lambda row, *_rest: self._look_at(row))
        self.people.currentCellChanged.connect(lambda row, *_rest: self._look_at_person(row))
        self.ages.taken.connect(self.tasks.show_band)
        self.tasks.moved.connect(self._move)
        self.substitute.wanted.connect(self._substitute)
        key(self, "F5", text("delays.again"), self.refresh)

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.said, 1)
        row.addWidget(button(text("delays.to_inbox"), self._to_inbox))
        self._tabs = QTabWidget()
        self._tabs.tabBar().setAccessibleName(text("screen.delays"))
        self._tabs.addTab(self.table, text("delays.departments"))
        self._tabs.addTab(self.people, text("delays.people"))
        charts = QWidget()
        beside = QVBoxLayout(charts)
        beside.setContentsMargins(8, 8, 8, 8)
        for title, chart in (("delays.ages", self.ages), ("delays.weeks", self.weeks)):
            beside.addWidget(label(text(title), "title"))
            beside.addWidget(chart, 1)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self._tabs)
        above.addWidget(charts)
        above.setSizes([830, 530])
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tasks, 1)
        standing_in = frame("foot")
        standing_in.setLayout(self.substitute)
        standing_in.setVisible(self.substitute.absent.count() > 0)
        column.addWidget(standing_in)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(above)
        whole.addWidget(below)
        whole.setSizes([400, 380])
        whole.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(whole, 1)
        outer.addWidget(self.empty, 1)
        self._whole = whole
        self.banner.lie_over(self)
        self.empty.hide()

    # ------------------------------------------------------------------ looking

    def refresh(self) -> None:
        """Ask the register for the figures and the open tasks again."""
        register = self._parts.counter.register

        def ask_all() -> _Looked:
            delays, tasks = register.delays(), register.tasks()
            people = [
                (p.department, p.official, p.open_count, p.overdue_count, p.oldest_overdue_days)
                for department in delays.departments
                for p in register.delays_of(department.department).people
                if p.open_count or p.overdue_count
            ]
            return _Looked(delays, sorted(people, key=lambda p: (-p[3], -p[2])), tasks)

        self._lanes.run("free", ask_all, done=self._show, failed=self.banner.show_error)

    def _show(self, looked: _Looked) -> None:
        delays = looked.delays
        self._shown, self._people = delays.departments, looked.people
        self.said.setText(text("board.said", on=day(delays.on)))
        self._show_departments()
        self._show_people()
        self.ages.show_bars(_age_bars(delays))
        self.weeks.show_bars(_week_bars(delays))
        self.tasks.take(looked.tasks)
        self._whole.setVisible(bool(self._shown))
        self.empty.setVisible(not self._shown)

    def _show_departments(self) -> None:
        figures = self._shown
        chosen = max(0, self.table.currentRow())
        self.table.show_rows([self._row(f) for f in figures], chosen=chosen if figures else -1)
        most_open = max((f.open_count for f in figures), default=0) or 1
        most_late = max((f.overdue_count for f in figures), default=0) or 1
        oldest = max((f.oldest_overdue_days for f in figures), default=0) or 1
        for row, figure in enumerate(figures):
            share = figure.on_time_share
            if share is not None:
                self.table.draw_bar(row, 1, share, _judged(share))
            self.table.draw_bar(row, 2, figure.overdue_count / most_late, "danger")
            self.table.draw_bar(row, 3, figure.open_count / most_open, "accent")
            self.table.draw_bar(row, 4, figure.oldest_overdue_days / oldest, "warn")

    def _show_people(self) -> None:
        self.people.show_rows([self._person(*person) for person in self._people])
        most_open = max((person[2] for person in self._people), default=0) or 1
        most_late = max((person[3] for person in self._people), default=0) or 1
        for row, (_department, _official, is_open, late, _oldest) in enumerate(self._people):
            self.people.draw_bar(row, 2, is_open / most_open, "accent")
            self.people.draw_bar(row, 3, late / most_late, "danger")

    def _row(self, figures: DepartmentDelays) -> tuple[str, ...]:
        share = figures.on_time_share
        return (
            self._names.get(figures.department, figures.department),
            text("board.not_yet") if share is None else f"{share * 100:.0f} %",
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

    def _look_at(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.tasks.show_department(self._shown[row].department)

    def _look_at_person(self, row: int) -> None:
        if 0 <= row < len(self._people):
            self.tasks.show_person(*self._people[row][:2])

    def _take(self, row: int) -> None:
        code = self._shown[row].department
        self.department_wanted.emit(self._names.get(code, code))

    def _to_inbox(self) -> None:
        if self.table.currentRow() >= 0:
            self._take(self.table.currentRow())

    # ------------------------------------------------------------------ moving

    def _move(self, tasks: list[Task], department: str, official: str, reason: str) -> None:
        def moved(_tasks: list[Task]) -> None:
            self.banner.say(
                plural("delays.moved", len(tasks)),
                action=text("delays.move_back"),
                act=lambda: self._move_back(tasks),
            )
            self.refresh()
            self.changed.emit()

        register = self._parts.counter.register
        moving = ask(
            Moving,
            id=uuid4(),
            task_ids=tuple(task.id for task in tasks),
            department=department,
            official=official or None,
            reason=reason,
        )
        self._run(lambda: register.move_tasks(moving), moved)

    def _move_back(self, tasks: list[Task]) -> None:
        """Move tasks back to where each came from, with a reason that says so."""
        register = self._parts.counter.register
        order = sorted(tasks, key=_place)
        movings = [
            ask(
                Moving,
                id=uuid4(),
                task_ids=tuple(task.id for task in group),
                department=department,
                official=official or None,
                reason=text("delays.taken_back"),
            )
            for (department, official), group in groupby(order, key=_place)
        ]

        def moved(_nothing: object) -> None:
            self.banner.say(plural("delays.moved_back", len(tasks)))
            self.refresh()
            self.changed.emit()

        self._run(lambda: [register.move_tasks(moving) for moving in movings], moved)

    def _substitute(self, substitution: Substitution) -> None:
        register = self._parts.counter.register

        def done(_set: Substitution) -> None:
            who = self._accounts.get(substitution.substitute, substitution.substitute)
            period = f"{day(substitution.from_on)} – {day(substitution.to_on)}"
            self.banner.say(text("delays.substituted", name=who, period=period))
            self.refresh()

        self._run(lambda: register.substitute(substitution), done)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run("register", work, done=done, failed=self.banner.show_error)


def _age_bars(delays: Delays) -> list[Bar]:
    counts = {age.band: age.count for age in delays.ages}
    return [
        Bar(
            band,
            text(f"delays.band.{band}"),
            counts.get(band, 0),
            colour,
            plural("delays.band_told", counts.get(band, 0), band=text(f"delays.band.{band}")),
        )
        for band, colour in _BANDS.items()
    ]


def _week_bars(delays: Delays) -> list[Bar]:
    return [
        Bar(
            week.begins_on.isoformat(),
            f"{week.begins_on:%d.%m}",
            week.overdue_count,
            "danger" if (week.on_time_share or 0) < _FAIR else "accent",
            text(
                "delays.week_told",
                day=day(week.begins_on),
                overdue=week.overdue_count,
                share="—" if week.on_time_share is None else f"{week.on_time_share * 100:.0f} %",
            ),
        )
        for week in delays.weeks[-_WEEKS:]
    ]


def _place(task: Task) -> tuple[str, str]:
    return task.department, task.official or ""


def _days(count: int) -> str:
    return plural("board.days", count) if count else "—"


def _judged(share: float) -> str:
    return "ok" if share >= _GOOD else "warn" if share >= _FAIR else "danger"
