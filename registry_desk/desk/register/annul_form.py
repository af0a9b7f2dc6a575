"""The one question before a number is annulled: why. What it means stands above it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

_SHORTEST = 3
"""Characters a reason must have; the register refuses less."""


class AnnulForm(QFrame):
    """Asks for the reason; nothing is annulled without one."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self._why = label(text("register.annul.why"), "warning")
        self._why.setWordWrap(True)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(120)
        self.reason.setPlaceholderText(text("reason_form.reason"))
        self.reason.setAccessibleName(text("reason_form.reason"))
        self.confirm_button = button(
            text("register.annul"), self._confirm, role="danger", shortcut="Ctrl+Return"
        )
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self.reason.textChanged.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for widget in (
            self._title, self._why, self.reason, self.confirm_button, self.leave_button,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)

    def begin(self, number: str) -> None:
        """Ask for the reason to annul a number."""
        self._title.setText(text("register.annul.title", number=number))
        self.reason.clear()
        self._offer()
        self.reason.setFocus()

    def _words(self) -> str:
        return self.reason.toPlainText().strip()

    def _offer(self) -> None:
        self.confirm_button.setEnabled(len(self._words()) >= _SHORTEST)

    def _confirm(self) -> None:
        self.confirmed.emit(self._words())
