"""The small signs at the edge: scanner, register, token, tray; always visible, always true.

State is told by a shape and a word as well as by colour; pressing a sign opens its reason.
"""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QToolTip

from registry_desk.desk.widgets.plain import restyle
from registry_desk.i18n import text

_SHAPES = {"ok": "●", "busy": "◐", "waits": "○", "away": "▲"}


class Sign(QPushButton):
    """One sign; its reason shows when it is pressed or hovered."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._reason = ""
        self.is_away = False
        """The part is not there now."""
        self.setProperty("role", "sign")
        self.clicked.connect(self._tell)
        self.tell("waits", "")

    def tell(self, state: str, reason: str) -> None:
        """Show a state (``ok``, ``busy``, ``waits``, ``away``) and keep its reason."""
        self.is_away = state == "away"
        self._reason = reason or text(f"sign.{state}")
        name = text(f"sign.{self._name}")
        self.setText(f"{_SHAPES[state]} {name}")
        self.setProperty("state", state)
        restyle(self)
        self.setToolTip(self._reason)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._reason)

    def _tell(self) -> None:
        QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self._reason, self)
