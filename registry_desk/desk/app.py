"""Open the window: the application, its looks, its words."""

import gc
import signal
import sys
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from registry_desk.desk import translator
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.theme import dress
from registry_desk.desk.window import DeskWindow

_ASK_AGAIN_MS = 300


def application(scheme: str = "system") -> QApplication:
    """Give the process's application in the desk's looks and language."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("Registry Desk")
    translator.install(app)
    dress(app, scheme)
    return app


def show(*people: DeskParts) -> int:
    """Show the window until it is closed.

    Args:
        people: whose desk it is; in the demonstration several, to change between.

    Returns:
        The exit code, 0.
    """
    app = application(people[0].scheme)
    desks = Desks(people)
    desks.show(0)
    gc.freeze()  # what stands now stays; its collection was put off for a quick start
    gc.enable()
    # Python handles a Ctrl+C only between its own steps: give it some.
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    signal.signal(signal.SIGTERM, lambda *_: app.closeAllWindows())
    code = int(app.exec())
    desks.close()
    return code


class Desks:
    """The windows of the people, made when they are first wanted; one is shown."""

    def __init__(self, people: Sequence[DeskParts]) -> None:
        self._people = list(people)
        self._windows: dict[int, DeskWindow] = {}

    def show(self, place: int) -> DeskWindow:
        """Show somebody's desk in the place of the one shown."""
        before = self.shown
        if place not in self._windows:
            self._windows[place] = self._make(place)
        wanted = self._windows[place]
        if before is not None and before is not wanted:
            wanted.setGeometry(before.geometry())
        wanted.show()
        wanted.activateWindow()
        if before is not None and before is not wanted:
            before.hide()
        return wanted

    @property
    def shown(self) -> DeskWindow | None:
        """Give the window that is shown."""
        return next((w for w in self._windows.values() if w.isVisible()), None)

    def remake(self, place: int) -> None:
        """Make a desk anew where it stands, on the screen it is on; not in the middle of a pile."""
        before = self._windows[place]
        if before.is_busy:
            QTimer.singleShot(_ASK_AGAIN_MS, before, lambda: self.remake(place))
            return
        home = before.parts.home
        before.leave_screens()
        self._people[place] = home.remake() if home else before.parts
        for other in set(self._windows) - {place}:
            self._windows.pop(other).give_way()  # speaks the old language: made when wanted
        made = self._windows[place] = self._make(place)
        if before.shown in made.names and before.shown != "start":
            made.show_screen(before.shown)
        made.setGeometry(before.geometry())
        made.show()
        made.activateWindow()
        before.give_way()

    def close(self) -> None:
        """Close every window."""
        for window in self._windows.values():
            window.close()

    def _make(self, place: int) -> DeskWindow:
        window = DeskWindow(self._people[place], self._people)
        window.person_wanted.connect(self.show)
        window.remake_wanted.connect(lambda: self.remake(place))
        return window
