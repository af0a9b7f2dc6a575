"""An entry of the register as every screen shows it: number, fields, files, history."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from registry_desk.desk.moments import day, days_left, law, moment, urgency, written_day
from registry_desk.desk.widgets.plain import label, restyle
from registry_desk.i18n import has, text
from registry_desk.model.office import Office

if TYPE_CHECKING:
    from registry_desk.wire import Amended, Entry, Event

_ROWS = 4
_FIELDS = ("sender_name", "sender_address", "sender", "subject", "department", "state", "due_on")


class EntryCard(QWidget):
    """Shows an entry; ``papers`` (its files and history) stands where the screen puts it."""

    file_wanted = Signal(int)
    """The place of the file in the entry's list."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._departments = {d.code: d.name for d in office.departments}
        self._people = {account.username: account.name for account in office.accounts}
        self.number = label("", "entry")
        self._values = {name: _value() for name in _FIELDS}
        self.files = _FileList(text("entry_card.files"))
        self.history = _List(text("entry_card.history"))
        self.papers = QWidget()
        self.files.itemActivated.connect(lambda item: self.file_wanted.emit(self.files.row(item)))
        self._lay_out()

    def _lay_out(self) -> None:
        form = QGridLayout()  # a QFormLayout keeps the rows' heights of the entry before
        form.setVerticalSpacing(6)
        form.setHorizontalSpacing(12)
        form.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._values.items()):
            form.addWidget(
                label(text(f"entry_card.{name}"), "muted"), row, 0, Qt.AlignmentFlag.AlignTop
            )
            form.addWidget(value, row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.number)
        column.addLayout(form)
        below = QVBoxLayout(self.papers)
        below.setContentsMargins(0, 8, 0, 0)
        below.setSpacing(8)
        below.addWidget(label(text("entry_card.files"), "title"))
        below.addWidget(self.files)
        below.addWidget(label(text("entry_card.history"), "title"))
        below.addWidget(self.history, 1)

    def show_entry(
        self, entry: "Entry", history: "Sequence[Event]", amendments: "Sequence[Amended]" = ()
    ) -> None:
        """Show an entry with what happened to it; ``amendments`` tell what was corrected."""
        self.number.setText(text("entry_card.number", number=entry.number))
        dated = text("entry_card.dated", on=day(entry.sender_date)) if entry.sender_date else ""
        issued = " ".join(part for part in (entry.sender_registration_number, dated) if part)
        values = {
            "sender_name": entry.sender_name or "",
            "sender_address": entry.sender_address or "",
            "sender": issued,
            "subject": entry.subject or "",
            "department": self._departments.get(entry.department or "", entry.department or ""),
            "state": text(f"entry.{entry.state}"),
            "due_on": _term(entry),
        }
        for name, value in self._values.items():
            value.setText(values[name] or "—")
        is_open = entry.state not in ("closed", "annulled")
        colour = urgency(entry.due_on) if is_open else "muted"
        self._values["due_on"].setProperty("tone", colour)
        restyle(self._values["due_on"])
        self.files.clear()
        for file in entry.files:
            said = text(f"file.{file.role}.{file.version}")
            self.files.addItem(f"{said} · {moment(file.created_at)}")
        self.files.fit()
        self.history.clear()
        corrected = iter(amendments)
        told = [
            self._event(event) + (_corrected(next(corrected, None)) if _is_amended(event) else "")
            for event in history
        ]
        self.history.addItems(told[::-1])

    def clear_entry(self) -> None:
        """Show no entry."""
        self.number.clear()
        for value in self._values.values():
            value.setText("")
        self.files.clear()
        self.history.clear()

    def _event(self, event: "Event") -> str:
        code = f"act.{event.act}"
        what = text(code) if has(code) else event.act
        department = self._departments.get(str(event.detail.get("department", "")), "")
        where = f" → {department}" if department and event.act == "assigned" else ""
        who = self._people.get(event.actor, event.actor)
        return f"{moment(event.at)}  {what}{where} ({who})"


def _is_amended(event: "Event") -> bool:
    return event.act == "amended"


def _corrected(amended: "Amended | None") -> str:
    """Tell each field's old and new words, a line each."""
    lines = []
    for change in amended.changes if amended else ():
        code = f"field.{change.field}"
        field = text(code) if has(code) else change.field
        old, new = (_said(change.field, value) for value in (change.old, change.new))
        lines.append("\n" + text("entry_card.amended", field=field, old=old, new=new))
    return "".join(lines)


def _said(field: str, value: str | None) -> str:
    if not value:
        return "—"
    if field == "kind":
        return text(f"kind.{value}")
    return written_day(value) if field.endswith("date") else value


def _term(entry: "Entry") -> str:
    if entry.due_on is None:
        return ""
    article = f" · {law(entry.due_article)}" if entry.due_article else ""
    is_open = entry.state not in ("closed", "annulled")
    left = f" ({days_left(entry.due_on)})" if is_open else ""
    return f"{day(entry.due_on)}{left}{article}"


def _value() -> QLabel:
    shown = label("")
    shown.setWordWrap(True)
    shown.setAlignment(Qt.AlignmentFlag.AlignTop)
    wraps = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    wraps.setHeightForWidth(True)
    shown.setSizePolicy(wraps)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown


class _List(QListWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setMinimumHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


class _FileList(_List):
    """As high as its first rows, however they wrap at this width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows."""
        self.doItemsLayout()
        shown = [self.item(row) for row in range(min(_ROWS, self.count()))]
        rows = [self.visualItemRect(item).height() for item in shown]
        self.setFixedHeight(sum(rows or [self.fontMetrics().height() + 8]) + 12)
