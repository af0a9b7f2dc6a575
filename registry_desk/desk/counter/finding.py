"""Words found on the pages: typed into one line, lit on the paper, walked with Enter."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from registry_desk.desk.commands import folded
from registry_desk.desk.widgets.plain import key, label
from registry_desk.i18n import plural, text
from registry_desk.model.page import Box, Word

_LINE_PX = 200
Pages = Sequence[tuple[int, Sequence[Word]]]


class FindLine(QWidget):
    """The line in the page's bar; nothing appears or goes when somebody looks for a word."""

    page_wanted = Signal(int)
    """The page of the found word that one is at."""
    lit = Signal(list, int)
    """The boxes on the page shown, and which of them one is at."""

    def __init__(self, screen: QWidget) -> None:
        super().__init__()
        self.source: Callable[[], Pages] = list
        """Gives the pages to look in."""
        self._found: list[tuple[int, Box]] = []
        self._at = -1
        self.line = QLineEdit()
        self.line.setPlaceholderText(text("page.find"))
        self.line.setAccessibleName(text("page.find"))
        self.line.setToolTip(f"{text('page.find')} (Ctrl+F)")
        self.line.setClearButtonEnabled(True)
        self.line.setFixedWidth(_LINE_PX)
        self.said = label("", "muted")
        self.said.setMinimumWidth(self.said.fontMetrics().horizontalAdvance("88 / 888"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self.said)
        self.line.textChanged.connect(self._find)
        self.line.installEventFilter(self)
        key(screen, "Ctrl+F", text("page.find"), self._begin)
        key(screen, "F3", text("page.find_next"), lambda: self._step(1))

    def look_at(self, page: int) -> None:
        """Light what was found on the page that is shown now."""
        here = [box for number, box in self._found if number == page]
        at = self._found[self._at] if 0 <= self._at < len(self._found) else None
        current = here.index(at[1]) if at and at[0] == page else -1
        self.lit.emit(here, current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk with Enter, leave with Escape."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._step(-1 if is_back else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.line.clear()
                return True
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        self.line.setFocus()
        self.line.selectAll()

    def _find(self, typed: str) -> None:
        wanted = folded(typed).split()
        self._found = list(found_in(self.source(), wanted)) if wanted else []
        self._at = 0 if self._found else -1
        self._show(is_typed=bool(wanted))

    def _step(self, by: int) -> None:
        if self._found:
            self._at = (self._at + by) % len(self._found)
            self._show(is_typed=True)

    def _show(self, *, is_typed: bool) -> None:
        if not self._found:
            self.said.setText(plural("page.found", 0) if is_typed else "")
            self.lit.emit([], -1)
            return
        self.said.setText(f"{self._at + 1} / {len(self._found)}")
        self.page_wanted.emit(self._found[self._at][0])


def found_in(pages: Pages, wanted: Sequence[str]) -> list[tuple[int, Box]]:
    """Give the places where words follow each other, with or without diacritics.

    Args:
        pages: number and words of each.
        wanted: folded words, or beginnings and middles of words.
    """
    found = []
    for number, words in pages:
        read = [folded(word.text) for word in words]
        for place in range(len(read) - len(wanted) + 1):
            if all(part in read[place + n] for n, part in enumerate(wanted)):
                box = words[place].box
                for word in words[place + 1 : place + len(wanted)]:
                    box = box.union(word.box) if word.line == words[place].line else box
                found.append((number, box))
    return found
