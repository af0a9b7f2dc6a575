"""The delays' screen: where work piles up, as charts; from any bar to its tasks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TypeVar
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.delays.charts import Bar, BarChart
from registry_desk.desk.delays.figures import FAIR, Figures, Load
from registry_desk.desk.delays.substitute_form import SubstituteForm
from registry_desk.desk.delays.tasks_panel import TasksPanel
from registry_desk.desk.moments import day, today
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, key, label
from registry_desk.desk.widgets.room import divided
from registry_desk.i18n import plural, text
from registry_desk.wire import Delays, Moving, Substitution, Task
from registry_desk.wire.words import ask

_BANDS = {
    "later": "accent", "soon": "accent", "week": "warn", "month": "warn", "quarter": "danger",
    "older": "danger",
}  # fmt: skip
_WEEKS = 12
_WITH_TASKS = ("official", "head", "supervisor", "auditor")
"""Roles that may read tasks; the others look at the figures alone."""
_WITH_INBOX = ("official", "head", "supervisor")
_GIVING = ("head", "supervisor")
_SUBSTITUTING = ("head", "supervisor", "administrator")


_Change = TypeVar("_Change", Moving, Substitution)


@dataclass(frozen=True, slots=True)
class _Looked:
    delays: Delays
    people: Sequence[Load]
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
        self.banner = Banner()
        self._changes = OneByOne(lanes, self.banner.show_error)
        self._asked: Moving | Substitution | None = None
        """What was asked for and not answered: asked again it is the same, done once."""
        self._back: Callable[[], None] | None = None
        """Takes the last change back."""
        self.said = label("", "muted")
        self.said.setWordWrap(True)
        self.figures = Figures(office, parts.memory)
        self.table, self.people = self.figures.departments, self.figures.people
        self.ages, self.weeks = BarChart(text("delays.ages")), BarChart(text("delays.weeks"))
        self.tasks = TasksPanel(office, parts.memory, is_giving=parts.role in _GIVING)
        self.substitute = SubstituteForm(office)
        self.empty = label(text("board.empty"), "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        if self._parts.role in _WITH_INBOX:
            self.table.taken.connect(lambda _row: self._to_inbox())
        self.figures.department_looked.connect(self.tasks.show_department)
        self.figures.person_looked.connect(self.tasks.show_person)
        self.ages.taken.connect(self.tasks.show_band)
        self.tasks.moved.connect(self._move)
        self.substitute.wanted.connect(self._substitute)
        key(self, "F5", text("delays.again"), self.refresh)
        if self._parts.role in _SUBSTITUTING:
            key(
                self,
                "Ctrl+Z",
                text("delays.undo"),
                self._take_back,
                when=lambda: self._back is not None,
            )

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self.said, 1)
        if self._parts.role in _WITH_INBOX:
            row.addWidget(button(text("delays.to_inbox"), self._to_inbox))
        charts = QWidget()
        beside = QVBoxLayout(charts)
        beside.setContentsMargins(8, 8, 8, 8)
        for title, chart in (("delays.ages", self.ages), ("delays.weeks", self.weeks)):
            beside.addWidget(label(text(title), "title"))
            beside.addWidget(chart, 1)
        above = QSplitter(Qt.Orientation.Horizontal)
        above.addWidget(self.figures)
        above.addWidget(charts)
        divided(above, (900, 460), self._parts.memory.slot("delays.charts"))
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tasks, 1)
        standing_in = frame("foot")
        standing_in.setLayout(self.substitute)
        is_offered = self._parts.role in _SUBSTITUTING and self.substitute.absent.count() > 0
        column.addWidget(standing_in)
        standing_in.setVisible(is_offered)
        self.tasks.setVisible(self._parts.role in _WITH_TASKS)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(above)
        whole.addWidget(below)
        below.setVisible(is_offered or self._parts.role in _WITH_TASKS)
        divided(whole, (400, 380), self._parts.memory.slot("delays.room"))
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
            delays = register.delays()
            tasks = register.tasks() if self._parts.role in _WITH_TASKS else ()
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
        self.said.setText(text("board.said", on=day(delays.on)))
        self.figures.show_figures(delays.departments, looked.people)
        self.ages.show_bars(_age_bars(delays))
        self.weeks.show_bars(_week_bars(delays))
        self.tasks.take(looked.tasks)
        self._whole.setVisible(bool(delays.departments))
        self.empty.setVisible(not delays.departments)

    def _to_inbox(self) -> None:
        code = self.figures.chosen
        self.department_wanted.emit(self._names.get(code, code) if code else "")

    # ------------------------------------------------------------------ moving

    def _move(self, tasks: list[Task], department: str, official: str, reason: str) -> None:
        register = self._parts.counter.register
        moving = self._again_or(
            ask(
                Moving,
                id=uuid4(),
                task_ids=tuple(task.id for task in tasks),
                department=department,
                official=official or None,
                reason=reason,
            )
        )

        def moved(_tasks: list[Task]) -> None:
            self.tasks.reason.clear()
            self.tasks.table.setFocus()  # the keys undo the move there, in the line its words
            said = plural("delays.moved", len(tasks))
            self._changed(said, lambda: self._move_back(tasks), says="delays.move_back")

        self._changes.do(lambda: register.move_tasks(moving), moved)

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
        self._changes.do(
            lambda: [register.move_tasks(moving) for moving in movings],
            lambda _nothing: self._changed(plural("delays.moved_back", len(tasks))),
        )

    def _substitute(self, asked: Substitution) -> None:
        register, substitution = self._parts.counter.register, self._again_or(asked)

        def named(_set: Substitution) -> None:
            self.substitute.reason.clear()
            self.table.setFocus()  # the keys take it back there, in the line its words
            said = self._told("delays.substituted", substitution)
            self._changed(said, lambda: self._end(substitution), says="delays.substitute_back")

        self._changes.do(lambda: register.substitute(substitution), named)

    def _end(self, substitution: Substitution) -> None:
        """Let a substitution lie in the past: the register keeps that it was set, and by whom."""
        register, over = self._parts.counter.register, today() - timedelta(days=1)
        ended = substitution.model_copy(update={"from_on": over, "to_on": over})
        self._changes.do(
            lambda: register.substitute(ended),
            lambda _set: self._changed(self._told("delays.substitute_ended", substitution)),
        )

    def _told(self, code: str, substitution: Substitution) -> str:
        who = self._accounts.get(substitution.substitute, substitution.substitute)
        period = f"{day(substitution.from_on)} – {day(substitution.to_on)}"
        return text(code, name=who, period=period)

    def _again_or(self, asked: _Change) -> _Change:
        """Give what was asked before where the same is asked again after an answer was lost."""
        before = self._asked
        if isinstance(before, type(asked)):
            again = asked.model_copy(update={"id": before.id})
            if again == before:
                return again
        self._asked = asked
        return asked

    def _changed(
        self, said: str, back: Callable[[], None] | None = None, *, says: str = ""
    ) -> None:
        self._asked, self._back = None, back
        self.banner.say(said, action=text(says) if back else "", act=back)
        self.refresh()
        self.changed.emit()

    def _take_back(self) -> None:
        if self._back is not None:
            self._back()


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
            "danger" if (week.on_time_share or 0) < FAIR else "accent",
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
