"""Right in the register: the entry chosen, and what can be done on it, one thing at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.register.adding import Adding
from registry_desk.desk.register.correcting import Correcting
from registry_desk.desk.register.giving_again import GivingAgain
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.entry_card import EntryCard
from registry_desk.desk.widgets.room import Yielding
from registry_desk.wire import Amended, Entry, Event

_CARD_LEAST_PX = 120


class EntrySide(QFrame):
    """Shows one entry; what is being done on it has the room of what else could be."""

    changed = Signal(object)
    """The :class:`Entry` as it stands now."""

    def __init__(self, parts: DeskParts, lanes: Lanes, *, banner: Banner, over: QWidget) -> None:
        """Show nothing yet.

        Args:
            parts: whose desk it is.
            lanes: of the window.
            banner: says what became of what is done.
            over: the screen, whose undo it is.
        """
        super().__init__()
        self.setProperty("role", "card")
        self.card = EntryCard(parts.counter.office)
        self.correcting = Correcting(
            parts, lanes, banner=banner, papers=self.card.papers, over=over
        )
        self.adding = Adding(parts, lanes, banner=banner)
        self.giving = GivingAgain(parts, lanes, banner=banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        read = Yielding(self.card, least_px=_CARD_LEAST_PX)
        column.addWidget(read)
        column.addWidget(self.correcting, 1)
        column.addWidget(self.adding)
        column.addWidget(self.giving)
        self.setMinimumWidth(320)
        self.correcting.form_shown.connect(lambda is_shown: read.setVisible(not is_shown))
        self.correcting.changed.connect(self.changed)
        self.adding.changed.connect(self.changed)
        self._give_room()

    def _give_room(self) -> None:
        correcting, adding, giving = self.correcting, self.adding, self.giving
        for below in (adding, giving):
            correcting.papers_shown.connect(below.make_room)
        for opened, other in ((adding, giving), (giving, adding)):
            opened.form_shown.connect(lambda is_shown: correcting.setVisible(not is_shown))
            opened.form_shown.connect(lambda is_shown, other=other: other.make_room(not is_shown))

    def show_entry(self, entry: Entry, history: list[Event], amendments: list[Amended]) -> None:
        """Show an entry with all that happened to it, and offer what can be done on it."""
        self.show()
        self.card.show_entry(entry, history, amendments)
        for part in (self.correcting, self.adding, self.giving):
            part.show_entry(entry)
