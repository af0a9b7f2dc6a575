"""The pile to sign: what is taken for signing, and what became of each."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_desk.desk.memory import MemorySlot
from registry_desk.desk.widgets.plain import label
from registry_desk.desk.widgets.table import Table
from registry_desk.i18n import text
from registry_desk.journey.signing_pile import Outcome, ToSign

_MARK = Qt.ItemDataRole.CheckStateRole
_TONES = {"approved": "ok", "refused": "danger", "waiting": "warn", "needed": "warn"}


class PileList(QWidget):
    """The left column: a mark before each reply says whether it is taken for signing."""

    looked_at = Signal(object)
    """The reply chosen, or None."""
    marks_changed = Signal()

    def __init__(self, memory: MemorySlot) -> None:
        super().__init__()
        self._shown: list[ToSign] = []
        self._done: dict[UUID, Outcome] = {}
        self.table = _Markable(
            [text("signature.column.what"), text("signature.column.state")],
            name=text("screen.signature"),
            stretch=(0,),
            memory=memory,
        )
        self.table.verticalHeader().setDefaultSectionSize(60)
        self.empty = label(text("signature.reading"), "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 16, 16, 16)
        self.table.row_changed.connect(lambda _row: self.looked_at.emit(self.chosen))
        self.table.rows.marked.connect(self.marks_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.setMinimumWidth(320)

    @property
    def shown(self) -> list[ToSign]:
        """Give the pile as it is shown."""
        return list(self._shown)

    @property
    def chosen(self) -> ToSign | None:
        """Give the reply that is looked at."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def marked(self) -> list[ToSign]:
        """Give what is taken for signing, in order."""
        return [one for row, one in enumerate(self._shown) if self.table.is_marked(row)]

    def show_pile(self, pile: Sequence[ToSign]) -> None:
        """Show the pile; what may be signed is taken, unless the mark was taken off before."""
        left_out = {
            one.reply.id
            for row, one in enumerate(self._shown)
            if one.is_ready and not self.table.is_marked(row)
        } - set(self._done)
        looked_at = self.chosen.reply.id if self.chosen else None
        self._shown, self._done = list(pile), {}
        ids = [one.reply.id for one in self._shown]
        chosen = ids.index(looked_at) if looked_at in ids else (0 if ids else -1)
        self.table.show_rows([(_head(one), _state(one)) for one in self._shown], chosen=chosen)
        for row, one in enumerate(self._shown):
            self.table.set_mark(row, one.is_ready and one.reply.id not in left_out)
            self.table.set_markable(row, is_markable=one.is_ready)
            self.table.colour(row, 1, _TONES.get(one.approval, "muted"))
        self.table.setVisible(bool(ids))
        self.empty.setText(text("signature.empty"))
        self.empty.setVisible(not ids)
        self.looked_at.emit(self.chosen)
        self.marks_changed.emit()

    def tell_reading(self, done: int, total: int) -> None:
        """Say how far reading the pile is, where nothing of it is shown yet."""
        self.empty.setText(text("signature.read_so_far", done=done, total=total))

    def tell_not_read(self) -> None:
        """Say nothing of a pile that could not be read: whether it is empty is not known."""
        self.empty.setText("")

    def show_outcome(self, outcome: Outcome) -> None:
        """Say what became of one reply, in its row."""
        row = next((n for n, o in enumerate(self._shown) if o.reply.id == outcome.reply_id), None)
        if row is None:
            return
        self._done[outcome.reply_id] = outcome
        error = outcome.error
        state, tone = _became(outcome)
        why = f"{error.message}\n{error.next_step}" if error else ""
        self.table.write(row, 1, text(f"signature.state.{state}"), why)
        self.table.colour(row, 1, tone)
        self.table.set_mark(row, error is not None)
        self.table.set_markable(row, is_markable=error is not None)
        self.marks_changed.emit()

    def outcome_of(self, one: ToSign | None) -> Outcome | None:
        """Give what became of a reply since the pile was read."""
        return self._done.get(one.reply.id) if one else None

    def mark_all(self) -> None:
        """Take all that may be signed; where all are taken, none."""
        free = [row for row, _one in enumerate(self._shown) if self.table.is_markable(row)]
        is_all = all(self.table.is_marked(row) for row in free)
        for row in free:
            self.table.set_mark(row, not is_all)
        self.marks_changed.emit()


class _Markable(Table):
    """A table whose first cells carry a mark, set with a click or the space bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the chosen row's mark on the space bar."""
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Space and row >= 0 and self.is_markable(row):
            self.set_mark(row, not self.is_marked(row))
            self.rows.marked.emit()
            return
        super().keyPressEvent(event)

    def is_marked(self, row: int) -> bool:
        return self.rows.is_marked(row)

    def is_markable(self, row: int) -> bool:
        return self.rows.is_markable(row)

    def set_mark(self, row: int, is_marked: bool) -> None:
        state = Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked
        self.rows.tell(row, 0, {_MARK: state})

    def set_markable(self, row: int, *, is_markable: bool) -> None:
        self.rows.be_markable(row, is_markable=is_markable)


def _became(outcome: Outcome) -> tuple[str, str]:
    """Give the state of a reply that was signed, or was to be, and its tone."""
    if outcome.error is None:
        return "done", "ok"
    return ("signed", "warn") if outcome.is_signed else ("failed", "danger")


def _head(one: ToSign) -> str:
    addressee = one.entry.sender_name or "—"
    return f"{one.entry.number} · {addressee}\n{one.entry.subject or '—'}"


def _state(one: ToSign) -> str:
    if one.is_signed:
        return text("signature.state.signed")
    return text(f"signature.state.{one.approval}")
