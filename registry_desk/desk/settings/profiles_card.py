"""Scan profiles: made, renamed, changed, deleted and brought back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.commands import fits
from registry_desk.desk.settings.field_row import CalmComboBox
from registry_desk.desk.widgets.plain import button, label
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.model.office import RegisterInfo
from registry_desk.settings import TABLE, Profiles, ScanProfile

_LIST_PX = 260
_HIGH_PX = 280


class ProfilesCard(QFrame):
    """The list left, the chosen profile right; every change is kept at once."""

    changed = Signal(object)
    """What takes the change back."""

    def __init__(self, profiles: Profiles, registers: Sequence[RegisterInfo]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._profiles = profiles
        self.list = QListWidget()
        self.list.setAccessibleName(text("profiles.title"))
        self.list.setFixedSize(_LIST_PX, _HIGH_PX - 80)
        self.name = QLineEdit()
        self.source = _choice("scanner.source")
        self.mode = _choice("scanner.mode")
        self.dpi = QSpinBox()
        self.dpi.setRange(TABLE["scanner.dpi"].least or 0, TABLE["scanner.dpi"].most or 0)
        self.dpi.setSingleStep(50)
        self.hides_backs = QCheckBox(text("profiles.hides_backs"))
        self.is_split = QCheckBox(text("profiles.is_split"))
        self.register = CalmComboBox()
        self.register.addItem(text("profiles.usual_register"), "")
        for register in registers:
            self.register.addItem(register.name, register.code)
        self.trouble = label("", "warning")
        self.trouble.setWordWrap(True)
        self.add_button = button(text("profiles.add"), self._add)
        self.keep_button = button(text("profiles.keep"), self._keep)
        self.delete_button = button(text("profiles.delete"), self._delete, sign="trash-2")
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.name.returnPressed.connect(self._keep)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QFormLayout()
        left.addWidget(label(text("profiles.title"), "title"))
        left.addWidget(self.list)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.delete_button)
        left.addLayout(buttons)
        left.addStretch(1)
        for name, field in self._fields().items():
            words = label(text(f"profiles.{name}"), "muted")
            words.setBuddy(field)
            field.setAccessibleName(text(f"profiles.{name}"))
            right.addRow(words, field)
        right.addRow("", self.hides_backs)
        right.addRow("", self.is_split)
        right.addRow("", self.trouble)
        right.addRow("", self.keep_button)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.setMaximumWidth(860)

    def _fields(self) -> dict[str, QWidget]:
        return {
            "name": self.name, "source": self.source, "dpi": self.dpi, "mode": self.mode,
            "register": self.register,
        }  # fmt: skip

    def fits(self, typed: str) -> bool:
        """Tell whether profiles are what is looked for."""
        return fits(text("profiles.title"), typed)

    def refresh(self, *, chosen: str = "") -> None:
        """Show the profiles as they are kept."""
        names = [profile.name for profile in self._profiles.all()]
        was_blocked = self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(names)
        self.list.setCurrentRow(names.index(chosen) if chosen in names else 0 if names else -1)
        self.list.blockSignals(was_blocked)
        self._show_chosen()

    def _chosen(self) -> ScanProfile | None:
        item = self.list.currentItem()
        return self._profiles.named(item.text()) if item else None

    def _show_chosen(self) -> None:
        profile = self._chosen()
        shown = profile or ScanProfile("")
        self.name.setText(shown.name)
        self.source.setCurrentIndex(self.source.findData(shown.source))
        self.mode.setCurrentIndex(self.mode.findData(shown.mode))
        self.dpi.setValue(shown.dpi)
        self.hides_backs.setChecked(shown.hides_blank_backs)
        self.is_split.setChecked(shown.is_split)
        self.register.setCurrentIndex(max(0, self.register.findData(shown.register)))
        self.delete_button.setEnabled(profile is not None)
        self.keep_button.setEnabled(profile is not None)
        self.trouble.clear()

    def _written(self) -> ScanProfile:
        return ScanProfile(
            name=self.name.text(),
            source=self.source.currentData(),
            dpi=self.dpi.value(),
            mode=self.mode.currentData(),
            hides_blank_backs=self.hides_backs.isChecked(),
            is_split=self.is_split.isChecked(),
            register=self.register.currentData() or "",
        )

    def _add(self) -> None:
        """Make a profile like the one shown, under a name that is free."""
        names = {profile.name for profile in self._profiles.all()}
        free = (text("profiles.new", number=n) for n in range(1, len(names) + 2))
        name = next(name for name in free if name not in names)
        made = self._try(lambda: self._profiles.add(replace(self._written(), name=name)))
        if made is not None:
            self.refresh(chosen=name)
            self.changed.emit(lambda: self._take_away(name))
            self.name.setFocus()
            self.name.selectAll()

    def _take_away(self, name: str) -> None:
        self._profiles.delete(name)
        self.refresh()

    def _keep(self) -> None:
        before = self._chosen()
        if before is None:
            return
        kept = self._try(lambda: self._profiles.change(before.name, self._written()))
        if kept is not None and kept != before:
            self.refresh(chosen=kept.name)
            self.changed.emit(lambda: self._put_back(kept.name, before))

    def _put_back(self, name: str, before: ScanProfile) -> None:
        self._profiles.change(name, before)
        self.refresh(chosen=before.name)

    def _delete(self) -> None:
        profile = self._chosen()
        if profile is None:
            return
        place = self._profiles.delete(profile.name)
        self.refresh()
        self.changed.emit(lambda: self._bring_back(place, profile))

    def _bring_back(self, place: int, profile: ScanProfile) -> None:
        self._profiles.bring_back(place, profile)
        self.refresh(chosen=profile.name)

    def _try(self, change: Callable[[], ScanProfile]) -> ScanProfile | None:
        try:
            return change()
        except RegistryDeskError as error:
            self.trouble.setText(f"▲ {error.message} {error.next_step}")
            return None


def _choice(name: str) -> CalmComboBox:
    shown = CalmComboBox()
    for value in TABLE[name].choices:
        shown.addItem(text(f"choice.{name}.{value}"), value)
    return shown
