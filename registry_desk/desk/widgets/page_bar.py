"""The bar below a page: which page of how many, turned, nearer or further."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from registry_desk.desk.icons import SIZE, icon
from registry_desk.desk.widgets.page_view import PageView
from registry_desk.desk.widgets.plain import label
from registry_desk.i18n import text

_STEP = 1.2
_SPACING_PX = 4


class PageBar(QFrame):
    """Turns pages and sizes the view above it."""

    turned_to = Signal(int)
    """The page wanted, counted from 1."""
    rotated = Signal(int)
    """Clockwise degrees that the page was turned by just now, in the view alone."""

    def __init__(self, view: PageView, *, has_keys: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self._page, self._count = 0, 0
        self.place = label("")
        self.size = label("")
        self._buttons = {
            "back": _small("chevron-left", "page.back", "Ctrl+PgUp", lambda: self._turn(-1)),
            "on": _small("chevron-right", "page.on", "Ctrl+PgDown", lambda: self._turn(1)),
            "left": _small("rotate-ccw", "page.left", "Alt+Left", lambda: self._rotate(view, -90)),
            "right": _small("rotate-cw", "page.right", "Alt+Right", lambda: self._rotate(view, 90)),
            "smaller": _small("zoom-out", "page.smaller", "Ctrl+-", lambda: view.zoom(1 / _STEP)),
            "larger": _small("zoom-in", "page.larger", "Ctrl++", lambda: view.zoom(_STEP)),
            "fit": _small("maximize", "page.fit", "Ctrl+0", view.fit),
        }
        if not has_keys:
            for shown in self._buttons.values():
                shown.setShortcut("")
        view.zoomed.connect(self._tell_size)
        self._lay_out()
        self.tell(0, 0)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(_SPACING_PX)
        row.addStretch(1)
        for name in ("back", self.place, "on", 16, "left", "right", 16, "smaller", self.size):
            if isinstance(name, int):
                row.addSpacing(name)
            else:
                row.addWidget(self._buttons[name] if isinstance(name, str) else name)
        row.addWidget(self._buttons["larger"])
        row.addWidget(self._buttons["fit"])
        row.addStretch(1)
        for shown, widest in ((self.place, "888 / 888"), (self.size, "888 %")):
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setMinimumWidth(shown.fontMetrics().horizontalAdvance(widest))

    def minimumSizeHint(self) -> QSize:
        """Be content with the buttons: in a narrow place the numbers between them go."""
        whole = super().minimumSizeHint()
        numbers = sum(
            shown.minimumWidth() + _SPACING_PX
            for shown in (self.place, self.size)
            if not shown.isHidden()
        )
        return QSize(whole.width() - numbers, whole.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the numbers where there is room for them."""
        super().resizeEvent(event)
        numbers = sum(shown.minimumWidth() + _SPACING_PX for shown in (self.place, self.size))
        has_room = event.size().width() >= self.minimumSizeHint().width() + numbers
        for shown in (self.place, self.size):
            shown.setVisible(has_room)

    def add(self, widget: QWidget) -> None:
        """Give something of the screen's own room at the bar's left."""
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.insertWidget(0, widget)

    def tell(self, page: int, count: int) -> None:
        """Say which page of how many is shown; 0 of 0 where none is."""
        self._page, self._count = page, count
        self.place.setText(f"{page} / {count}" if count else "–")
        self._buttons["back"].setEnabled(page > 1)
        self._buttons["on"].setEnabled(page < count)
        for name in ("left", "right", "smaller", "larger", "fit"):
            self._buttons[name].setEnabled(count > 0)
        if not count:
            self.size.setText("–")

    def _tell_size(self, percent: int) -> None:
        if self._count:
            self.size.setText(f"{percent} %")

    def _rotate(self, view: PageView, clockwise_deg: int = 90) -> None:
        view.turn(clockwise_deg)
        self.rotated.emit(clockwise_deg)

    def _turn(self, step: int) -> None:
        if 1 <= self._page + step <= self._count:
            self.turned_to.emit(self._page + step)


def _small(sign: str, code: str, keys: str, pressed: Callable[[], None]) -> QToolButton:
    shown = QToolButton()
    shown.setIcon(icon(sign))
    shown.setIconSize(SIZE)
    shown.setProperty("role", "page")
    shown.setAccessibleName(text(code))
    shown.setToolTip(f"{text(code)} ({keys})")
    shown.setShortcut(keys)
    shown.clicked.connect(lambda _checked=False: pressed())
    return shown
