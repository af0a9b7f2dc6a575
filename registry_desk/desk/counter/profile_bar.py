"""The ways of scanning as named buttons; one is in force, and remembered."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from registry_desk.desk.counter.pile_shown import ScanWay
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.journey.devices import ScanSettings
from registry_desk.settings import ScanProfile

_REMEMBERED = "counter.profile"
_WITH_KEYS = 5


class ProfileBar(QWidget):
    """Says how the next pile is scanned."""

    chosen = Signal()

    def __init__(self, parts: DeskParts) -> None:
        super().__init__()
        self._parts = parts
        self._profiles = parts.home.profiles.all() if parts.home else ()
        self._said = label("", "muted")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for place, profile in enumerate(self._profiles, 1):
            keys = f"Alt+{place}" if place <= _WITH_KEYS else ""
            shown = button(profile.name, lambda name=profile.name: self.choose(name), shortcut=keys)
            shown.setText(profile.name)
            shown.setShortcut(keys)
            shown.setProperty("role", "choice")
            shown.setCheckable(True)
            self._group.addButton(shown)
            self.buttons[profile.name] = shown
            row.addWidget(shown)
        row.addWidget(self._said)
        self.choose(parts.memory.recall(_REMEMBERED, ""))

    @property
    def profile(self) -> ScanProfile | None:
        """Give the profile in force; None where the settings decide."""
        checked = self._group.checkedButton()
        named = {button: name for name, button in self.buttons.items()}
        name = named[checked] if isinstance(checked, QPushButton) else ""
        return next((profile for profile in self._profiles if profile.name == name), None)

    def choose(self, name: str) -> None:
        """Put a profile in force and remember it."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)
            self._parts.memory.keep(_REMEMBERED, name)
        elif self.buttons:
            next(iter(self.buttons.values())).setChecked(True)
        scan = self.scan()
        source, mode = text(f"source.{scan.source}"), text(f"mode.{scan.mode}")
        self._said.setText(text("counter.profile", source=source, dpi=scan.dpi, mode=mode))
        self.chosen.emit()

    def scan(self) -> ScanSettings:
        """Give how the next pile is scanned."""
        profile, usual = self.profile, self._parts.scan
        if profile is None:
            return usual
        return replace(usual, source=profile.source, dpi=profile.dpi, mode=profile.mode)

    def way(self) -> ScanWay:
        """Give how a pile is scanned, and what becomes of it, with the profile in force."""
        if self.profile is None:
            return ScanWay(self.scan())
        return ScanWay(self.scan(), self.profile.hides_blank_backs, self.profile.is_split)
