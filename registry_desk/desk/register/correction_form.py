"""The fields of an entry to be corrected; another desk's words are merged, never written over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.moments import iso_of, written_day
from registry_desk.desk.widgets.plain import button, label, scrolled
from registry_desk.i18n import text
from registry_desk.model.document import Kind
from registry_desk.wire import Entry

_LINES = ("sender_name", "sender_address", "sender_registration_number", "sender_date")
_FIELDS = ("kind", *_LINES, "subject")
Values = dict[str, str]


class CorrectionForm(QFrame):
    """One entry's fields as they should have been."""

    save_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seen: Values = {}
        self.entry: Entry | None = None
        """The entry as it was seen; its revision is what a correction builds on."""
        self._title = label("", "title")
        self._why = label(text("register.correct.why"), "muted")
        self._why.setWordWrap(True)
        self.kind, self.subject = QComboBox(), QPlainTextEdit()
        for kind in Kind:
            self.kind.addItem(text(f"kind.{kind}"), str(kind))
        self.subject.setTabChangesFocus(True)
        self.subject.setFixedHeight(84)
        self.lines = {name: QLineEdit() for name in _LINES}
        self.lines["sender_date"].setPlaceholderText(text("counter.date_form"))
        self._theirs = {name: label("", "doubt") for name in _FIELDS}
        self.save_button = button(
            text("register.save"), self.save_wanted.emit, role="primary", shortcut="Ctrl+Return"
        )
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self._lay_out()
        for line in self.lines.values():
            line.textChanged.connect(lambda _words: self._offer())
            line.returnPressed.connect(self._enter)
        self.subject.textChanged.connect(self._offer)
        self.kind.currentIndexChanged.connect(lambda _place: self._offer())

    def _lay_out(self) -> None:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for name in _FIELDS:
            field = self._field(name)
            field.setAccessibleName(text(f"field.{name}"))
            words = label(text(f"field.{name}"), "muted")
            words.setBuddy(field)
            form.addRow(words, field)
            self._theirs[name].setWordWrap(True)
            self._theirs[name].hide()
            form.addRow(self._theirs[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._why)
        column.addWidget(scrolled(fields), 1)
        column.addWidget(self.save_button)
        column.addWidget(self.leave_button)

    def _field(self, name: str) -> QWidget:
        own: dict[str, QWidget] = {"kind": self.kind, "subject": self.subject}
        return own.get(name) or self.lines[name]

    def show_entry(self, entry: Entry, typed: Values | None = None) -> None:
        """Show an entry's fields.

        Args:
            entry: as it stands in the register.
            typed: what was typed for it before and not kept.
        """
        self.entry, self._seen = entry, values_of(entry)
        self._title.setText(text("register.correct.title", number=entry.number))
        self._fill({**self._seen, **(typed or {})})
        for told in self._theirs.values():
            told.hide()

    def show_newer(self, entry: Entry) -> bool:
        """Take in what another desk wrote meanwhile: its words where nothing was typed here.

        Where both wrote, what was typed stays and theirs is told beside it.

        Returns:
            Whether something typed here is still other than what stands in the register.
        """
        before, mine, theirs = self._seen, self._values(), values_of(entry)
        self.entry, self._seen = entry, theirs
        for name, told in self._theirs.items():
            is_both = theirs[name] not in (before[name], mine[name]) and mine[name] != before[name]
            told.setText(text("register.theirs", value=self._said(name, theirs[name]) or "—"))
            told.setVisible(is_both)
        self._fill({n: theirs[n] if mine[n] == before[n] else mine[n] for n in _FIELDS})
        return bool(self.changes())

    def _said(self, name: str, value: str) -> str:
        if name == "kind":
            return text(f"kind.{value}") if value else ""
        return written_day(value) if name == "sender_date" else value

    def _fill(self, values: Values) -> None:
        self.kind.setCurrentIndex(self.kind.findData(values["kind"]))
        for name, line in self.lines.items():
            line.setText(self._said(name, values[name]))
            line.setCursorPosition(0)
        self.subject.setPlainText(values["subject"])
        self._offer()

    def _values(self) -> Values:
        return {
            "kind": str(self.kind.currentData() or ""),
            **{name: line.text().strip() for name, line in self.lines.items()},
            "subject": self.subject.toPlainText().strip(),
            "sender_date": iso_of(self.lines["sender_date"].text().strip()),
        }

    def changes(self) -> Values:
        """Give the fields that are other than they were seen."""
        return {n: v for n, v in self._values().items() if v != self._seen.get(n, "")}

    def go_to(self, name: str) -> None:
        """Put the focus into a field."""
        if name in _FIELDS:
            self._field(name).setFocus()

    def _offer(self) -> None:
        self.save_button.setEnabled(bool(self.changes()))

    def _enter(self) -> None:
        if self.save_button.isEnabled():
            self.save_wanted.emit()


def values_of(entry: Entry) -> Values:
    """Give the fields that are corrected here, as they are stored."""
    return {name: str(getattr(entry, name) or "").strip() for name in _FIELDS}
