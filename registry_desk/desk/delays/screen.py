"""The delays' screen: a table that is also a chart, worst first; each bar leads to its tasks."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import day
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import frame, label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import plural, text
from registry_desk.wire import Delays, DepartmentDelays

_COLUMNS = ("department", "on_time", "overdue", "open", "oldest", "redirected", "extended")
_GOOD = 0.95
_FAIR = 0.8


class DelaysScreen(QWidget):
    """Shows the honest figures as the register counts them."""

    changed = Signal()
    department_wanted = Signal(str)
    """The name of the department whose tasks are wanted."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._names = {d.code: d.name for d in parts.counter.office.departments}
        self._shown: list[DepartmentDelays] = []
        self.banner = Banner()
        self.said = label("", "muted")
        self.said.setWordWrap(True)
        self.table = Table(
            [text(f"board.{name}") for name in _COLUMNS], name=text("screen.delays"), stretch=(0,)
        )
        self.table.verticalHeader().setDefaultSectionSize(48)
        self.empty = label(text("board.empty"), "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.taken.connect(self._take)
        QShortcut(QKeySequence("F5"), self, self.refresh)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 12, 12, 12)
        row.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.banner.lie_over(self)
        self.empty.hide()

    def refresh(self) -> None:
        """Ask the register for the figures again."""
        self._lanes.run(
            "look",
            self._parts.counter.register.delays,
            done=self._show,
            failed=self.banner.show_error,
        )

    def _show(self, delays: Delays) -> None:
        self._shown = delays.departments
        self.said.setText(text("board.said", on=day(delays.on)))
        rows = [self._row(figures) for figures in self._shown]
        self.table.show_rows(rows, chosen=0 if rows else -1)
        most_open = max((f.open_count for f in self._shown), default=0) or 1
        most_late = max((f.overdue_count for f in self._shown), default=0) or 1
        oldest = max((f.oldest_overdue_days for f in self._shown), default=0) or 1
        for row, figures in enumerate(self._shown):
            share = figures.on_time_share
            if share is not None:
                self.table.draw_bar(row, 1, share, _judged(share))
            self.table.draw_bar(row, 2, figures.overdue_count / most_late, "danger")
            self.table.draw_bar(row, 3, figures.open_count / most_open, "accent")
            self.table.draw_bar(row, 4, figures.oldest_overdue_days / oldest, "warn")
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if self.isVisible():
            self.table.setFocus()

    def _row(self, figures: DepartmentDelays) -> tuple[str, ...]:
        share = figures.on_time_share
        oldest = figures.oldest_overdue_days
        return (
            self._names.get(figures.department, figures.department),
            text("board.not_yet") if share is None else f"{share * 100:.0f} %",
            str(figures.overdue_count),
            str(figures.open_count),
            plural("board.days", oldest) if oldest else "—",
            str(figures.redirected_count),
            str(figures.extended_count),
        )

    def _take(self, row: int) -> None:
        code = self._shown[row].department
        self.department_wanted.emit(self._names.get(code, code))


def _judged(share: float) -> str:
    return "ok" if share >= _GOOD else "warn" if share >= _FAIR else "danger"
