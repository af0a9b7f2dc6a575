"""Open the window: the application, its looks, its words."""

import signal
import sys

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


def show(parts: DeskParts) -> int:
    """Show the window until it is closed.

    Returns:
        The exit code, 0.
    """
    app = application(parts.scheme)
    window = DeskWindow(parts)
    window.show()
    # Python handles a Ctrl+C only between its own steps: give it some.
    heartbeat = QTimer(interval=200)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start()
    signal.signal(signal.SIGINT, lambda *_: window.close())
    signal.signal(signal.SIGTERM, lambda *_: window.close())
    return int(app.exec())
