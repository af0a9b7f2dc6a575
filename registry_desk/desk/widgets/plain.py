"""Labels, buttons and frames in the desk's own looks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget


def label(words: str, role: str = "") -> QLabel:
    """Give a label; roles are ``muted``, ``title``, ``number``, ``no_number``, ``demo``."""
    shown = QLabel(words)
    shown.setProperty("role", role)
    return shown


def button(
    words: str, pressed: Callable[[], None], *, role: str = "", shortcut: str = ""
) -> QPushButton:
    """Give a button whose words end with its key; ``primary`` is the one filled button."""
    shown = QPushButton()
    shown.setProperty("role", role)
    shown.clicked.connect(lambda _checked=False: pressed())
    reword(shown, words, shortcut)
    return shown


def reword(shown: QPushButton, words: str, shortcut: str = "") -> None:
    """Give a button other words and its key; Qt forgets the key with every change of words."""
    keys = shortcut.replace("Return", "Enter")
    shown.setText(f"{words}  {keys}" if keys else words)
    shown.setAccessibleName(words)
    shown.setShortcut(shortcut)


def frame(role: str) -> QFrame:
    """Give a frame: ``card``, ``bar``, ``foot`` or ``banner``."""
    shown = QFrame()
    shown.setProperty("role", role)
    return shown


def restyle(widget: QWidget) -> None:
    """Have a widget drawn again after one of its style properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def scrolled(widget: QWidget) -> QScrollArea:
    """Give a widget room to scroll where the window is too low for it."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
