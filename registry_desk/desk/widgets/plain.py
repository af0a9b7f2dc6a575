"""Labels, buttons and frames in the desk's own looks."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


def label(words: str, role: str = "") -> QLabel:
    """Give a label; roles are ``muted``, ``title``, ``number``, ``warn``, ``demo``."""
    shown = QLabel(words)
    shown.setProperty("role", role)
    return shown


def button(
    words: str, pressed: Callable[[], None], *, role: str = "", shortcut: str = ""
) -> QPushButton:
    """Give a button whose words end with its key; ``primary`` is the one filled button."""
    shown = QPushButton(f"{words}  {shortcut}" if shortcut else words)
    shown.setProperty("role", role)
    shown.setAccessibleName(words)
    shown.clicked.connect(lambda _checked=False: pressed())
    if shortcut:
        shown.setShortcut(shortcut)
    return shown


def frame(role: str) -> QFrame:
    """Give a frame: ``card``, ``bar``, ``foot`` or ``banner``."""
    shown = QFrame()
    shown.setProperty("role", role)
    return shown


def restyle(widget: QWidget) -> None:
    """Have a widget drawn again after one of its style properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
