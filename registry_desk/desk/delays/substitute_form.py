"""Somebody stands in for an absent colleague, for a period."""

from datetime import timedelta
from uuid import uuid4

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit

from registry_desk.desk.moments import today
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.model.office import Account, Office
from registry_desk.wire import Substitution
from registry_desk.wire.words import ask

_LEAST_REASON = 3
_FIELDS = ("absent", "substitute", "from_on", "to_on", "reason")
_BEFORE = {"absent": "delays.absent", "substitute": "delays.stands_in"}
"""Words that stand before a field: without them nobody sees who is away."""


class SubstituteForm(QHBoxLayout):
    """One row: who is away, who stands in, from when to when, why."""

    wanted = Signal(object)
    """The :class:`Substitution`."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.setContentsMargins(12, 8, 12, 8)
        self.setSpacing(8)
        self._office = office
        self.absent, self.substitute = QComboBox(), QComboBox()
        for account in office.accounts:
            if account.department and self._colleagues(account.username):
                self.absent.addItem(account.name, account.username)
        self.absent.currentIndexChanged.connect(lambda _place: self._offer_colleagues())
        self.from_on, self.to_on = QDateEdit(), QDateEdit()
        for line, days in ((self.from_on, 0), (self.to_on, 7)):
            chosen = today() + timedelta(days=days)
            line.setDate(QDate(chosen.year, chosen.month, chosen.day))
            line.setCalendarPopup(True)
            line.setDisplayFormat("dd.MM.yyyy")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(text("delays.substitute_why"))
        self.reason.textChanged.connect(lambda _words: self._offer())
        self.reason.returnPressed.connect(self._set)
        self.set_button = button(text("delays.substitute"), self._set)
        for name in _FIELDS:
            field = getattr(self, name)
            field.setAccessibleName(text(f"delays.substitute_{name}"))
            field.setToolTip(text(f"delays.substitute_{name}"))
            if name in _BEFORE:
                self.addWidget(label(text(_BEFORE[name]), "muted"))
            self.addWidget(field, 1 if field is self.reason else 0)
        self.addWidget(self.set_button)
        self._offer_colleagues()

    def _colleagues(self, username: str) -> list[Account]:
        """Give who works in the same department: nobody else may do somebody's tasks."""
        where = {a.username: a.department for a in self._office.accounts}
        return [
            account
            for account in self._office.accounts
            if account.username != username and account.department == where[username]
        ]

    def _offer_colleagues(self) -> None:
        self.substitute.clear()
        absent = self.absent.currentData()
        for account in self._colleagues(absent) if absent else ():
            self.substitute.addItem(account.name, account.username)
        self._offer()

    def _offer(self) -> None:
        """Offer to set it when somebody can stand in and it is said why."""
        is_there = self.substitute.count() > 0
        is_said = len(self.reason.text().strip()) >= _LEAST_REASON
        self.set_button.setEnabled(is_there and is_said)
        missing = "delays.no_colleague" if not is_there else "" if is_said else "delays.say_why"
        self.set_button.setToolTip(text(missing) if missing else "")

    def _set(self) -> None:
        if not self.set_button.isEnabled():
            return
        self.wanted.emit(
            ask(
                Substitution,
                id=uuid4(),
                absent=self.absent.currentData(),
                substitute=self.substitute.currentData(),
                from_on=self.from_on.date().toPython(),
                to_on=self.to_on.date().toPython(),
                reason=self.reason.text().strip(),
            )
        )
