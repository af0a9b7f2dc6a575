"""The main window: a person's screens, signs at the edge, the tray's summary at the foot."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk import screens
from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.summary import summary
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.desk.widgets.signs import Sign
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey import way
from registry_desk.journey.records import DocumentRecord

_LOOK_AGAIN_MS = 2000
_TAB_ROOM_PX = 40
_ASK_EVERY = 15
"""Without documents on their way the register is asked whether it is there, every so many looks."""


class DeskWindow(QMainWindow):
    """One person's window; only shows the tray and the register."""

    person_wanted = Signal(int)
    """In the demonstration: the place of the person whose desk is wanted."""

    def __init__(self, parts: DeskParts, people: Sequence[DeskParts] = ()) -> None:
        super().__init__()
        self._parts, self._people = parts, people
        self.lanes = Lanes()
        self.names = screens.SCREENS[parts.role]
        self._built: dict[str, Any] = {}
        self._is_registering = parts.role in screens.REGISTERING
        signs = ("scanner", "register", "tray") if self._is_registering else ("register",)
        self.signs = {name: Sign(name) for name in signs}
        self._foot = label("", "muted")
        self._last_number = label("", "muted")
        self._screens = QStackedWidget()
        self._places = {name: QVBoxLayout() for name in self.names}
        self._is_walking = False
        self._looks = 0
        self.setWindowTitle(text("window.title", institution=parts.counter.office.institution))
        self.setMinimumSize(900, 600)
        self.resize(1360, 860)
        self._lay_out()
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._look_around)
        self._timer.start()
        self.show_screen(self.names[0])

    # ------------------------------------------------------------------ what stands where

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._screens, 1)
        column.addWidget(self._foot_bar())
        self.setCentralWidget(middle)

    def _head(self) -> QWidget:
        head = frame("bar")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        self._tabs = QButtonGroup(self)
        for place, name in enumerate(self.names):
            room = QWidget()
            room.setLayout(self._places[name])
            self._places[name].setContentsMargins(0, 0, 0, 0)
            self._screens.addWidget(room)
            tab = button(text(f"screen.{name}"), lambda name=name: self.show_screen(name))
            tab.setProperty("role", "tab")
            tab.setShortcut(f"Ctrl+{place + 1}")
            tab.setToolTip(f"Ctrl+{place + 1}")
            tab.setCheckable(True)
            bold = QFont(tab.font())
            bold.setWeight(QFont.Weight.DemiBold)
            tab.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(tab.text()) + _TAB_ROOM_PX)
            self._tabs.addButton(tab, place)
            row.addWidget(tab)
        row.addStretch(1)
        for sign in self.signs.values():
            row.addWidget(sign)
        row.addWidget(self._who())
        return head

    def _who(self) -> QWidget:
        """Give the person's name; in the demonstration it changes to another person's desk."""
        if len(self._people) < 2:
            return label(self._parts.operator_name)
        who = QPushButton(f"{self._parts.operator_name} ▾")
        who.setProperty("role", "sign")
        who.setAccessibleName(text("window.people", name=self._parts.operator_name))
        menu = QMenu(who)
        for place, person in enumerate(self._people):
            words = f"{person.operator_name} · {text(f'role.{person.role}')}"
            menu.addAction(words, lambda place=place: self.person_wanted.emit(place))
        who.setMenu(menu)
        return who

    def _foot_bar(self) -> QWidget:
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(12)
        if self._parts.is_demonstration:
            said = label(text("window.demonstration"), "demo")
            row.addWidget(said, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._foot)
        row.addStretch(1)
        row.addWidget(self._last_number)
        return foot

    # ------------------------------------------------------------------ screens

    def screen_named(self, name: str) -> Any:
        """Give a screen, made when it is first looked at."""
        if name not in self._built:
            made = screens.build(name, self._parts, self.lanes)
            made.changed.connect(self._look)
            self._built[name] = made
            self._places[name].addWidget(made)
            if name == "counter":
                made.scanner_told.connect(self.signs["scanner"].tell)
                self.signs["scanner"].tell("ok", text("counter.scanner_ready"))
                made.resume()
            if name == "delays" and "inbox" in self.names:
                made.department_wanted.connect(self._show_department)
        return self._built[name]

    @property
    def counter(self) -> Any:
        """Give the counter."""
        return self.screen_named("counter")

    @property
    def tray(self) -> Any:
        """Give the tray's screen."""
        return self.screen_named("tray")

    def show_screen(self, name: str) -> None:
        """Show one of the person's screens as things stand now."""
        screen, place = self.screen_named(name), self.names.index(name)
        self._screens.setCurrentIndex(place)
        self._tabs.button(place).setChecked(True)
        if name != "counter":
            screen.refresh()
        self._look()

    def _show_department(self, name: str) -> None:
        self.screen_named("inbox").show_department(name)
        self.show_screen("inbox")

    # ------------------------------------------------------------------ what is true now

    def _look(self) -> None:
        """Read the tray again and tell what it holds."""
        if not self._is_registering:
            return
        tray = self._parts.counter.tray
        self.lanes.run("free", tray.documents, done=self._tell, failed=self._trouble)
        if self.names[self._screens.currentIndex()] == "tray":
            self.tray.refresh()

    def _tell(self, documents: list[DocumentRecord]) -> None:
        self._foot.setText(text("window.tray", summary=summary(documents)))
        numbered = [d for d in documents if d.entry]
        if numbered:
            last = max(numbered, key=lambda d: d.entry["registered_at"] if d.entry else "")
            number = last.entry["number"] if last.entry else ""
            self._last_number.setText(text("window.last_number", number=number))
        stuck = [d for d in documents if d.problem is not None and not d.is_set_aside]
        self.signs["tray"].tell("waits" if stuck else "ok", summary(documents))
        away = next(
            (d.problem for d in stuck if d.problem and d.problem.family == "unavailable"), None
        )
        self.signs["register"].tell(
            "away" if away else "ok", text(f"error.{away.code}") if away else ""
        )

    def _look_around(self) -> None:
        if self._is_walking:
            return
        if self._is_registering:
            self._walk_due()
        elif self._looks % _ASK_EVERY == 0:
            self._ask_register()
        self._looks += 1

    def _walk_due(self) -> None:
        """Take along what waits and is due; the lane does one round at a time."""
        self._is_walking = True
        self.lanes.run(
            "register", lambda: way.walk_due(self._parts.counter), done=self._walked,
            failed=self._trouble,
        )  # fmt: skip

    def _walked(self, walked: list[DocumentRecord]) -> None:
        self._is_walking = False
        if walked:
            self._look()

    def _ask_register(self) -> None:
        self._is_walking = True

        def answered(_account: object) -> None:
            self._is_walking = False
            self.signs["register"].tell("ok", "")

        def silent(error: RegistryDeskError) -> None:
            self._is_walking = False
            self.signs["register"].tell("away", error.message)

        self.lanes.run("free", self._parts.counter.register.me, done=answered, failed=silent)

    def _trouble(self, error: RegistryDeskError) -> None:
        self._is_walking = False
        self.screen_named(self.names[self._screens.currentIndex()]).banner.show_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let running work come to a safe point; everything is in the tray already."""
        self._timer.stop()
        for name, screen in self._built.items():
            if name == "counter":
                screen.stop()
            if name == "inbox":
                screen.column.reply.flush()
        self.lanes.close()
        for name in ("inbox", "register"):
            if name in self._built:
                self._built[name].close_parts()
        super().closeEvent(event)
