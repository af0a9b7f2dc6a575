"""The inbox's screen: tasks left, the letter in the middle, what is decided on it right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.inbox import lane_work
from registry_desk.desk.inbox.lane_work import Opened
from registry_desk.desk.inbox.task_column import TaskColumn
from registry_desk.desk.inbox.task_list import TaskList
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.pin_dialog import PinDialog
from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.answer import PinQuestion
from registry_desk.journey.looking import Looked, Looker
from registry_desk.journey.records import ReplyRecord
from registry_desk.wire import Task


class InboxScreen(QWidget):
    """The official's home."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._opened: Opened | None = None
        self._looker = Looker(parts.counter.tray, parts.counter.register)
        self.banner = Banner()
        self.list = TaskList(parts.counter.office)
        self.paper = Paper(self._looker, lanes, self.banner.show_error)
        self.column = TaskColumn(parts.counter.office, is_supervisor=parts.role == "supervisor")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximum(1)
        self.pin_dialog: PinDialog | None = None
        self._connect()
        self._lay_out()
        self.paper.say(text("inbox.choose"))

    def _connect(self) -> None:
        column, reply = self.column, self.column.reply
        self.list.looked_at.connect(self._look)
        self.list.opened.connect(self._enter)
        column.open_wanted.connect(self._open)
        column.resolved.connect(self._resolve)
        column.reason_form.confirmed.connect(self._with_reason)
        column.card.file_wanted.connect(self._open_file)
        reply.prepare_wanted.connect(self._prepare)
        reply.send_wanted.connect(self._send)
        reply.draft_changed.connect(self._keep_draft)
        QShortcut(QKeySequence("Ctrl+F"), self, self.list.filter.setFocus)
        QShortcut(QKeySequence("F5"), self, self.refresh)

    def _lay_out(self) -> None:
        columns = QSplitter(Qt.Orientation.Horizontal)
        for place, (widget, share) in enumerate(
            ((self.list, 1), (self.paper, 3), (self.column, 2))
        ):
            columns.addWidget(widget)
            columns.setStretchFactor(place, share)
        columns.setSizes([330, 590, 400])
        columns.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._progress)
        outer.addWidget(columns, 1)
        self.banner.lie_over(self.paper)

    # ------------------------------------------------------------------ the list

    def refresh(self) -> None:
        """Ask the register for the tasks again."""
        self._run("free", lambda: lane_work.tasks(self._parts), self._show_tasks)

    def show_department(self, name: str) -> None:
        """Show only the tasks of a department."""
        self.list.filter.setText(name)

    def _show_tasks(self, tasks: list[Task]) -> None:
        self.list.show_tasks(tasks)
        if self.list.chosen is None and self.isVisible() and not self.list.filter.hasFocus():
            self.list.choose(0)

    def _look(self, task: Task | None) -> None:
        self.column.reply.flush()
        if task is None:
            self._opened = None
            self.column.show_task(None)
            self.paper.say(text("inbox.choose"))
            return

        def show(opened: Opened) -> None:
            if self.list.chosen and self.list.chosen.id == task.id:
                self._show(opened)

        self._run("look", lambda: lane_work.look(self._parts, task), show)

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        self.column.show_task(opened)
        if opened.task.state == "assigned":
            self.paper.say(text("inbox.not_opened"))
            return
        self.paper.show_file(
            lambda: self._looker.open_letter(opened.entry),
            nothing=text("inbox.no_paper"),
            wait=text("inbox.fetching"),
        )

    def _enter(self) -> None:
        if self._opened and self._opened.task.state == "assigned":
            self._open()
        else:
            self.column.go_to_step()

    # ------------------------------------------------------------------ deciding

    def _open(self) -> None:
        task = self._task()
        if task is None:
            return

        def opened(now: Opened) -> None:
            self._after(now)
            self.banner.say(text("inbox.acknowledged"), text("inbox.acknowledged.seen"))
            self.column.go_to_step()

        self._run("register", lambda: lane_work.open_task(self._parts, task), opened)

    def _resolve(self, words: str) -> None:
        task = self._task()
        if task is None:
            return

        def resolved(now: Opened) -> None:
            self._after(now)
            self.column.go_to_step()

        self._run("register", lambda: lane_work.resolve(self._parts, task, words), resolved)

    def _with_reason(self, act: str) -> None:
        task, form = self._task(), self.column.reason_form
        if task is None:
            return
        reason = form.reason.text().strip()
        if act == "extend":
            days = form.days.value()
            self._run(
                "register",
                lambda: lane_work.extend(self._parts, task, days, reason),
                lambda now: self._done(now, text("inbox.extended", number=task.number)),
            )
            return
        department = form.department.currentData()
        work = (
            (lambda: lane_work.redirect(self._parts, task, department, reason))
            if act == "redirect"
            else (lambda: lane_work.give_back(self._parts, task, reason))
        )
        said = text(f"inbox.{act}.done", number=task.number)
        self._run("register", work, lambda _task: self._done(None, said))

    def _done(self, now: Opened | None, said: str) -> None:
        if now is not None:
            self._show(now)
        self.refresh()
        self.changed.emit()
        self.banner.say(said)

    def _after(self, now: Opened) -> None:
        self._show(now)
        self.refresh()
        self.changed.emit()

    # ------------------------------------------------------------------ answering

    def _keep_draft(self) -> None:
        opened, reply = self._opened, self.column.reply
        if opened is None or opened.entry.task_id is None:
            return
        paragraphs, how = reply.paragraphs, reply.how.currentData()
        self._run(
            "free",
            lambda: lane_work.keep_draft(self._parts, opened.entry, paragraphs, how),
            lambda _kept: None,
        )

    def _prepare(self) -> None:
        opened, reply = self._opened, self.column.reply
        if opened is None:
            return
        paragraphs, how = reply.paragraphs, reply.how.currentData()

        def find() -> Looked:
            file: Path = lane_work.prepare(self._parts, opened.entry, paragraphs, how)
            looked = self._looker.open_file(file)
            self._lanes.post(reply.prepared)
            return looked

        self.paper.show_file(find, nothing="", wait=text("reply_editor.preparing"))

    def _send(self) -> None:
        opened = self._opened
        if opened is None:
            return
        self._set_sending(True)
        self._lanes.run(
            "token",
            lambda: lane_work.send(self._parts, opened.entry, self._pin),
            done=self._sent,
            failed=self._not_sent,
        )

    def _pin(self, question: PinQuestion) -> str | None:
        """Ask for the PIN; called in the token's lane, answered on the main thread."""

        def put(answer: Callable[[str | None], None]) -> None:
            self.pin_dialog = PinDialog(question, answer, self)
            self.pin_dialog.open()

        return self._lanes.ask(put)

    def _sent(self, _reply: ReplyRecord) -> None:
        self._set_sending(False)
        number = self._opened.entry.number if self._opened else ""
        self.refresh()
        self.changed.emit()
        self.banner.say(text("inbox.sent", number=number), text("inbox.sent.seen"))

    def _not_sent(self, error: RegistryDeskError) -> None:
        self._set_sending(False)
        if not isinstance(error, Cancelled):
            self.banner.show_error(error, action=text("counter.continue"), act=self._send)
        task = self._task()
        if task is not None:
            self._run("look", lambda: lane_work.look(self._parts, task), self.column.show_task)

    def _set_sending(self, is_sending: bool) -> None:
        self.column.reply.set_sending(is_sending)
        self._progress.setMaximum(0 if is_sending else 1)

    # ------------------------------------------------------------------ files

    def _open_file(self, place: int) -> None:
        opened = self._opened
        if opened is None:
            return
        version = opened.entry.files[place]
        self._run(
            "look",
            lambda: self._looker.fetch(opened.entry, version),
            lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    def _task(self) -> Task | None:
        return self._opened.task if self._opened else None

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
