"""The line below a page that says what the file's signatures are worth.

It has its place before the answer is there, and tells by a shape and a word as well as by colour.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from registry_desk.desk.widgets.plain import ElidedLabel, button, restyle
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.journey.signatures import LookedSignatures

SIGNS = {
    "valid": ("✓", "ok"),
    "changed_after_signing": ("▲", "danger"),
    "cannot_check": ("?", "warn"),
    "invalid": ("✕", "danger"),
    "unsigned": ("", "muted"),
}
"""Shape and tone of each verdict."""


class SignatureLine(QFrame):
    """One line; the button opens what is known of each signature."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self.is_waiting = False
        """Nothing is known yet."""
        self.words = ElidedLabel("")
        self.button = button(text("signatures.open"), self.opened.emit, role="flat")
        kept = self.button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.button.setSizePolicy(kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.wait()

    def wait(self) -> None:
        """Say that it is being looked at."""
        self._say(text("signatures.wait"), "muted")
        self.is_waiting = True
        self.button.hide()

    def show_found(self, found: "LookedSignatures") -> None:
        """Say what was found, the worst of it where there are several signatures."""
        shape, tone = SIGNS[found.verdict]
        self._say(f"{shape} {_told(found)}".strip(), tone)
        self.button.setVisible(bool(found.signatures))
        is_changed = any(one.views for one in found.signatures)
        said = text("signatures.compare" if is_changed else "signatures.open")
        self.button.setText(said)
        self.button.setAccessibleName(said)

    def show_trouble(self, error: RegistryDeskError) -> None:
        """Say that it could not be looked at."""
        self._say(error.message, "warn")
        self.button.hide()

    def _say(self, words: str, tone: str) -> None:
        self.is_waiting = False
        self.words.setText(words)
        self.words.setToolTip(words)
        self.words.setProperty("tone", tone)
        restyle(self.words)


def _told(found: "LookedSignatures") -> str:
    verdict = text(f"verdict.{found.verdict}")
    if not found.signatures:
        return ". ".join((verdict.capitalize(), *found.reasons))
    if len(found.signatures) == 1:
        (one,) = found.signatures
        return text("signatures.one", verdict=verdict, signer=one.signer)
    return plural("signatures.several", len(found.signatures), verdict=verdict)
