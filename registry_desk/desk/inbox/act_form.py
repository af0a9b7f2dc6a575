"""What needs more than a key: to whom, for how long, why. Asked in place, no dialog."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
)

from registry_desk.desk.widgets.plain import button, label, reword
from registry_desk.i18n import text
from registry_desk.model.office import Office

_SHORTEST = 3
"""Characters a reason must have; the register refuses less."""
_LONGEST_EXTENSION_DAYS = 30
_LEADING = ("head", "supervisor")
_PAUSE_MS = 800
OUTCOMES = ("answered", "forwarded", "withdrawn", "classified")


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which fields an act has, and whether its words may be left out."""

    department: bool = False
    person: bool = False
    days: bool = False
    outcome: bool = False
    is_free: bool = False


_ACTS = {
    "redirect": _Shape(department=True),
    "give_back": _Shape(),
    "extend": _Shape(days=True),
    "assign": _Shape(department=True, person=True, is_free=True),
    "ask": _Shape(department=True, person=True),
    "close": _Shape(outcome=True),
    "send_up": _Shape(person=True, is_free=True),
    "refuse": _Shape(),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form says."""

    act: str
    department: str
    person: str
    """Account name; empty: nobody in particular."""
    days: int
    outcome: str
    words: str


class ActForm(QFrame):
    """One act with what it needs."""

    confirmed = Signal(object)
    """What the form says, as :class:`Filled`."""
    left = Signal()
    typed = Signal(str, str)
    """An act, and the words typed for it some moments ago."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office, self._act = office, "give_back"
        self._title, self._why = label("", "title"), label("", "muted")
        self._why.setWordWrap(True)
        self.department = _choice("field.department")
        for department in office.departments:
            self.department.addItem(department.name, department.code)
        self.person = _choice("act_form.person")
        self.outcome = _choice("act_form.outcome")
        for outcome in OUTCOMES:
            self.outcome.addItem(text(f"outcome.{outcome}"), outcome)
        self.days = QSpinBox()
        self.days.setRange(1, _LONGEST_EXTENSION_DAYS)
        self.days.setValue(15)
        self.days.setSuffix(" " + text("reason_form.days"))
        self.days.setAccessibleName(text("reason_form.days"))
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(120)
        self.confirm_button = button("", self._confirm, role="primary", shortcut="Ctrl+Return")
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self._keeping = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._keeping.timeout.connect(self._tell)
        self.reason.textChanged.connect(self._changed)
        self.department.currentIndexChanged.connect(lambda _place: self._fill_people())
        self.outcome.currentIndexChanged.connect(lambda _place: self._offer())
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.confirm_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        fields = (self.department, self.person, self.days, self.outcome, self.reason)
        for widget in (self._title, self._why, *fields):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)

    def begin(self, act: str, *, department: str = "", words: str = "") -> None:
        """Ask for what an act needs.

        Args:
            act: a name of the table above.
            department: code of the department that has the task now.
            words: what was typed for it before and not sent.
        """
        self.flush()
        self._act, shape = act, _ACTS[act]
        self._title.setText(text(f"reason_form.{act}"))
        self._why.setText(text(f"reason_form.{act}.why"))
        reword(self.confirm_button, text(f"reason_form.{act}"), "Ctrl+Return")
        self.department.setVisible(shape.department)
        self.person.setVisible(shape.person)
        self.days.setVisible(shape.days)
        self.outcome.setVisible(shape.outcome)
        said = text("act_form.free" if shape.is_free else "reason_form.reason")
        if act == "ask":
            said = text("act_form.question")
        self.reason.setPlaceholderText(said)
        self.reason.setAccessibleName(said)
        self.department.setCurrentIndex(max(0, self.department.findData(department)))
        self._fill_people()
        was_blocked = self.reason.blockSignals(True)
        self.reason.setPlainText(words)
        self.reason.blockSignals(was_blocked)
        self._offer()
        (self.department if shape.department else self.reason).setFocus()

    def _fill_people(self) -> None:
        """Offer who works in the department chosen, or who may approve."""
        self.person.clear()
        is_up = self._act == "send_up"
        self.person.addItem(text("act_form.head" if is_up else "act_form.anybody"), "")
        code = self.department.currentData()
        for account in self._office.accounts:
            leads, works = account.role in _LEADING, account.role == "official"
            fits = leads if is_up else (works or leads) and account.department in (code, None)
            if fits:
                self.person.addItem(account.name, account.username)

    @property
    def words(self) -> str:
        """Give what is typed."""
        return self.reason.toPlainText().strip()

    def flush(self) -> None:
        """Have at once kept what was typed last."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._tell()

    def _tell(self) -> None:
        self.typed.emit(self._act, self.words)

    def _changed(self) -> None:
        self._keeping.start()
        self._offer()

    def _offer(self) -> None:
        is_free = _ACTS[self._act].is_free
        if self._act == "close":
            is_free = self.outcome.currentData() == "answered"
        self.confirm_button.setEnabled(is_free or len(self.words) >= _SHORTEST)

    def _confirm(self) -> None:
        self.flush()
        filled = Filled(
            act=self._act,
            department=str(self.department.currentData() or ""),
            person=str(self.person.currentData() or ""),
            days=self.days.value(),
            outcome=str(self.outcome.currentData()),
            words=self.words,
        )
        self.confirmed.emit(filled)


def _choice(code: str) -> QComboBox:
    shown = QComboBox()
    shown.setAccessibleName(text(code))
    shown.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return shown
