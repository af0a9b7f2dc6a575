"""The right column of the inbox: the entry, and the one thing to do next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.inbox.lane_work import Opened
from registry_desk.desk.inbox.reason_form import ReasonForm
from registry_desk.desk.inbox.reply_editor import ReplyEditor
from registry_desk.desk.widgets.entry_card import EntryCard
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import speaking, text
from registry_desk.wire import Office

_OPEN, _RESOLVE, _REPLY, _REASON, _NOTHING = range(5)


class TaskColumn(QFrame):
    """Shows one task and takes what is decided on it."""

    open_wanted = Signal()
    resolved = Signal(str)

    def __init__(self, office: Office, *, is_supervisor: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._is_supervisor = is_supervisor
        self._opened: Opened | None = None
        self.card = EntryCard(office)
        self.reply = ReplyEditor()
        self.reason_form = ReasonForm(office.departments)
        self.resolution = QPlainTextEdit()
        self.resolution.setTabChangesFocus(True)
        self.resolution.setAccessibleName(text("inbox.resolution"))
        self.resolution.setPlaceholderText(text("inbox.resolution.hint"))
        self.open_button = button(text("inbox.open"), self.open_wanted.emit, role="primary")
        self.resolve_button = button(
            text("inbox.resolve"), self._resolve, role="primary", shortcut="Ctrl+Return"
        )
        away = "redirect" if is_supervisor else "give_back"
        self.away_button = button(
            text(f"reason_form.{away}"), lambda: self._ask(away), shortcut="F6"
        )
        self.extend_button = button(
            text("reason_form.extend"), lambda: self._ask("extend"), shortcut="F7"
        )
        self.resolution.textChanged.connect(self._offer_resolve)
        self.reason_form.left.connect(self._show_step)
        self._steps = QStackedWidget()
        self._lay_out()
        self.show_task(None)

    def _lay_out(self) -> None:
        for step in (
            _step(label(text("inbox.open.why"), "muted"), self.open_button),
            _step(label(text("inbox.resolution"), "title"), self.resolution, self.resolve_button),
            self.reply,
            self.reason_form,
            QWidget(),
        ):
            self._steps.addWidget(step)
        others = QHBoxLayout()
        others.addWidget(self.away_button, 1)
        others.addWidget(self.extend_button, 1)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._steps, 1)
        column.addLayout(others)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(work, text("inbox.tab.work"))
        self.tabs.addTab(self.card.papers, text("inbox.tab.papers"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(8)
        outer.addWidget(self.card)
        outer.addWidget(self.tabs, 1)
        self.setMinimumWidth(360)

    def show_task(self, opened: Opened | None) -> None:
        """Show a task with the step it is at; None shows no task."""
        self._opened = opened
        self.setVisible(opened is not None)
        if opened is None:
            self.card.clear_entry()
            self._steps.setCurrentIndex(_NOTHING)
            return
        self.card.show_entry(opened.entry, opened.history)
        self.resolution.setPlainText(opened.task.resolution)
        with speaking("ro"):  # the letter's language, whatever the window speaks
            subject = opened.entry.subject or ""
            opening = text("demo.reply.opening", number=opened.entry.number, subject=subject)
        self.reply.show_reply(opened.reply, opening)
        self._offer_resolve()
        self._show_step()

    def _show_step(self) -> None:
        if self._opened is None:
            return
        state = self._opened.task.state
        step = {"assigned": _OPEN, "opened": _RESOLVE}.get(state, _REPLY)
        self._steps.setCurrentIndex(step)
        is_open = state in ("assigned", "opened", "resolved")
        self.away_button.setEnabled(is_open and self._opened.reply is None)
        self.extend_button.setEnabled(is_open and self._is_supervisor)
        self.extend_button.setToolTip("" if self._is_supervisor else text("inbox.extend.who"))

    def go_to_step(self) -> None:
        """Put the focus on what is to be done next."""
        self.tabs.setCurrentIndex(0)
        targets = {_OPEN: self.open_button, _RESOLVE: self.resolution, _REPLY: self.reply.editor}
        target = targets.get(self._steps.currentIndex())
        if target is not None:
            target.setFocus()

    def _ask(self, act: str) -> None:
        if self._opened is not None:
            self.tabs.setCurrentIndex(0)
            self._steps.setCurrentIndex(_REASON)
            self.reason_form.begin(act, department=self._opened.task.department)

    def _offer_resolve(self) -> None:
        self.resolve_button.setEnabled(bool(self.resolution.toPlainText().strip()))

    def _resolve(self) -> None:
        self.resolved.emit(self.resolution.toPlainText().strip())


def _step(*widgets: QWidget) -> QWidget:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for widget in widgets:
        if widget.property("role") == "muted":
            widget.setWordWrap(True)  # type: ignore[attr-defined]
        column.addWidget(widget)
    column.addStretch(1)
    return step
