"""A letter of the register beside the one on the counter: are they the same?"""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from registry_desk.desk.background import Lanes
from registry_desk.desk.moments import day
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import button, label
from registry_desk.i18n import text
from registry_desk.journey.looking import Looker
from registry_desk.wire import Entry


class Beside(QFrame):
    """Shows one entry's letter; goes with Escape or the next document."""

    def __init__(self, parts: DeskParts, lanes: Lanes, banner: Banner) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._looker = Looker(parts.counter.tray, parts.counter.register)
        self._lanes = lanes
        self.title = label("", "title")
        self.told = label("", "muted")
        self.told.setWordWrap(True)
        self.paper = Paper(self._looker, lanes, banner.show_error)
        close = button(text("counter.compare_close"), self.hide, shortcut="Shift+Esc")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.addLayout(head)
        column.addWidget(self.told)
        column.addWidget(self.paper, 1)
        self.hide()

    def show_entry(self, entry: Entry) -> None:
        """Show an entry with its letter."""
        self.title.setText(text("entry_card.number", number=entry.number))
        said = (day(entry.registered_at), entry.sender_name, entry.subject)
        self.told.setText(" · ".join(part for part in said if part))
        self.show()
        self.paper.show_file(
            lambda: self._looker.open_letter(entry),
            nothing=text("inbox.no_paper"),
            wait=text("inbox.fetching"),
        )

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
