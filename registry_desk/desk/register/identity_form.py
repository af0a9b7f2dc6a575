"""The one question before a lost receipt is given again: whose letter is it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

_DOCUMENTS = ("identity_card", "passport", "residence_permit")
_SHORTEST = 3
"""Characters a name must have; the register refuses less."""
_LONGEST_CUI = 20
"""Characters: ten digits, RO, and the spaces that somebody types between them."""


class IdentityForm(QFrame):
    """Asks for the document that was shown and the name on it; keeps neither.

    Of a sender who is a firm it asks for the CUI on the registration certificate as well. It may
    stay empty: who trades under their own name has both, and the name is enough.
    """

    confirmed = Signal()
    save_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self._why = label(text("identity.why"), "muted")
        self._why.setWordWrap(True)
        self.document, self.name, self.cui = QComboBox(), QLineEdit(), QLineEdit()
        self._cui_label = label(text("identity.cui"), "muted")
        for kind in _DOCUMENTS:
            self.document.addItem(text(f"identity.{kind}"), kind)
        self.document.setAccessibleName(text("identity.document"))
        self.name.setAccessibleName(text("identity.name"))
        self.name.setMaxLength(300)
        self.cui.setAccessibleName(text("identity.cui"))
        self.cui.setMaxLength(_LONGEST_CUI)
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
        self.name.returnPressed.connect(self._if_named(self._go_on))
        self.cui.returnPressed.connect(self._if_named(self.confirmed.emit))
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._why)
        for words, field in (
            (label(text("identity.document"), "muted"), self.document),
            (label(text("identity.name"), "muted"), self.name),
            (self._cui_label, self.cui),
        ):
            column.addWidget(words)
            column.addWidget(field)
        column.addWidget(self.give_button)
        others = QHBoxLayout()
        others.setSpacing(8)
        others.addWidget(self.save_button, 1)
        others.addWidget(self.leave_button, 1)
        column.addLayout(others)
        column.addStretch(1)

    def begin(self, number: str, *, is_firm: bool) -> None:
        """Ask who stands at the counter for the receipt of a number.

        Args:
            number: the entry's.
            is_firm: the sender has a CUI.
        """
        self._title.setText(text("identity.title", number=number))
        self._why.setText(text("identity.why_firm" if is_firm else "identity.why"))
        for shown in (self._cui_label, self.cui):
            shown.setVisible(is_firm)
        self.cui.clear()
        self.document.setCurrentIndex(0)
        self.name.clear()
        self._offer()
        self.name.setFocus()

    def _go_on(self) -> None:
        """Go from the name to the CUI where one is asked for and missing, else give the receipt."""
        if self.cui.isVisible() and not self.cui.text().strip():
            self.cui.setFocus()
        else:
            self.confirmed.emit()

    def _offer(self) -> None:
        for offered in (self.give_button, self.save_button):
            offered.setEnabled(len(self.name.text().strip()) >= _SHORTEST)

    def _if_named(self, emit: Callable[[], None]) -> Callable[[], None]:
        return lambda: emit() if self.give_button.isEnabled() else None
