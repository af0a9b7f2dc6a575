"""Open the window: the application, its looks, its words."""

import signal
import sys
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from registry_desk.desk import translator
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.theme import dress
from registry_desk.desk.window import DeskWindow


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
    desks = _Desks(people)
    desks.show(0)
    # Python handles a Ctrl+C only between its own steps: give it some.
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    signal.signal(signal.SIGTERM, lambda *_: app.closeAllWindows())
    code = int(app.exec())
    desks.close()
    return code


class _Desks:
    """The windows of the people, made when they are first wanted; one is shown."""

    def __init__(self, people: Sequence[DeskParts]) -> None:
        self._people = people
        self._windows: dict[int, DeskWindow] = {}

    def show(self, place: int) -> None:
        before = next((w for w in self._windows.values() if w.isVisible()), None)
        if place not in self._windows:
            window = DeskWindow(self._people[place], self._people)
            window.person_wanted.connect(self.show)
            self._windows[place] = window
        wanted = self._windows[place]
        if before is not None and before is not wanted:
            wanted.setGeometry(before.geometry())
        wanted.show()
        wanted.activateWindow()
        if before is not None and before is not wanted:
            before.hide()

    def close(self) -> None:
        for window in self._windows.values():
            window.close()
