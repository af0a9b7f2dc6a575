"""The entry beside the page: pre-filled, doubtful fields marked, Enter walks only those."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from registry_desk.desk.moments import iso_of, written_day
from registry_desk.desk.widgets.plain import label, restyle
from registry_desk.i18n import text
from registry_desk.journey.records import DocumentRecord
from registry_desk.model.department import Department
from registry_desk.model.document import FieldReading, Kind, Suggestion

_SURE = 0.8
"""Below this confidence a field is marked and Enter stops at it."""
_LINES = ("sender_name", "sender_address", "sender_registration_number", "sender_date")
_SHOWN = ("kind", *_LINES, "subject")


class EntryForm(QWidget):
    """Shows what was read of a document and takes what the clerk changes."""

    field_entered = Signal(object)
    """The :class:`FieldReading` of the field that got the focus, or None."""
    register_wanted = Signal()
    """Enter was pressed and no doubtful field is left."""
    edited = Signal()
    """Somebody typed or chose something."""

    def __init__(self, departments: Sequence[Department]) -> None:
        super().__init__()
        self._readings: dict[str, FieldReading] = {}
        self._checked: set[str] = set()
        self._words: dict[str, QLabel] = {}
        self._kind = QComboBox()
        for kind in Kind:
            self._kind.addItem(text(f"kind.{kind}"), str(kind))
        self._lines = {name: QLineEdit() for name in _LINES}
        for line in self._lines.values():
            line.textChanged.connect(line.setToolTip)  # all of what is longer than its line
        self._lines["sender_date"].setPlaceholderText(text("counter.date_form"))
        self._subject = QPlainTextEdit()
        self._subject.setTabChangesFocus(True)
        self._subject.setFixedHeight(84)
        self._department = QComboBox()
        self._department.addItem(text("counter.no_department"), "")
        for department in departments:
            self._department.addItem(department.name, department.code)
        for choice in (self._kind, self._department):
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumContentsLength(8)
        self._why = label("", "muted")
        self._why.setWordWrap(True)
        self._fields: dict[str, QWidget] = {
            "kind": self._kind, **self._lines, "subject": self._subject,
            "department": self._department,
        }  # fmt: skip
        self._lay_out()
        self.clear_form()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, field in self._fields.items():
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            words = self._words[name] = label(text(f"field.{name}"), "muted")
            words.setBuddy(field)
            field.setAccessibleName(text(f"field.{name}"))
            field.installEventFilter(self)
            form.addRow(words, field)
        form.addRow(self._why)
        for line in self._lines.values():
            line.textEdited.connect(lambda _words: self.edited.emit())
        for choice in (self._kind, self._department):
            choice.activated.connect(lambda _place: self.edited.emit())
        self._subject.textChanged.connect(self._subject_changed)
        self.setMinimumHeight(form.minimumSize().height())

    def _subject_changed(self) -> None:
        if self._subject.hasFocus():
            self.edited.emit()

    def begin_unread(self) -> None:
        """Take what the clerk types before anything was read."""
        self.clear_form()
        self._kind.setCurrentIndex(self._kind.findData(str(Kind.PETITION)))
        self.setEnabled(True)

    def clear_form(self) -> None:
        """Show no document."""
        self._readings, self._checked = {}, set()
        self._kind.setCurrentIndex(-1)
        for line in self._lines.values():
            line.clear()
        self._subject.clear()
        self._department.setCurrentIndex(0)
        self._why.clear()
        self._mark()
        self.setEnabled(False)

    def show_document(self, document: DocumentRecord) -> None:
        """Fill the form with a document's values in force."""
        self._readings = document.understanding.fields
        self._checked = set(document.edits)
        self._kind.setCurrentIndex(self._kind.findData(document.line("kind")))
        for name, line in self._lines.items():
            line.setText(_shown(name, document.line(name)))
            line.setCursorPosition(0)
        self._subject.setPlainText(document.line("subject"))
        suggestion = document.understanding.department
        code = document.department or (suggestion.department if suggestion else "")
        self._department.setCurrentIndex(max(0, self._department.findData(code)))
        self._why.setText(
            text("counter.suggested_for", reason=suggestion.reason) if suggestion else ""
        )
        self._mark()
        self.setEnabled(document.accepted_at is None)

    def take_suggestion(self, suggestion: Suggestion) -> None:
        """Choose a department, with its reason, where none is chosen yet."""
        place = self._department.findData(suggestion.department)
        if self.isEnabled() and not self.department and place > 0:
            self._department.setCurrentIndex(place)
            self._why.setText(text("counter.suggested_for", reason=suggestion.reason))

    def edits(self) -> dict[str, str | int | None]:
        """Give the fields whose value differs from what was read; None where it was emptied."""
        now = {
            "kind": self._kind.currentData() or "",
            **{name: _stored(name, line.text().strip()) for name, line in self._lines.items()},
            "subject": self._subject.toPlainText().strip(),
        }
        return {
            name: value or None
            for name, value in now.items()
            if value != str(self._readings[name].value if name in self._readings else "")
        }

    def line(self, name: str) -> QLineEdit:
        """Give the line of a field of one line."""
        return self._lines[name]

    def sender_and_subject(self) -> tuple[str, str]:
        """Give what a letter is known by, as it stands on the form."""
        return self._lines["sender_name"].text().strip(), self._subject.toPlainText().strip()

    @property
    def department(self) -> str:
        """Give the code of the chosen department; empty when none is."""
        return self._department.currentData() or ""

    def put_word(self, word: str) -> None:
        """Write a word clicked on the page into the line or subject that has the focus."""
        target = self.focusWidget()
        if isinstance(target, QLineEdit):
            target.insert(("" if target.cursorPosition() == 0 else " ") + word)
            self.edited.emit()
        elif target is self._subject:
            self._subject.insertPlainText(" " + word)

    def go_to(self, name: str) -> None:
        """Put the focus into a field, where the form has it."""
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_doubt(self) -> bool:
        """Put the focus into the first doubtful field that was not looked at yet."""
        for name in _SHOWN:
            if self._is_doubtful(name):
                self._fields[name].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Light a field's place when it gets the focus; Enter confirms it and goes on."""
        name = next((n for n, field in self._fields.items() if field is watched), None)
        if name and event.type() is QEvent.Type.FocusIn:
            self.field_entered.emit(self._readings.get(name))
        is_enter = isinstance(event, QKeyEvent) and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        )
        if name and is_enter and event.type() is QEvent.Type.KeyPress:
            self._checked.add(name)
            self._mark()
            if not self.go_to_doubt():
                self.register_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _is_doubtful(self, name: str) -> bool:
        reading = self._readings.get(name)
        return reading is not None and reading.confidence < _SURE and name not in self._checked

    def _mark(self) -> None:
        for name in _SHOWN:
            field = self._fields[name]
            is_doubtful = self._is_doubtful(name)
            field.setProperty("doubt", is_doubtful)
            field.setToolTip(text("counter.doubtful") if is_doubtful else "")
            said = text(f"field.{name}")
            self._words[name].setText(
                f"{said}\n◔ {text('counter.unsure')}" if is_doubtful else said
            )
            self._words[name].setProperty("role", "doubt" if is_doubtful else "muted")
            restyle(self._words[name])
            field.setAccessibleDescription(text("counter.doubtful") if is_doubtful else "")
            restyle(field)


def _shown(name: str, value: str) -> str:
    return written_day(value) if name == "sender_date" else value


def _stored(name: str, written: str) -> str:
    return iso_of(written) if name == "sender_date" else written
