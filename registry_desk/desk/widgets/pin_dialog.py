"""The one question that must stop everything: the PIN, once for what is signed now, never kept."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import plural, text
from registry_desk.journey.answer import PinQuestion


class PinDialog(QDialog):
    """Asks for the PIN of a token; whoever closes it gives none."""

    def __init__(
        self, question: PinQuestion, answer: Callable[[str | None], None], over: QWidget
    ) -> None:
        super().__init__(over)
        self._answer = answer
        self.setWindowTitle(text("pin.title"))
        self.setModal(True)
        said = plural("pin.ask", question.document_count, owner=question.owner)
        self.words = label(said)
        self.words.setWordWrap(True)
        self.warning = label(_warning(question), "warning")
        self.warning.setWordWrap(True)
        self.warning.setVisible(bool(self.warning.text()))
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(text("pin.line"))
        self.line.setAccessibleDescription(said)
        self.sign_button = button(text("pin.sign"), self.accept, role="primary")
        self.sign_button.setDefault(True)
        self.sign_button.setEnabled(False)
        self.line.textChanged.connect(lambda typed: self.sign_button.setEnabled(bool(typed)))
        self.finished.connect(self._finish)
        self._lay_out(question.token_label)
        self.line.setFocus()

    def _lay_out(self, token: str) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        cancel = button(text("pin.cancel"), self.reject)
        cancel.setAutoDefault(False)
        buttons.addWidget(cancel)
        buttons.addWidget(self.sign_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.words)
        column.addWidget(label(text("pin.token", token=token), "muted"))
        column.addWidget(self.warning)
        column.addWidget(self.line)
        column.addWidget(label(text("pin.kept_nowhere"), "muted"))
        column.addLayout(buttons)
        self.setMinimumWidth(420)

    def _finish(self, result: int) -> None:
        typed = self.line.text() if result == QDialog.DialogCode.Accepted else None
        self.line.clear()
        self._answer(typed)
        self.deleteLater()


def _warning(question: PinQuestion) -> str:
    if question.is_last_try:
        return text("pin.last_try")
    return text("pin.low") if question.is_pin_low else ""
