"""The banner: what happened, what is safe, what to do.

It lies over the upper edge of what it speaks of: nothing is pushed away from under the mouse when
it comes or goes.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from registry_desk.desk.widgets.plain import button, frame, label, restyle
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

_MARGIN_PX = 12


class Banner(QWidget):
    """One line of trouble, or of news, with one thing to do."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = frame("banner")
        self._message = label("", "title")
        self._next_step = label("", "muted")
        for words in (self._message, self._next_step):
            words.setWordWrap(True)
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = button("", self._act)
        self._acting: Callable[[], None] | None = None
        words_column = QVBoxLayout()
        words_column.setSpacing(4)
        words_column.addWidget(self._message)
        words_column.addWidget(self._next_step)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.addLayout(words_column, 1)
        row.addWidget(self._action)
        row.addWidget(self._close_button())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        self.hide()

    def _close_button(self) -> QToolButton:
        shown = QToolButton()
        shown.setText("✕")
        shown.setProperty("role", "page")
        shown.setAccessibleName(text("banner.close"))
        shown.setToolTip(text("banner.close"))
        shown.clicked.connect(self.hide)
        return shown

    def lie_over(self, widget: QWidget) -> None:
        """Lie over the upper edge of a widget from now on, as wide as it is."""
        self.setParent(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the width of what lies below."""
        if event.type() is QEvent.Type.Resize:
            self._take_place()
        return super().eventFilter(watched, event)

    def _take_place(self) -> None:
        below = self.parentWidget()
        if below is not None:
            width = below.width() - 2 * _MARGIN_PX
            self.setGeometry(_MARGIN_PX, _MARGIN_PX, width, self.heightForWidth(width))

    @property
    def action(self) -> QPushButton:
        """Give the button of the one thing to do."""
        return self._action

    @property
    def message(self) -> QLabel:
        """Give the label that says what happened."""
        return self._message

    def show_error(
        self,
        error: RegistryDeskError,
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Show an error of the domain with at most one thing to do."""
        self._show(error.family, error.message, error.next_step, action, act)

    def say(
        self,
        message: str,
        next_step: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        """Say something that went well, with at most one thing to do."""
        self._show("said", message, next_step, action, act)

    def say_so_far(self, words: str, *, is_first: bool, stop: Callable[[], None]) -> None:
        """Say how far long work is; announced once, and closed by a hand it stays closed.

        Args:
            words: how far.
            is_first: this is the first that is said of this work.
            stop: stops the work.
        """
        if is_first:
            self.say(words, action=text("counter.stop"), act=stop)
        else:
            self._message.setText(words)

    def _show(
        self,
        family: str,
        message: str,
        next_step: str,
        action: str,
        act: Callable[[], None] | None,
    ) -> None:
        self._frame.setProperty("family", family)
        restyle(self._frame)
        self._message.setText(message)
        self._next_step.setText(next_step)
        self._next_step.setVisible(bool(next_step))
        self._acting = act
        self._action.setText(action)
        self._action.setVisible(act is not None)
        self.show()  # before it is given its place: Qt counts no height of what was never shown
        self._take_place()
        self.raise_()
        said = QAccessibleAnnouncementEvent(self, f"{message} {next_step}".strip())
        QAccessible.updateAccessibility(said)

    def _act(self) -> None:
        self.hide()
        if self._acting:
            self._acting()
