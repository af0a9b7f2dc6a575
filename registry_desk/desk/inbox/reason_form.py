"""What needs a reason: given elsewhere, given back, a longer term. Asked in place, no dialog."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout

from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.wire import Department

_SHORTEST = 3
"""Characters a reason must have; the register refuses less."""
_LONGEST_EXTENSION_DAYS = 30


class ReasonForm(QFrame):
    """One act with its reason."""

    confirmed = Signal(str)
    """The act: ``redirect``, ``give_back`` or ``extend``."""
    left = Signal()

    def __init__(self, departments: Sequence[Department]) -> None:
        super().__init__()
        self._act = ""
        self._title = label("", "title")
        self._why = label("", "muted")
        self._why.setWordWrap(True)
        self.department = QComboBox()
        self.department.setAccessibleName(text("field.department"))
        self.department.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for department in departments:
            self.department.addItem(department.name, department.code)
        self.days = QSpinBox()
        self.days.setRange(1, _LONGEST_EXTENSION_DAYS)
        self.days.setValue(15)
        self.days.setSuffix(" " + text("reason_form.days"))
        self.days.setAccessibleName(text("reason_form.days"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(text("reason_form.reason"))
        self.reason.setAccessibleName(text("reason_form.reason"))
        self.confirm_button = button("", self._confirm, role="primary")
        self.leave_button = button(text("pin.cancel"), self.left.emit, shortcut="Esc")
        self.reason.textChanged.connect(self._offer)
        self.reason.returnPressed.connect(self._confirm)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.confirm_button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._title, self._why, self.department, self.days, self.reason):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)

    def begin(self, act: str, *, department: str = "") -> None:
        """Ask for what an act needs.

        Args:
            act: ``redirect``, ``give_back`` or ``extend``.
            department: code of the department that has the task now.
        """
        self._act = act
        self._title.setText(text(f"reason_form.{act}"))
        self._why.setText(text(f"reason_form.{act}.why"))
        self.confirm_button.setText(text(f"reason_form.{act}"))
        self.confirm_button.setAccessibleName(text(f"reason_form.{act}"))
        self.department.setVisible(act == "redirect")
        self.days.setVisible(act == "extend")
        self.department.setCurrentIndex(self.department.findData(department))
        self.reason.clear()
        self._offer()
        self.reason.setFocus()

    def _offer(self) -> None:
        self.confirm_button.setEnabled(len(self.reason.text().strip()) >= _SHORTEST)

    def _confirm(self) -> None:
        if self.confirm_button.isEnabled():
            self.confirmed.emit(self._act)
