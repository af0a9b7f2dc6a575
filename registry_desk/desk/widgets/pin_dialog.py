"""The one question that must stop everything: the PIN, once for what is signed now, never kept.

A signing service may want a code besides, which is good for as many documents as it says.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.answer import PinQuestion


class PinDialog(QDialog):
    """Asks for the PIN of a token, or for a service's code; whoever closes it gives none."""

    def __init__(
        self, question: "PinQuestion", answer: Callable[[str | None], None], over: QWidget
    ) -> None:
        super().__init__(over)
        self._answer = answer
        is_code = question.is_code
        self.setWindowTitle(text("pin.code_title" if is_code else "pin.title"))
        self.setModal(True)
        asking = "pin.code_ask" if is_code else "pin.ask"
        said = plural(asking, question.document_count, owner=question.owner)
        self.words = label(said)
        self.words.setWordWrap(True)
        self.warning = label(_warning(question), "warning")
        self.warning.setWordWrap(True)
        self.warning.setVisible(bool(self.warning.text()))
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(text("pin.code_line" if is_code else "pin.line"))
        self.line.setAccessibleDescription(said)
        self.sign_button = button(text("pin.sign"), self.accept, role="primary")
        self.sign_button.setDefault(True)
        self.sign_button.setEnabled(False)
        self.line.textChanged.connect(lambda typed: self.sign_button.setEnabled(bool(typed)))
        self.finished.connect(self._finish)
        self._lay_out(question)
        self.line.setFocus()

    def _lay_out(self, question: "PinQuestion") -> None:
        is_code = question.is_code
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
        token = text("pin.service" if is_code else "pin.token", token=question.token_label)
        column.addWidget(label(token, "muted"))
        column.addWidget(self.warning)
        column.addWidget(self.line)
        kept = text("pin.code_kept_nowhere" if is_code else "pin.kept_nowhere")
        column.addWidget(label(kept, "muted"))
        column.addLayout(buttons)
        self.setMinimumWidth(420)

    def _finish(self, result: int) -> None:
        typed = self.line.text() if result == QDialog.DialogCode.Accepted else None
        self.line.clear()
        self._answer(typed)
        self.deleteLater()


def _warning(question: "PinQuestion") -> str:
    """Give what the person should know before typing."""
    count = question.leave_count
    if question.is_code:
        place = text("pin.code_place", place=question.place, total=count) if count > 1 else ""
        return "\n".join(filter(None, [question.hint, place]))
    if question.is_last_try:
        return text("pin.last_try")
    if question.is_pin_low:
        return text("pin.low")
    return plural("pin.leaves", count) if count > 1 else ""
