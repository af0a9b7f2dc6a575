"""The acts beside the next step: buttons for the two most used, the others under one menu."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from registry_desk.desk.widgets.plain import button
from registry_desk.i18n import text

_KEYS = {"assign": "F4", "ask": "F9", "attach": "Ctrl+O", "close": "Ctrl+E"}


class Acts(QWidget):
    """Gives back or redirects (F6), extends (F7), and more."""

    def __init__(self, wanted: Callable[[str], None], *, is_leading: bool) -> None:
        super().__init__()
        away = "redirect" if is_leading else "give_back"
        self.away = button(text(f"reason_form.{away}"), lambda: wanted(away), shortcut="F6")
        self.extend = button(text("reason_form.extend"), lambda: wanted("extend"), shortcut="F7")
        self.more = button(text("inbox.more"), self._open)
        self._menu = QMenu(self)
        self.actions_by_name: dict[str, QAction] = {}
        for name, keys in _KEYS.items():
            if name == "assign" and not is_leading:
                continue
            action = QAction(text(f"reason_form.{name}"), self)
            action.setShortcut(keys)
            action.triggered.connect(lambda _checked=False, name=name: wanted(name))
            self.addAction(action)
            self._menu.addAction(action)
            self.actions_by_name[name] = action
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.away, 1)
        row.addWidget(self.extend, 1)
        row.addWidget(self.more)

    def offer(self, *, is_open: bool, is_movable: bool, may_extend: bool) -> None:
        """Say what is possible now.

        Args:
            is_open: the work is not closed.
            is_movable: nothing of it is answered yet.
            may_extend: the person decides about terms.
        """
        self.away.setEnabled(is_movable)
        self.extend.setEnabled(is_open and may_extend)
        self.extend.setToolTip("" if may_extend else text("inbox.extend.who"))
        for name, action in self.actions_by_name.items():
            action.setEnabled(is_movable if name == "assign" else is_open)

    def _open(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().topLeft()))
