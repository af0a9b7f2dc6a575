"""The main window: a person's screens, signs at the edge, the tray's summary at the foot."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from registry_desk.desk import screens
from registry_desk.desk.background import Lanes
from registry_desk.desk.head import Head, search_button, who_button
from registry_desk.desk.looking_around import LookingAround
from registry_desk.desk.mail_fetching import MailFetching
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.token_sign import TokenSign
from registry_desk.desk.widgets.plain import frame, key, label, scrolled
from registry_desk.desk.widgets.signs import Sign
from registry_desk.desk.widgets.table import Table
from registry_desk.desk.window_commands import WindowCommands
from registry_desk.errors import RefusedError, RegistryDeskError
from registry_desk.i18n import text

_LEAST_PX = (910, 480)
"""Of what stands in the window; with less room all of it scrolls."""
_WINDOW_LEAST_PX = (320, 240)
"""What 1366 × 768 leaves at 150 %, and 1920 × 1080 at 200, less the system's bars."""


class _Column(QVBoxLayout):
    """A column that may be lower than its words would like: what stands in it scrolls by itself."""

    def hasHeightForWidth(self) -> bool:
        """Say no, whatever labels within it say: it would grow beyond the window."""
        return False


class DeskWindow(QMainWindow):
    """One person's window; only shows the tray and the register."""

    person_wanted = Signal(int)
    """In the demonstration: the place of the person whose desk is wanted."""
    remake_wanted = Signal()
    """Language, login or settings changed: the desk is wanted anew, on the same screen."""

    def __init__(self, parts: DeskParts, people: Sequence[DeskParts] = ()) -> None:
        super().__init__()
        self.parts = parts
        self.lanes = Lanes()
        self.names = screens.names_for(parts)
        self._built: dict[str, Any] = {}
        is_registering = parts.role in screens.REGISTERING
        signs = ("scanner", "register", "tray") if is_registering else ("register",)
        plugged = parts.token.removable if parts.token else None
        signs = (*signs, "token") if plugged else signs
        self.signs = {name: Sign(name) for name in signs}
        self.fetching = (
            MailFetching(parts.mailbox, parts, self.lanes, self)
            if (parts.mailbox and is_registering)
            else None
        )
        self.foot, self.last_number = label("", "muted"), label("", "muted")
        self._screens = QStackedWidget()
        self._places = {name: QVBoxLayout() for name in self.names}
        self.commands = WindowCommands(self)
        who = who_button(parts, people, self.person_wanted.emit)
        self.head = Head(self.names, self.signs, who, search_button(self.commands.open_palette))
        self.head.screen_wanted.connect(self.show_screen)
        self.setWindowTitle(text("window.title", institution=parts.counter.office.institution))
        self.setMinimumSize(*_WINDOW_LEAST_PX)
        self.resize(1360, 860)
        self._lay_out()
        self._take_keys()
        self._recall_place()
        self._looking = LookingAround(self, is_registering=is_registering)
        self._token = TokenSign(plugged, self.signs["token"], self.lanes) if plugged else None
        if self.fetching:
            self.fetching.done.connect(lambda _collected: self._changed())
            self.fetching.failed.connect(self._mail_refused)
        self.show_screen(self.names[0])

    # ------------------------------------------------------------------ what stands where

    def _lay_out(self) -> None:
        for name in self.names:
            room = QWidget()
            room.setLayout(self._places[name])
            self._places[name].setContentsMargins(0, 0, 0, 0)
            self._screens.addWidget(room)
        middle = QWidget()
        middle.setMinimumSize(*_LEAST_PX)
        column = _Column(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._screens, 1)
        column.addWidget(self._foot_bar())
        self.setCentralWidget(scrolled(middle, is_wide=True))

    def _foot_bar(self) -> QWidget:
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        if self.parts.is_demonstration:
            said = label(text("window.demonstration"), "demo")
            row.addWidget(said, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.foot)
        row.addStretch(1)
        row.addWidget(self.last_number)
        return foot

    def _take_keys(self) -> None:
        for place, name in enumerate(self.names[:9]):
            words = text(f"screen.{name}")
            key(self, f"Ctrl+{place + 1}", words, lambda name=name: self.show_screen(name))
        key(self, "F1", text("shortcuts.title"), self.commands.open_shortcuts)

    def _recall_place(self) -> None:
        kept = self.parts.memory.recall("window.geometry")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    # ------------------------------------------------------------------ screens

    def screen_named(self, name: str) -> Any:
        """Give a screen, made when it is first looked at."""
        if name not in self._built:
            made = screens.build(name, self.parts, self.lanes)
            made.changed.connect(self._changed)
            self._built[name] = made
            self._places[name].addWidget(made)
            screens.connect(self, name, made)
        return self._built[name]

    @property
    def counter(self) -> Any:
        """Give the counter."""
        return self.screen_named("counter")

    @property
    def tray(self) -> Any:
        """Give the tray's screen."""
        return self.screen_named("tray")

    @property
    def built(self) -> dict[str, Any]:
        """Give the screens that were looked at, by name."""
        return dict(self._built)

    @property
    def shown(self) -> str:
        """Give the name of the screen that is open."""
        return self.names[self._screens.currentIndex()]

    def show_screen(self, name: str) -> None:
        """Show one of the person's screens as things stand now."""
        screen, place = self.screen_named(name), self.names.index(name)
        self._screens.setCurrentIndex(place)
        self.head.mark(name)
        if name != "counter":
            screen.refresh()
        self._bring_keys(screen)
        self._changed()

    def _bring_keys(self, screen: QWidget) -> None:
        """Have the keys in the screen that opens, in its rows where it has any, not in the head."""
        focused = self.focusWidget()
        table = screen.findChild(Table)
        if table is not None and (focused is None or not screen.isAncestorOf(focused)):
            table.setFocus()  # one that is hidden while it is empty gets them when it shows

    def show_department(self, name: str) -> None:
        """Show the tasks of a department."""
        self.screen_named("inbox").show_department(name)
        self.show_screen("inbox")

    def show_entry(self, number: str) -> None:
        """Show an entry of the register."""
        self.screen_named("register").search.setText(number)
        self.show_screen("register")

    # ------------------------------------------------------------------ what is true now

    def look(self) -> None:
        """Read the tray again and tell what it holds."""
        self._looking.look()

    def _changed(self) -> None:
        self.look()
        self._looking.count()

    def trouble(self, error: RegistryDeskError) -> None:
        """Say on the screen shown what did not work."""
        self.screen_named(self.shown).banner.show_error(error)

    def _mail_refused(self, error: RegistryDeskError) -> None:
        """Say what needs a hand; a mail server that is away comes back by itself."""
        if isinstance(error, RefusedError) and self.shown != "mail":
            self.trouble(error)

    @property
    def is_busy(self) -> bool:
        """Tell whether paper is coming in: the desk is not made anew in the middle of it."""
        return "counter" in self._built and self.counter.coming_in.is_busy

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let running work come to a safe point; everything is in the tray already."""
        self._leave()
        self.hide()
        self.lanes.close()
        self._close_parts()
        super().closeEvent(event)

    def give_way(self) -> None:
        """End without holding anything up, and go: another window of the same desk stands."""
        self._leave()
        self.hide()

        def ended() -> None:
            self._close_parts()
            self.deleteLater()  # safe from the thread this is called in; else every change of
            # language would leave a whole window behind, and make all later ones slower

        self.lanes.end(then=ended)

    def leave_screens(self) -> None:
        """Write down what was typed and stands nowhere else yet."""
        for screen in self._built.values():
            if hasattr(screen, "leave"):
                screen.leave()

    def _leave(self) -> None:
        self._looking.stop()
        if self._token:
            self._token.stop()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.parts.memory.keep("window.geometry", geometry)
        self.leave_screens()

    def _close_parts(self) -> None:
        if self._token:
            self._token.close_parts()
        for screen in self._built.values():
            if hasattr(screen, "close_parts"):
                screen.close_parts()
