"""A letter of the register beside the one on the counter: are they the same?"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import day
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.desk.widgets.paper import Paper
    from registry_desk.journey.looking import Looker
    from registry_desk.wire import Entry


class Beside(QFrame):
    """Shows one entry's letter; goes with Escape or the next document."""

    def __init__(self, parts: DeskParts, lanes: Lanes, banner: Banner) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._parts, self._lanes, self._banner = parts, lanes, banner
        self._looker: Looker | None = None
        self.paper: Paper | None = None
        """Made when the first letter is shown."""
        self.title = label("", "title")
        self.told = label("", "muted")
        self.told.setWordWrap(True)
        close = button(text("counter.compare_close"), self.hide, shortcut="Shift+Esc")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.addLayout(head)
        column.addWidget(self.told)
        self._column = column
        self.hide()

    def _made(self) -> "tuple[Looker, Paper]":
        if self._looker is None or self.paper is None:
            from registry_desk.desk.widgets.paper import Paper
            from registry_desk.journey.looking import Looker

            counter = self._parts.counter
            self._looker = Looker(counter.tray, counter.register, counter.trust)
            self.paper = Paper(self._looker, self._lanes, self._banner.show_error, has_keys=False)
            self._column.addWidget(self.paper, 1)
        return self._looker, self.paper

    def show_entry(self, entry: "Entry") -> None:
        """Show an entry with its letter."""
        self.title.setText(text("entry_card.number", number=entry.number))
        said = (day(entry.registered_at), entry.sender_name, entry.subject)
        self.told.setText(" · ".join(part for part in said if part))
        looker, paper = self._made()
        self.show()
        paper.show_file(
            lambda: looker.open_letter(entry),
            nothing=text("inbox.no_paper"),
            wait=text("inbox.fetching"),
        )

    def close_parts(self) -> None:
        """End the process that opens files."""
        if self._looker is not None:
            self._looker.close()
