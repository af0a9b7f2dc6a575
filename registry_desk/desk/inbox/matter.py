"""What belongs to a task beside its letter: linked entries, questions and answers, approvals."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.moments import moment
from registry_desk.desk.widgets.plain import label
from registry_desk.i18n import text
from registry_desk.model.office import Office

if TYPE_CHECKING:
    from registry_desk.wire import Approval, Consultation, Entry, Sending

_ENTRY = Qt.ItemDataRole.UserRole


class Matter(QWidget):
    """The tab beside the work; Enter on a linked entry shows its letter."""

    entry_wanted = Signal(object)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._people = {account.username: account.name for account in office.accounts}
        self._departments = {d.code: d.name for d in office.departments}
        self.links, self.talk = _list("inbox.links"), _list("inbox.talk")
        self.links.setMaximumHeight(140)
        self.links.itemActivated.connect(lambda item: self.entry_wanted.emit(item.data(_ENTRY)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(text("inbox.links"), "title"))
        column.addWidget(self.links)
        column.addWidget(label(text("inbox.talk"), "title"))
        column.addWidget(self.talk, 1)

    def show_matter(self, opened: Opened) -> None:
        """Show what belongs to a task."""
        self.links.clear()
        for entry in opened.links:
            item = QListWidgetItem(_linked(entry))
            item.setData(_ENTRY, entry)
            self.links.addItem(item)
        if not opened.links:
            self.links.addItem(text("inbox.links.none"))
        said = [
            *((c.asked_at, self._question(c)) for c in opened.consultations),
            *((a.asked_at, self._approval(a)) for a in opened.approvals),
            *((s.ordered_at, _sent(s)) for s in opened.sendings),
        ]
        self.talk.clear()
        for _at, words in sorted(said, reverse=True):
            self.talk.addItem(words)
        if not said:
            self.talk.addItem(text("inbox.talk.none"))

    def _name(self, username: str | None) -> str:
        return self._people.get(username or "", username or "")

    def _question(self, asked: "Consultation") -> str:
        to = self._name(asked.official) or self._departments.get(asked.department, "")
        head = f"{moment(asked.asked_at)}  {self._name(asked.asked_by)} → {to}: {asked.question}"
        if asked.answered_at is None:
            return f"{head}\n{text('inbox.talk.waits')}"
        return f"{head}\n{self._name(asked.answered_by)}: {asked.answer}"

    def _approval(self, asked: "Approval") -> str:
        by = self._name(asked.decided_by or asked.approver) or text("act_form.head")
        head = f"{moment(asked.asked_at)}  {text(f'approval.{asked.state}')} ({by})"
        return "\n".join(part for part in (head, asked.note, asked.reason) if part)


def _linked(entry: "Entry") -> str:
    state = text(f"entry.{entry.state}")
    return f"{entry.number} · {entry.sender_name or '—'} · {state}\n{entry.subject or '—'}"


def _sent(sending: "Sending") -> str:
    how, state = text(f"dispatch.{sending.how}"), text(f"sending.{sending.state}")
    tail = f" · {sending.number}" if sending.number else ""
    return f"{moment(sending.ordered_at)}  {text('screen.dispatch')}: {how}, {state}{tail}"


def _list(code: str) -> QListWidget:
    shown = QListWidget()
    shown.setAccessibleName(text(code))
    shown.setWordWrap(True)
    return shown
