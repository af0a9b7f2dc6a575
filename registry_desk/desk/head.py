"""The window's head: the person's screens, the palette's place, the signs, whose desk it is."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from registry_desk.desk.icons import icon
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.plain import button, label, reword
from registry_desk.i18n import text

_TAB_ROOM_PX = 60
_EDGES_PX = 72
_MOST_TOLD = 999
_SIGNS = {
    "counter": "scan-line", "inbox": "inbox", "signature": "pen-line", "dispatch": "send",
    "mail": "mail", "register": "book-open-text", "delays": "chart-column",
    "originals": "archive", "tray": "layers", "settings": "settings",
    "diagnostics": "stethoscope", "start": "log-in",
}  # fmt: skip
_OUT_OF_SIGHT = ("settings", "diagnostics", "start")
"""Screens that stand in the menu even where there is room, unless they are the person's first."""


class Head(QFrame):
    """One row; screens that have no room there stand in the menu at its end."""

    screen_wanted = Signal(str)

    def __init__(
        self, names: Sequence[str], signs: Mapping[str, QWidget], who: QWidget, search: QPushButton
    ) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._names = names
        self._group = QButtonGroup(self)
        self._menu = QMenu(self)
        self._counts: dict[str, int] = {}
        self.tabs = {name: self._tab(place, name) for place, name in enumerate(names)}
        self.more = button(text("window.more"), self._open_menu, role="tab", sign="ellipsis")
        self._search, self._signs, self._who = search, signs, who
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for tab in self.tabs.values():
            row.addWidget(tab)
        row.addWidget(self.more)
        row.addStretch(1)
        for widget in (search, *signs.values(), who):
            row.addWidget(widget)

    def tell_counts(self, counts: Mapping[str, int]) -> None:
        """Show beside screens' names how much waits there; nothing is shown as no number."""
        changed = {
            n: c for n, c in counts.items() if self._counts.get(n, 0) != c and n in self.tabs
        }
        self._counts.update(changed)
        for name in changed:
            self._word(self.tabs[name], name)
        if changed:
            self._share_room()

    def _words(self, name: str) -> str:
        words, count = text(f"screen.{name}"), self._counts.get(name, 0)
        return f"{words} {count if count <= _MOST_TOLD else f'{_MOST_TOLD}+'}" if count else words

    def _word(self, tab: QPushButton, name: str) -> None:
        """Give a tab its words, and room for them in the weight of the open one."""
        words = self._words(name)
        place = self._names.index(name)
        reword(tab, words)
        if place < 9:
            tab.setToolTip(f"{words} (Ctrl+{place + 1})")
        bold = QFont(tab.font())
        bold.setWeight(QFont.Weight.DemiBold)
        tab.setMinimumWidth(QFontMetrics(bold).horizontalAdvance(words) + _TAB_ROOM_PX)

    def _tab(self, place: int, name: str) -> QPushButton:
        words = text(f"screen.{name}")
        sign = _SIGNS.get(name, "file-text")
        tab = button(words, lambda: self.screen_wanted.emit(name), role="tab", sign=sign)
        tab.setCheckable(True)
        self._word(tab, name)
        self._group.addButton(tab, place)
        return tab

    def mark(self, name: str) -> None:
        """Show which screen is open."""
        self.tabs[name].setChecked(True)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the room to as many screens as fit."""
        super().resizeEvent(event)
        self._share_room()

    def minimumSizeHint(self) -> QSize:
        """Get as narrow as the window may: tabs give way to the menu."""
        return QSize(0, super().minimumSizeHint().height())

    def _share_room(self) -> None:
        others = (self._search, self._who, self.more, *self._signs.values())
        left = self.width() - _EDGES_PX - sum(widget.sizeHint().width() + 4 for widget in others)
        hidden = []
        wides = {name: tab.sizeHint().width() + 4 for name, tab in self.tabs.items()}
        left -= sum(wides[name] for name, tab in self.tabs.items() if tab.isChecked())
        self._who.setVisible(left >= 0)  # nobody forgets who they are; the rest is pressed
        for place, name in enumerate(self._names):
            tab = self.tabs[name]
            is_told = place == 0 or name not in _OUT_OF_SIGHT
            has_room = is_told and wides[name] <= left
            tab.setVisible(has_room or tab.isChecked())
            if tab.isChecked():
                continue  # its room is taken already
            if has_room:
                left -= wides[name]
            else:
                hidden.append(name)
        self._menu.clear()
        for name in hidden:
            keys = f"\tCtrl+{self._names.index(name) + 1}" if self._names.index(name) < 9 else ""
            self._menu.addAction(
                icon(_SIGNS.get(name, "file-text")),
                self._words(name) + keys,
                lambda name=name: self.screen_wanted.emit(name),
            )
        self.more.setVisible(bool(hidden))

    def _open_menu(self) -> None:
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


def who_button(
    own: DeskParts, people: Sequence[DeskParts], wanted: Callable[[int], None]
) -> QWidget:
    """Give the person's name; in the demonstration it changes to another person's desk."""
    if len(people) < 2:
        return label(own.operator_name)
    who = QPushButton(f"{own.operator_name} ▾")
    who.setProperty("role", "sign")
    who.setAccessibleName(text("window.people", name=own.operator_name))
    menu = QMenu(who)
    for place, person in enumerate(people):
        words = f"{person.operator_name} · {text(f'role.{person.role}')}"
        menu.addAction(words, lambda place=place: wanted(place))
    who.setMenu(menu)
    return who


def search_button(pressed: Callable[[], None]) -> QPushButton:
    """Give the place where one looks for anything."""
    shown = button(
        text("palette.button"), pressed, role="palette", shortcut="Ctrl+K", sign="search"
    )
    shown.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    shown.setMinimumWidth(shown.sizeHint().width())
    return shown
