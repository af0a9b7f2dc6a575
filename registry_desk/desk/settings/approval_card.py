"""Which departments' replies are signed only after approval: kept by the register, at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from registry_desk.desk.background import Lanes
from registry_desk.desk.commands import fits
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.plain import label
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

DECIDING = ("head", "supervisor", "administrator")
"""Roles that say so; a leader of a department, for that one alone."""


class ApprovalCard(QFrame):
    """A box for each department."""

    changed = Signal(object)
    """What takes the change back."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._register, self._lanes = parts.counter.register, lanes
        own = parts.department if parts.role != "administrator" else None
        self.boxes: dict[str, QCheckBox] = {}
        for department in parts.counter.office.departments:
            if own in (None, department.code):
                self.boxes[department.code] = self._box(department.code, department.name)
        self.trouble = label("", "warning")
        self.trouble.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addWidget(label(text("approval_rule.title"), "title"))
        why = label(text("approval_rule.why"), "muted")
        why.setWordWrap(True)
        column.addWidget(why)
        for box in self.boxes.values():
            column.addWidget(box)
        column.addWidget(self.trouble)
        self.trouble.hide()
        self.setMaximumWidth(860)

    def _box(self, code: str, name: str) -> QCheckBox:
        box = QCheckBox(name)
        box.setEnabled(False)  # until the register has said how it is
        box.clicked.connect(lambda is_needed: self._decide(code, is_needed=is_needed))
        return box

    def fits(self, typed: str) -> bool:
        """Tell whether the rule is what is looked for."""
        return fits(f"{text('approval_rule.title')} {text('approval_rule.why')}", typed)

    def refresh(self) -> None:
        """Ask the register how it is."""
        self._lanes.run(
            "free",
            lambda: {rule.department for rule in self._register.approval_rules()},
            done=self._show,
            failed=self._failed,
        )

    def _show(self, needed: set[str]) -> None:
        self.trouble.hide()
        for code, box in self.boxes.items():
            box.setChecked(code in needed)
            box.setEnabled(True)

    def _decide(self, code: str, *, is_needed: bool) -> None:
        def done(_rule: object) -> None:
            self.refresh()
            self.changed.emit(lambda: self._decide(code, is_needed=not is_needed))

        self._lanes.run(
            "register",
            lambda: self._register.set_approval_rule(code, is_needed=is_needed),
            done=done,
            failed=self._not_done,
        )

    def _not_done(self, error: RegistryDeskError) -> None:
        self.refresh()
        self._failed(error)

    def _failed(self, error: RegistryDeskError) -> None:
        self.trouble.setText(f"▲ {error.message} {error.next_step}")
        self.trouble.show()
