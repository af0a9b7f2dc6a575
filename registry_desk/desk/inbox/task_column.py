"""The right column of the inbox: the entry, and the one thing to do next."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from registry_desk.desk.inbox.act_form import ActForm
from registry_desk.desk.inbox.acts import Acts
from registry_desk.desk.inbox.matter import Matter
from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.inbox.reply_editor import ReplyEditor
from registry_desk.desk.inbox.rows import UNASSIGNED
from registry_desk.desk.inbox.words_step import WordsStep
from registry_desk.desk.widgets.entry_card import EntryCard
from registry_desk.desk.widgets.plain import button, label
from registry_desk.desk.widgets.room import Yielding
from registry_desk.i18n import speaking, text
from registry_desk.model.office import Office

_CARD_LEAST_PX, _WIDTH_PX = 84, 400
_OPEN, _RESOLVE, _REPLY, _FORM, _APPROVE, _ANSWER, _NOTHING = range(7)


class TaskColumn(QFrame):
    """Shows one row's work and takes what is decided on it."""

    open_wanted = Signal()
    act_wanted = Signal(str)
    approved = Signal()

    def __init__(self, office: Office, *, is_leading: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._is_leading = is_leading
        self._opened: Opened | None = None
        self.card, self.matter = EntryCard(office), Matter(office)
        self.reply, self.form = ReplyEditor(), ActForm(office)
        self.resolve_step, self.answer_step = WordsStep("resolve"), WordsStep("answer")
        self.open_button = button(text("inbox.open"), self.open_wanted.emit, role="primary")
        self.note = label("")
        self.approve_button = button(
            text("inbox.approve"), self.approved.emit, role="primary", shortcut="F8"
        )
        self.refuse_button = button(
            text("reason_form.refuse"), lambda: self.act_wanted.emit("refuse")
        )
        self.acts = Acts(self.act_wanted.emit, is_leading=is_leading)
        self.form.left.connect(self._show_step)
        self.reply.up_wanted.connect(lambda: self.act_wanted.emit("send_up"))
        self._steps = QStackedWidget()
        self._lay_out()
        self.show_work(None)

    @property
    def resolution(self) -> QWidget:
        """Give where the resolution is written."""
        return self.resolve_step.editor

    def _lay_out(self) -> None:
        for step in (
            _step(label(text("inbox.open.why"), "muted"), self.open_button),
            self.resolve_step,
            self.reply,
            self.form,
            _step(self.note, self.approve_button, self.refuse_button),
            self.answer_step,
            QWidget(),
        ):
            self._steps.addWidget(step)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._steps, 1)
        column.addWidget(self.acts)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(work, text("inbox.tab.work"))
        self.tabs.addTab(self.card.papers, text("inbox.tab.papers"))
        self.tabs.addTab(self.matter, text("inbox.tab.matter"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(8)
        outer.addWidget(Yielding(self.card, least_px=_CARD_LEAST_PX))
        outer.addWidget(self.tabs, 1)
        self.setMinimumWidth(_WIDTH_PX)

    def show_work(self, opened: Opened | None) -> None:
        """Show a row's work with the step it is at; None shows nothing."""
        self.flush()
        self._opened = opened
        self.setVisible(opened is not None)
        if opened is None:
            self.card.clear_entry()
            self._steps.setCurrentIndex(_NOTHING)
            return
        self.card.show_entry(opened.entry, opened.history)
        self.matter.show_matter(opened)
        row = opened.row
        if row.task is not None:
            self.resolve_step.show_words(opened.typed.get("resolve", row.task.resolution))
            self._show_reply(opened)
        elif row.question is not None:
            self.answer_step.show_words(opened.typed.get("answer", ""), said=row.question.question)
        elif row.approval is not None:
            self.note.setText(row.approval.note or text("inbox.approve.why"))
        self._show_step()

    def _show_reply(self, opened: Opened) -> None:
        entry = opened.entry
        with speaking("ro"):  # the letter's language, whatever the window speaks
            subject = entry.subject or ""
            opening = text("demo.reply.opening", number=entry.number, subject=subject)
        self.reply.show_reply(opened.reply, opening, approval=opened.approval)
        self.reply.show_templates(opened.templates, opened.reply.template if opened.reply else "")
        self.reply.show_addresses(entry.sender_address or "", entry.email or "")

    def _show_step(self) -> None:
        opened = self._opened
        if opened is None:
            return
        row = opened.row
        self.acts.setVisible(row.task is not None)
        if row.approval is not None:
            self._steps.setCurrentIndex(_APPROVE)
        elif row.question is not None:
            self._steps.setCurrentIndex(_ANSWER)
        elif row.task is None:
            self.begin("assign")
        else:
            step = {"assigned": _OPEN, "opened": _RESOLVE}.get(row.task.state, _REPLY)
            self._steps.setCurrentIndex(step)
            is_movable = row.task.state in ("assigned", "opened", "resolved", "refused")
            self.acts.offer(
                is_open=row.task.state != "closed",
                is_movable=is_movable and opened.reply is None,
                may_extend=self._is_leading,
            )

    def go_to_step(self) -> None:
        """Put the focus on what is to be done next."""
        self.tabs.setCurrentIndex(0)
        targets = {
            _OPEN: self.open_button,
            _RESOLVE: self.resolve_step.editor,
            _REPLY: self.reply.editor,
            _FORM: self.form.department,
            _APPROVE: self.approve_button,
            _ANSWER: self.answer_step.editor,
        }
        target = targets.get(self._steps.currentIndex())
        if target is not None:
            target.setFocus()

    def begin(self, act: str) -> None:
        """Ask for what an act needs, with what was typed for it before."""
        opened = self._opened
        if opened is None:
            return
        had = self.window().focusWidget()
        self.tabs.setCurrentIndex(0)
        self._steps.setCurrentIndex(_FORM)
        department = opened.entry.department or ""
        self.form.begin(act, department=department, words=opened.typed.get(act, ""))
        is_unassigned = opened.row.pile == UNASSIGNED
        self.form.leave_button.setVisible(not is_unassigned)
        if is_unassigned and had is not None:
            had.setFocus()  # looking through the list must not take the keys away from it

    def flush(self) -> None:
        """Have at once kept everything that was typed last."""
        for part in (self.reply, self.form, self.resolve_step, self.answer_step):
            part.flush()


def _step(*widgets: QWidget) -> QWidget:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for widget in widgets:
        if hasattr(widget, "setWordWrap"):
            widget.setWordWrap(True)
        column.addWidget(widget)
    column.addStretch(1)
    return step
