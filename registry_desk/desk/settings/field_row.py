"""One setting as a row: its words, its editor, its unit, and what does not fit, at the field."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from registry_desk.desk.commands import fits
from registry_desk.desk.widgets.plain import button, label
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.settings import Setting, Settings
from registry_desk.settings.store import Value

_WORDS_PX = 260
_EDITOR_PX = 340


class SettingRow(QWidget):
    """Shows one setting and takes a new value when the editor is left, or Enter pressed."""

    changed = Signal(str, object)
    """The key and the value before."""

    def __init__(self, setting: Setting, settings: Settings) -> None:
        super().__init__()
        self.setting, self._settings = setting, settings
        self._title = text(f"setting.{setting.key}")
        self.trouble = label("", "warning")
        self.trouble.setWordWrap(True)
        self.restore_button = button("", self._restore, role="flat", sign="undo-2")
        self.restore_button.setAccessibleName(text("settings.restore", name=self._title))
        self.restore_button.setToolTip(text("settings.restore", name=self._title))
        self.editor = self._made_editor()
        self.editor.setAccessibleName(self._title)
        self.editor.setAccessibleDescription(text(f"setting.{setting.key}.help"))
        self.editor.setEnabled(not settings.is_overridden(setting.key))
        self._lay_out()
        self.show_value()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        words = label(self._title)
        words.setFixedWidth(_WORDS_PX)
        words.setWordWrap(True)
        words.setBuddy(self.editor)
        self.editor.setFixedWidth(_EDITOR_PX)
        told = text(f"setting.{self.setting.key}.help")
        if self._settings.is_overridden(self.setting.key):
            told = text("settings.overridden", name=self.setting.environment_name)
        said = label(told, "muted")
        said.setWordWrap(True)
        grid.addWidget(words, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(label(self.setting.unit, "muted"), 0, 2)
        grid.addWidget(self.restore_button, 0, 3)
        grid.setColumnStretch(4, 1)
        grid.addWidget(said, 1, 1, 1, 4)
        grid.addWidget(self.trouble, 2, 1, 1, 4)
        self.trouble.hide()

    def _made_editor(self) -> QWidget:
        if self.setting.kind is bool:
            box = QCheckBox(text("settings.yes"))
            box.toggled.connect(self._take)
            return box
        if self.setting.choices:
            choice = CalmComboBox()
            for value in self.setting.choices:
                choice.addItem(text(f"choice.{self.setting.key}.{value}"), value)
            choice.activated.connect(lambda place: self._take(choice.itemData(place)))
            return choice
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._take(line.text().strip()))
        return line

    def fits(self, typed: str) -> bool:
        """Tell whether the setting is one of those looked for."""
        key = self.setting.key
        return fits(f"{self._title} {text(f'setting.{key}.help')} {key}", typed)

    def show_value(self) -> None:
        """Show the value in force."""
        value = self._settings.value(self.setting.key)
        editor = self.editor
        was_blocked = editor.blockSignals(True)
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value))
        editor.blockSignals(was_blocked)
        self.restore_button.setVisible(value != self.setting.default and editor.isEnabled())
        self.trouble.hide()

    def _take(self, value: Value) -> None:
        self._change(lambda: self._settings.change(self.setting.key, value), value)

    def _restore(self) -> None:
        self._change(lambda: self._settings.restore(self.setting.key), self.setting.default)
        self.editor.setFocus()

    def _change(self, change: Callable[[], None], value: Value) -> None:
        before = self._settings.value(self.setting.key)
        if str(before) == str(value):
            self.show_value()
            return
        try:
            change()
        except RegistryDeskError as error:
            self.trouble.setText(f"▲ {error.message} {error.next_step}")
            self.trouble.show()
            self.editor.setAccessibleDescription(error.message)
            return
        self.show_value()
        self.changed.emit(self.setting.key, before)


class CalmComboBox(QComboBox):
    """A choice that the wheel does not change while somebody only scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies below, unless the choice has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
