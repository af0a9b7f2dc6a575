"""The one question before a lost receipt is given again: whose letter is it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

_DOCUMENTS = ("identity_card", "passport", "residence_permit")
_SHORTEST = 3
"""Characters a name must have; the register refuses less."""


class IdentityForm(QFrame):
    """Asks for the document that was shown and the name on it; keeps neither."""

    confirmed = Signal()
    save_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self._why = label(text("identity.why"), "muted")
        self._why.setWordWrap(True)
        self.document, self.name = QComboBox(), QLineEdit()
        for kind in _DOCUMENTS:
            self.document.addItem(text(f"identity.{kind}"), kind)
        self.document.setAccessibleName(text("identity.document"))
        self.name.setAccessibleName(text("identity.name"))
        self.name.setMaxLength(300)
        self.give_button = button(
            text("identity.give"),
            self._if_named(self.confirmed.emit),
            role="primary",
            shortcut="Ctrl+Return",
        )
        self.save_button = button(
            text("identity.save"), self._if_named(self.save_wanted.emit), shortcut="Ctrl+S"
        )
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self.name.textChanged.connect(lambda _words: self._offer())
        self.name.returnPressed.connect(self._if_named(self.confirmed.emit))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._why)
        for field, words in ((self.document, "identity.document"), (self.name, "identity.name")):
            column.addWidget(label(text(words), "muted"))
            column.addWidget(field)
        for shown in (self.give_button, self.save_button, self.leave_button):
            column.addWidget(shown)
        column.addStretch(1)

    def begin(self, number: str) -> None:
        """Ask who stands at the counter for the receipt of a number."""
        self._title.setText(text("identity.title", number=number))
        self.document.setCurrentIndex(0)
        self.name.clear()
        self._offer()
        self.name.setFocus()

    def _offer(self) -> None:
        for offered in (self.give_button, self.save_button):
            offered.setEnabled(len(self.name.text().strip()) >= _SHORTEST)

    def _if_named(self, emit: Callable[[], None]) -> Callable[[], None]:
        return lambda: emit() if self.give_button.isEnabled() else None
