"""What goes out, in four piles: to be sent, left today, proof awaited, settled."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from registry_desk.desk.widgets.plain import key, label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import text
from registry_desk.wire import Sending

PILES = ("open", "today", "awaited", "settled")
_TONES = {"failed": "danger", "doubtful": "warn", "returned": "warn", "proven": "ok"}


class SendingList(QWidget):
    """The left column of the dispatch."""

    pile_wanted = Signal(str)
    looked_at = Signal(object)
    """The sending chosen, or None."""
    taken = Signal()
    """Enter was pressed on it."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Sending] = []
        self.pile = QComboBox()
        self.pile.setAccessibleName(text("dispatch.pile"))
        for place, name in enumerate(PILES, start=1):
            words = text(f"dispatch.pile.{name}")
            self.pile.addItem(words, name)
            key(
                self,
                f"Alt+{place}",
                words,
                lambda place=place: self.pile.setCurrentIndex(place - 1),
            )
        self.table = Table(
            [text("dispatch.column.what"), text("dispatch.column.how")],
            name=text("screen.dispatch"),
            stretch=(0,),
        )
        self.table.verticalHeader().setDefaultSectionSize(60)
        self.empty = label("", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.pile.currentIndexChanged.connect(
            lambda _place: self.pile_wanted.emit(self.pile.currentData())
        )
        self.table.currentCellChanged.connect(lambda *_cells: self.looked_at.emit(self.chosen))
        self.table.taken.connect(lambda _row: self.taken.emit())
        self._lay_out()

    def _lay_out(self) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(8, 8, 8, 8)
        above.addWidget(self.pile)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(280)

    @property
    def chosen(self) -> Sending | None:
        """Give what is chosen."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def shown(self) -> list[Sending]:
        """Give the pile as it is shown."""
        return list(self._shown)

    def show_sendings(self, sendings: Sequence[Sending]) -> None:
        """Show a pile; what was chosen stays chosen, else the first is."""
        chosen = self.chosen
        self._shown = list(sendings)
        ids = [sending.id for sending in self._shown]
        kept = ids.index(chosen.id) if chosen and chosen.id in ids else -1
        rows = [(_head(sending), _how(sending)) for sending in self._shown]
        self.table.show_rows(rows, chosen=kept)
        for row, sending in enumerate(self._shown):
            self.table.colour(row, 1, _TONES.get(sending.state, "muted"))
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(text(f"dispatch.empty.{self.pile.currentData()}"))
        if kept < 0 and rows:
            self.choose(0)
        else:
            self.looked_at.emit(self.chosen)

    def choose(self, row: int) -> None:
        """Choose a sending by its place in the pile."""
        if 0 <= row < len(self._shown):
            self.table.setCurrentCell(row, 0)
            self.table.setFocus()


def _head(sending: Sending) -> str:
    return f"{sending.entry_number} · {sending.addressee or '—'}\n{sending.subject or '—'}"


def _how(sending: Sending) -> str:
    state = text(f"sending.{sending.state}")
    return f"{text(f'dispatch.{sending.how}')}\n{sending.number or state}"
