"""Labels, buttons and frames in the desk's own looks."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPalette, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.icons import SIZE, icon

_KEYS = {"Return": "Enter", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
_WHEN = "when"
_SEEN_AROUND_PX = 8


def label(words: str, role: str = "") -> QLabel:
    """Give a label; roles are ``muted``, ``title``, ``number``, ``no_number``, ``demo``."""
    shown = QLabel(words)
    shown.setProperty("role", role)
    return shown


class ElidedLabel(QLabel):
    """One line that ends with … where it has no room; the tooltip holds all of it."""

    def __init__(self, words: str, role: str = "") -> None:
        super().__init__(words)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write as much as fits."""
        painter, place = QPainter(self), self.contentsRect()
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, place.width()
        )
        self.style().drawItemText(
            painter, place, int(Qt.AlignmentFlag.AlignVCenter), self.palette(), self.isEnabled(),
            words, QPalette.ColorRole.WindowText,
        )  # fmt: skip


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
    shown.setAutoDefault(True)  # Enter presses what has the focus; elsewhere Qt leaves it to Space
    if sign:
        shown.setIcon(icon(sign, "on_accent" if role == "primary" else "text"))
        shown.setIconSize(SIZE)
    shown.clicked.connect(lambda _checked=False: pressed())
    reword(shown, words, shortcut)
    return shown


def keys_words(keys: str) -> str:
    """Write keys as they stand on a keyboard, in any language."""
    parts = (_KEYS.get(part, part) for part in keys.split("+")) if "++" not in keys else (keys,)
    return "+".join(parts)


def reword(shown: QPushButton, words: str, shortcut: str = "") -> None:
    """Give a button other words and its key; Qt forgets the key with every change of words."""
    keys = keys_words(shortcut)
    beside = "" if shown.icon().isNull() else " "  # Qt leaves no gap between icon and words
    shown.setText(f"{beside}{words}  {keys}" if keys else f"{beside}{words}")
    shown.setAccessibleName(words)
    shown.setToolTip(f"{words} ({keys})" if keys else "")
    shown.setShortcut(shortcut)


def key(
    over: QWidget,
    keys: str,
    words: str,
    pressed: Callable[[], object],
    *,
    when: Callable[[], bool] | None = None,
) -> QShortcut:
    """Give a widget a key of its own; its words tell it in the palette and the overlay of keys.

    Args:
        over: the widget.
        keys: as Qt writes them.
        words: what it does.
        pressed: does it.
        when: tells whether there is anything to do now; the palette offers it only then.
    """
    shortcut = QShortcut(QKeySequence(keys), over, pressed)
    shortcut.setWhatsThis(words)
    offer_when(shortcut, when)
    return shortcut


def offer_when(shown: QObject, when: Callable[[], bool] | None) -> None:
    """Have the palette offer a key or an action only while there is anything to do with it."""
    shown.setProperty(_WHEN, when)


def is_offered(shown: QObject) -> bool:
    """Tell whether there is anything to do with a key or an action now."""
    when = shown.property(_WHEN)
    return when is None or bool(when())


def frame(role: str) -> QFrame:
    """Give a frame: ``card``, ``bar``, ``foot``, ``banner`` or ``float``."""
    shown = QFrame()
    shown.setProperty("role", role)
    return shown


def restyle(widget: QWidget) -> None:
    """Have a widget drawn again after one of its style properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class _Following(QScrollArea):
    """Brings what gets the focus into sight, also where a key or the program gave it."""

    def __init__(self) -> None:
        super().__init__()
        program = QApplication.instance()
        if isinstance(program, QApplication):
            program.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, focused: QWidget | None) -> None:
        inside = self.widget()
        if focused is not None and inside is not None and inside.isAncestorOf(focused):
            middle = focused.mapTo(inside, focused.rect().center())  # all of it, not its cursor
            across = min(focused.width() // 2 + 1, self.viewport().width() // 2)
            down = focused.height() // 2 + _SEEN_AROUND_PX
            self.ensureVisible(middle.x(), middle.y(), across, down)


def scrolled(widget: QWidget, *, is_wide: bool = False) -> QScrollArea:
    """Give a widget room to scroll where the window is too low, or ``is_wide`` and too narrow."""
    area = _Following()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not is_wide:
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
