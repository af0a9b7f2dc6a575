"""The clerk's hand on the pile: split, join, move, set aside, with undo and redo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.pile_shown import PileShown, is_open
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.errors import RegistryDeskError
from registry_desk.journey.arranging import Arrangement, arrangement_of
from registry_desk.journey.records import Batch

if TYPE_CHECKING:
    from registry_desk.journey.boundaries import DoubtfulPlace

lane_work = Late("registry_desk.desk.counter.lane_work")


@dataclass(frozen=True, slots=True)
class Turn:
    """A page was turned by hand."""

    page: int
    clockwise_deg: int


Step = Arrangement | Turn
"""What one change is taken back with: how the pile lay, or the turn the other way."""


class Arranger(QObject):
    """Changes how a batch falls into documents and lies, one change at a time."""

    settling = Signal()
    """A change is about to be taken back: what the hand is still at is to be done first."""
    arranged = Signal(object)
    """The :class:`PileShown` after a change."""
    failed = Signal(object)
    """The error of a change that was not made."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._batch: Batch | None = None
        self._now: Arrangement | None = None
        self._undone: list[Step] = []
        self._done: list[Step] = []
        self._decided: set[int] = set()
        self._is_busy = False
        self._waiting: list[Callable[[], None]] = []

    @property
    def can_undo(self) -> bool:
        """Tell whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Tell whether there is a change to make again."""
        return bool(self._undone)

    def look_at(self, pile: PileShown) -> None:
        """Take the pile that is shown; another batch begins without changes."""
        if self._batch is None or self._batch.id != pile.batch.id:
            self._done, self._undone, self._decided = [], [], set()
        self._batch = pile.batch
        self._now = arrangement_of([document for document, _pages in pile.documents], pile.pages)

    def open_doubts(self, pile: PileShown) -> "list[DoubtfulPlace]":
        """Give the doubtful boundaries that nobody decided yet, in documents still open."""
        registered = {
            page.number
            for document, pages in pile.documents
            if not is_open(document)
            for page in pages
        }
        settled = self._decided | registered
        return [doubt for doubt in pile.doubts if doubt.page not in settled]

    def change(
        self, make: Callable[[Arrangement], Arrangement], *, decides: int | None = None
    ) -> None:
        """Make a change.

        Args:
            make: gives the new arrangement from the old one.
            decides: the page whose doubtful boundary the clerk thereby decides.
        """
        if self._is_busy:
            self._waiting.append(lambda: self.change(make, decides=decides))
        if self._now is None or self._is_busy:
            return
        if decides is not None:
            self._decided.add(decides)
        wanted = make(self._now)
        if wanted != self._now:
            self._write(wanted, self._done, forget_undone=True)

    def turn(self, page: int, clockwise_deg: int) -> None:
        """Turn a page for good; it is read again that way up."""
        if self._is_busy:
            self._waiting.append(lambda: self.turn(page, clockwise_deg))
        else:
            self._write(Turn(page, clockwise_deg), self._done, forget_undone=True)

    def undo(self) -> None:
        """Take the last change back."""
        self.settling.emit()
        if self._is_busy:
            self._waiting.append(self.undo)
        elif self._done:
            self._write(self._done.pop(), self._undone)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._is_busy:
            self._waiting.append(self.redo)
        elif self._undone:
            self._write(self._undone.pop(), self._done)

    def _write(self, wanted: Step, kept_in: list[Step], *, forget_undone: bool = False) -> None:
        batch = self._batch
        if batch is None:
            return
        self._is_busy = True

        def work() -> tuple[Step, PileShown]:
            if isinstance(wanted, Turn):
                pile = lane_work.turn(self._parts, batch, wanted.page, wanted.clockwise_deg)
                return Turn(wanted.page, -wanted.clockwise_deg), pile
            before: tuple[Step, PileShown] = lane_work.rearrange(self._parts, batch, wanted)
            return before

        def done(answer: tuple[Step, PileShown]) -> None:
            before, pile = answer
            self._is_busy = False
            if forget_undone:
                self._undone.clear()
            kept_in.append(before)
            self.look_at(pile)
            self.arranged.emit(pile)
            self._go_on()

        def failed(error: RegistryDeskError) -> None:
            self._is_busy = False
            self._waiting.clear()
            self.failed.emit(error)

        lane = "free" if isinstance(wanted, Turn) else "look"  # reading holds no looking up
        self._lanes.run(lane, work, done=done, failed=failed)

    def _go_on(self) -> None:
        """Do the next change that was asked for meanwhile; a quick hand loses no key."""
        if self._waiting:
            self._waiting.pop(0)()
            if not self._is_busy:
                self._go_on()
