"""Labels, buttons and frames in the desk's own looks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.icons import SIZE, icon


def label(words: str, role: str = "") -> QLabel:
    """Give a label; roles are ``muted``, ``title``, ``number``, ``no_number``, ``demo``."""
    shown = QLabel(words)
    shown.setProperty("role", role)
    return shown


def button(
    words: str, pressed: Callable[[], None], *, role: str = "", shortcut: str = "", sign: str = ""
) -> QPushButton:
    """Give a button whose words end with its key; ``primary`` is the one filled button.

    Args:
        words: what it does.
        pressed: does it.
        role: how it looks.
        shortcut: its key.
        sign: name of its icon, see :func:`registry_desk.desk.icons.icon`.
    """
    shown = QPushButton()
    shown.setProperty("role", role)
    if sign:
        shown.setIcon(icon(sign, "on_accent" if role == "primary" else "text"))
        shown.setIconSize(SIZE)
    shown.clicked.connect(lambda _checked=False: pressed())
    reword(shown, words, shortcut)
    return shown


def reword(shown: QPushButton, words: str, shortcut: str = "") -> None:
    """Give a button other words and its key; Qt forgets the key with every change of words."""
    keys = shortcut.replace("Return", "Enter")
    beside = "" if shown.icon().isNull() else " "  # Qt leaves no gap between icon and words
    shown.setText(f"{beside}{words}  {keys}" if keys else f"{beside}{words}")
    shown.setAccessibleName(words)
    shown.setToolTip(f"{words} ({keys})" if keys else "")
    shown.setShortcut(shortcut)


def key(over: QWidget, keys: str, words: str, pressed: Callable[[], object]) -> QShortcut:
    """Give a widget a key of its own; its words tell it in the palette and the overlay of keys."""
    shortcut = QShortcut(QKeySequence(keys), over, pressed)
    shortcut.setWhatsThis(words)
    return shortcut


def frame(role: str) -> QFrame:
    """Give a frame: ``card``, ``bar``, ``foot``, ``banner`` or ``float``."""
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


def float_over(widget: QWidget, card: QFrame) -> None:
    """Have a card fill a widget that floats over the window, with the shadow of what floats."""
    shadow = QGraphicsDropShadowEffect(widget, blurRadius=24, xOffset=0, yOffset=6)
    shadow.setColor(QColor(0, 0, 0, 96))
    card.setGraphicsEffect(shadow)
    outer = QVBoxLayout(widget)
    outer.setContentsMargins(12, 0, 12, 18)
    outer.addWidget(card)
