"""The main window: screens above, signs at the edge, the tray's summary at the foot."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.screen import CounterScreen
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.tray.screen import TrayScreen, summary
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.desk.widgets.signs import Sign
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey import way
from registry_desk.journey.records import DocumentRecord

_LOOK_AGAIN_MS = 2000


class DeskWindow(QMainWindow):
    """One clerk's window; only shows the tray and the register."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__()
        self._parts = parts
        self.lanes = Lanes()
        self.counter = CounterScreen(parts, self.lanes)
        self.tray = TrayScreen(parts, self.lanes)
        self.signs = {name: Sign(name) for name in ("scanner", "register", "tray")}
        self._foot = label("", "muted")
        self._last_number = label("", "muted")
        self._screens = QStackedWidget()
        self._is_walking = False
        self.setWindowTitle(text("window.title", institution=parts.counter.office.institution))
        self.setMinimumSize(900, 600)
        self.resize(1360, 860)
        self._lay_out()
        self.counter.changed.connect(self._look)
        self.counter.scanner_told.connect(self.signs["scanner"].tell)
        self.tray.changed.connect(self._look)
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._walk_due)
        self._timer.start()
        self.signs["scanner"].tell("ok", text("counter.scanner_ready"))
        self.counter.resume()
        self._look()

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
        tabs = QButtonGroup(self)
        for place, (name, screen) in enumerate((("counter", self.counter), ("tray", self.tray))):
            self._screens.addWidget(screen)
            tab = button(text(f"screen.{name}"), lambda place=place: self.show_screen(place))
            tab.setProperty("role", "tab")
            tab.setShortcut(f"Ctrl+{place + 1}")
            tab.setCheckable(True)
            tab.setChecked(place == 0)
            tabs.addButton(tab, place)
            row.addWidget(tab)
        self._tabs = tabs
        row.addStretch(1)
        if self._parts.is_demonstration:
            row.addWidget(
                label(text("window.demonstration"), "demo"), 0, Qt.AlignmentFlag.AlignVCenter
            )
        for sign in self.signs.values():
            row.addWidget(sign)
        row.addWidget(label(self._parts.operator_name))
        return head

    def _foot_bar(self) -> QWidget:
        foot = frame("foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(self._foot)
        row.addStretch(1)
        row.addWidget(self._last_number)
        return foot

    def show_screen(self, place: int) -> None:
        """Show the counter (0) or the tray (1)."""
        self._screens.setCurrentIndex(place)
        self._tabs.button(place).setChecked(True)
        self._look()

    def _look(self) -> None:
        """Read the tray again and tell what it holds."""
        tray = self._parts.counter.tray
        self.lanes.run("free", tray.documents, done=self._tell, failed=self._trouble)
        if self._screens.currentWidget() is self.tray:
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

    def _walk_due(self) -> None:
        """Take along what waits and is due; the lane does one round at a time."""
        if self._is_walking:
            return
        self._is_walking = True
        self.lanes.run(
            "register", lambda: way.walk_due(self._parts.counter), done=self._walked,
            failed=self._trouble,
        )  # fmt: skip

    def _walked(self, walked: list[DocumentRecord]) -> None:
        self._is_walking = False
        if walked:
            self._look()

    def _trouble(self, error: RegistryDeskError) -> None:
        self._is_walking = False
        self.counter.banner.show_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let running work come to a safe point; everything is in the tray already."""
        self._timer.stop()
        self.counter.stop()
        self.lanes.close()
        super().closeEvent(event)
