"""The settings' screen: every row of the one table, in groups, searched, undone."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts, Home
from registry_desk.desk.settings.approval_card import DECIDING, ApprovalCard
from registry_desk.desk.settings.field_row import SettingRow
from registry_desk.desk.settings.profiles_card import ProfilesCard
from registry_desk.desk.theme import change_scheme
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, key, label, scrolled
from registry_desk.desk.window_commands import WindowCommands
from registry_desk.i18n import text
from registry_desk.settings import TABLE, Settings
from registry_desk.settings.store import Value

_GROUPS = (
    "window", "server", "scanner", "reading", "register", "receipt", "pdf", "tray", "intake",
    "mailbox", "reply", "token", "signing",
)  # fmt: skip
_NEXT_START = ("reading.jobs", "tray.folder", "tray.free_mb", "tray.keep_days")
"""Settings of what is opened once, with the program."""


class SettingsScreen(QWidget):
    """Changes apply at once; each can be taken back."""

    changed = Signal()
    remake_wanted = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._settings, self._home = _required(parts)
        self.commands: WindowCommands | None = None
        """Of the window; given when the screen stands there."""
        self._undo: Callable[[], None] | None = None
        self._needs_remake = False
        self.banner = Banner()
        self.search = QLineEdit()
        self.search.setPlaceholderText(text("settings.search"))
        self.search.setAccessibleName(text("settings.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.undo_button = button(
            text("settings.undo"), self.undo, shortcut="Ctrl+Z", sign="undo-2"
        )
        self.undo_button.setEnabled(False)
        self.rows = {
            setting.key: SettingRow(setting, self._settings)
            for setting in sorted(TABLE.values(), key=lambda s: _GROUPS.index(s.group))
        }
        self.profiles = ProfilesCard(self._home.profiles, parts.counter.office.registers)
        self.approval = ApprovalCard(parts, lanes) if parts.role in DECIDING else None
        """None for people who do not decide about it."""
        self.nothing = label(text("settings.nothing"), "muted")
        self._titles: dict[str, QWidget] = {}
        key(self, "Ctrl+F", text("settings.search"), self.search.setFocus)
        for row in self.rows.values():
            row.changed.connect(self._was_changed)
        self.profiles.changed.connect(self._profiles_changed)
        if self.approval is not None:
            self.approval.changed.connect(self._remember)
        self._lay_out()

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self.undo_button)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(4)
        for group in _GROUPS:
            title = label(text(f"settings.{group}"), "heading")
            title.setIndent(0)
            self._titles[group] = title
            column.addWidget(title)
            for shown in self.rows.values():
                if shown.setting.group == group:
                    column.addWidget(shown)
            if group == "scanner":
                column.addWidget(self.profiles)
            if group == "reply" and self.approval is not None:
                column.addWidget(self.approval)
        column.addWidget(self.nothing)
        self.nothing.hide()
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        outer.addWidget(scrolled(inside), 1)
        self.banner.lie_over(self)

    def refresh(self) -> None:
        """Show the values as they are kept now."""
        for row in self.rows.values():
            row.show_value()
        if self.approval is not None:
            self.approval.refresh()

    def undo(self) -> None:
        """Take the last change back."""
        undo, self._undo = self._undo, None
        self.undo_button.setEnabled(False)
        if undo is not None:
            undo()

    def leave(self) -> None:
        """Take what stands in an editor that still has the focus."""
        editor = self.focusWidget()
        if isinstance(editor, QLineEdit):
            editor.clearFocus()

    def _filter(self, typed: str) -> None:
        found = {name: row.fits(typed) for name, row in self.rows.items()}
        for name, row in self.rows.items():
            row.setVisible(found[name])
        for group, title in self._titles.items():
            inside = any(found[n] for n, r in self.rows.items() if r.setting.group == group)
            title.setVisible(inside)
        cards = [card for card in (self.profiles, self.approval) if card is not None]
        for card in cards:
            card.setVisible(not typed or card.fits(typed))
        is_card = any(card.isVisible() for card in cards)
        self.nothing.setVisible(not any(found.values()) and not is_card)

    def _was_changed(self, name: str, before: Value) -> None:
        def undo() -> None:
            self._settings.change(name, before)
            self.rows[name].show_value()
            self._apply(name)

        self._remember(undo)
        self._apply(name)

    def _remember(self, undo: Callable[[], None]) -> None:
        self._undo = undo
        self.undo_button.setEnabled(True)

    def _apply(self, name: str) -> None:
        if name == "window.scheme":
            change_scheme(self._settings.string(name))
        elif name == "language" and self.commands is not None:
            self.commands.change_language(self._settings.string(name))
        elif name in _NEXT_START:
            self.banner.say(text("settings.next_start"))
        else:
            self._needs_remake = True

    def _profiles_changed(self, undo: Callable[[], None]) -> None:
        self._remember(undo)
        self._needs_remake = True

    def hideEvent(self, event: object) -> None:
        """Have the desk made anew with the new values when the screen is left."""
        super().hideEvent(event)  # type: ignore[arg-type]
        if self._needs_remake and self.window().isVisible():
            self._needs_remake = False
            self.remake_wanted.emit()


def _required(parts: DeskParts) -> tuple[Settings, Home]:
    if parts.home is None:
        raise ValueError("a desk without settings of its own has no screen of settings")
    return parts.home.settings, parts.home
