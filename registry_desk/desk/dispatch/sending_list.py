"""What goes out, in four piles: to be sent, left today, proof awaited, settled."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.widgets.choice_list import Choice, ChoiceList
from registry_desk.desk.widgets.plain import key
from registry_desk.i18n import text
from registry_desk.wire import Sending

PILES = ("open", "today", "awaited", "settled")
_TONES = {"failed": "danger", "doubtful": "warn", "returned": "warn", "proven": "ok"}


class SendingList(ChoiceList):
    """The left column of the dispatch."""

    pile_wanted = Signal(str)

    def __init__(self, memory: MemorySlot) -> None:
        self.pile = QComboBox()
        super().__init__(
            (text("dispatch.column.what"), text("dispatch.column.how")),
            name=text("screen.dispatch"),
            above=(self.pile,),
            memory=memory,
        )
        self.pile.setAccessibleName(text("dispatch.pile"))
        for place, name in enumerate(PILES):
            words = text(f"dispatch.pile.{name}")
            self.pile.addItem(words, name)
            key(
                self,
                f"Alt+{place + 1}",
                words,
                lambda place=place: self.pile.setCurrentIndex(place),
            )
        self.pile.currentIndexChanged.connect(
            lambda _place: self.pile_wanted.emit(self.pile.currentData())
        )

    def show_sendings(self, sendings: Sequence[Sending], *, goes_on: bool = True) -> None:
        """Show a pile; what was chosen stays chosen.

        Args:
            sendings: from the top.
            goes_on: choose the first where what was chosen is gone.
        """
        nothing = text(f"dispatch.empty.{self.pile.currentData()}")
        if not self.show_choices(sendings, _choice, nothing=nothing) and sendings and goes_on:
            self.choose(0)
        else:
            self.looked_at.emit(self.chosen)


def _choice(one: Sending) -> Choice:
    return Choice((_head(one), _how(one)), _TONES.get(one.state, "muted"))


def _head(sending: Sending) -> str:
    return f"{sending.entry_number} · {sending.addressee or '—'}\n{sending.subject or '—'}"


def _how(sending: Sending) -> str:
    state = text(f"sending.{sending.state}")
    return f"{text(f'sending.by.{sending.how}')}\n{sending.number or state}"
