"""The originals' screen: the list left, the letter in the middle, its custody right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.originals.custody_column import CustodyColumn
from registry_desk.desk.originals.original_list import OriginalList, findable
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import key
from registry_desk.desk.widgets.room import three_columns
from registry_desk.errors import RegistryDeskError, UnavailableError
from registry_desk.i18n import text
from registry_desk.journey import outgoing
from registry_desk.journey.looking import Looker
from registry_desk.wire import Entry, Original, OriginalMove
from registry_desk.wire.words import ask


@dataclass(frozen=True, slots=True)
class _Custody:
    entry: Entry
    moves: list[Original]


class OriginalsScreen(QWidget):
    """Where the papers are that stay on paper."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._register = parts.counter.register
        self._looker = Looker(parts.counter.tray, parts.counter.register, parts.counter.trust)
        self._custody: _Custody | None = None
        people = {account.username: account.name for account in parts.counter.office.accounts}
        self.banner = Banner()
        self._changes = OneByOne(lanes, self._not_moved)
        self._unanswered: tuple[_Custody, OriginalMove] | None = None
        """What was asked for, and how it stood before: it may have been done."""
        self._undone: tuple[UUID, OriginalMove] | None = None
        """The move that takes the last one back."""
        self.list = OriginalList(parts.memory.slot("originals.columns"))
        self.paper = Paper(self._looker, lanes, self.banner.show_error)
        self.column = CustodyColumn(people)
        self.list.looked_at.connect(self._look)
        self.list.number_given.connect(self._find)
        self.list.taken.connect(self.column.go_to_step)
        self.column.moved.connect(self._move)
        self.column.sheet_wanted.connect(self._open_sheet)
        key(self, "F5", text("dispatch.refresh"), self.refresh)
        key(
            self,
            "Ctrl+Z",
            text("originals.undo"),
            self._undo,
            when=lambda: self._undone is not None,
        )
        self._lay_out()
        self.paper.say(text("originals.choose"))

    def _lay_out(self) -> None:
        room = self._parts.memory.slot("originals.room")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(three_columns(self.list, self.paper, self.column, room))
        self.banner.lie_over(self.paper)

    def refresh(self) -> None:
        """Ask the register again where everything is."""
        self._show_list()

    def _show_list(self, wanted: str = "") -> None:
        self._run(
            "free",
            lambda: findable(self._register.originals()),
            lambda found: self.list.show_originals(found, wanted=wanted),
        )

    # ------------------------------------------------------------------ one original

    def _look(self, original: Original | None) -> None:
        if original is None:
            self._show(None)
            return
        is_shown = self._custody and self._custody.entry.id == original.entry_id
        self._read(original.entry_id, is_new=not is_shown)

    def _read(self, entry_id: UUID, *, is_new: bool) -> None:
        def read() -> _Custody:
            entry = self._register.entry_by_id(entry_id)
            return _Custody(entry, self._register.original_moves(entry_id))

        def show(custody: _Custody) -> None:
            chosen = self.list.chosen
            if chosen is None or chosen.entry_id == entry_id:
                typed = self.column.note.text()
                self._show(custody, is_new=is_new)
                self._find_out(custody, typed)

        self._run("look", read, show)

    def _find(self, number: str) -> None:
        """Look at the entry of a number whose original is not in the list yet."""

        def found(custody: _Custody) -> None:
            self._show(custody)
            self.column.go_to_step()

        def find() -> _Custody:
            entry = self._register.entry(number)
            return _Custody(entry, self._register.original_moves(entry.id))

        self._run("look", find, found)

    def _show(self, custody: _Custody | None, *, is_new: bool = True) -> None:
        self._custody = custody
        if custody is None:
            self.column.show_custody(None, ())
            self.paper.say(text("originals.choose"))
            return
        self.column.show_custody(custody.entry, custody.moves)
        if is_new:
            self.paper.show_file(
                lambda: self._looker.open_letter(custody.entry),
                nothing=text("inbox.no_paper"),
                wait=text("inbox.fetching"),
            )

    # ------------------------------------------------------------------ its moves

    def _move(self, act: str) -> None:
        custody, column = self._custody, self.column
        if custody is None:
            return
        is_lent = act == "handed_over"
        place, holder = column.place.text().strip(), column.holder.text().strip()
        back = column.back.date().toPython() if is_lent else None
        note = column.note.text().strip()
        said = f"{len(custody.moves)} {act} {place} {holder} {back} {note}"
        try:
            move = ask(
                OriginalMove,
                id=uuid5(custody.entry.id, said),  # sent again after a lost answer, it is one move
                act=act,
                place=place,
                holder=holder if is_lent else "",
                due_back_on=back,
                note=note,
            )
        except RegistryDeskError as error:
            self.banner.show_error(error)
            return

        def done(original: Original) -> None:
            self._unanswered = None
            self._undone = _way_back(custody, original)
            self._moved(original)

        if not self._changes.is_acting:
            self._unanswered = custody, move
        self._changes.do(lambda: self._register.move_original(custody.entry.id, move), done)

    def _not_moved(self, error: RegistryDeskError) -> None:
        if not isinstance(error, UnavailableError):
            self._unanswered = None
        self.banner.show_error(error)

    def _find_out(self, custody: _Custody, typed: str) -> None:
        """Say that a move whose answer was lost is done; its key pressed again does nothing.

        Args:
            custody: as the register tells it.
            typed: the note as it stood; what was typed since is not taken away.
        """
        before, move = self._unanswered or (custody, None)
        if move is None or before.entry.id != custody.entry.id:
            return
        last = custody.moves[-1] if len(custody.moves) > len(before.moves) else None
        if last and (last.act, last.place, last.holder) == (move.act, move.place, move.holder):
            self._unanswered = None
            self._undone = _way_back(before, last)
            if typed.strip() != move.note:
                self.column.note.setText(typed)
            self.column.rest()
            self._moved(last)

    def _undo(self) -> None:
        """Take the last move back with one that says so; both stay in the record."""
        if self._undone is None:
            return
        entry_id, move = self._undone

        def done(original: Original) -> None:
            self._undone = None
            self._moved(original)
            self.banner.say(text("originals.undone", number=original.number))

        self._changes.do(lambda: self._register.move_original(entry_id, move), done)

    def _moved(self, original: Original) -> None:
        self.list.filter.clear()
        self._show_list(original.number)
        self._read(original.entry_id, is_new=False)
        self.changed.emit()
        said = text(f"originals.done.{original.act}", number=original.number)
        if original.act == "handed_over":
            hint = text("originals.undo.hint") if self._undone else ""
            self.banner.say(
                said, hint, action=text("dispatch.sheet"), act=lambda: self._draw_sheet(original)
            )
        elif self._undone:
            self.banner.say(said, action=text("originals.undo"), act=self._undo)
        else:
            self.banner.say(said)

    def _open_sheet(self) -> None:
        if self._custody and self._custody.moves:
            self._draw_sheet(self._custody.moves[-1])

    def _draw_sheet(self, original: Original) -> None:
        counter = self._parts.counter
        self._run(
            "free",
            lambda: outgoing.sheet_for_original(
                counter.tray,
                original,
                institution=counter.office.institution,
                by=self._parts.operator_name,
            ),
            _open,
        )

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()


def _way_back(before: _Custody, made: Original) -> tuple[UUID, OriginalMove] | None:
    """Give the move that puts an original back where it was; None where it was nowhere."""
    if not before.moves:
        return None
    last = before.moves[-1]
    act = "returned" if made.act == "handed_over" else last.act
    move = ask(
        OriginalMove,
        id=uuid5(before.entry.id, f"back {len(before.moves)} {made.act}"),
        act=act,
        place=last.place,
        holder=last.holder if act == "handed_over" else "",
        due_back_on=last.due_back_on if act == "handed_over" else None,
        note=text("originals.undo.note"),
    )
    return before.entry.id, move


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
