"""The screen of what goes out: the pile left, the paper in the middle, what is done right."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.dispatch.brought import Brought
from registry_desk.desk.dispatch.posting import Posting, show_file
from registry_desk.desk.dispatch.sending_column import SendingColumn
from registry_desk.desk.dispatch.sending_list import SendingList
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import key
from registry_desk.desk.widgets.room import three_columns
from registry_desk.errors import RegistryDeskError, UnavailableError
from registry_desk.i18n import text
from registry_desk.journey import outgoing
from registry_desk.journey.looking import Looker
from registry_desk.journey.outgoing import route_of
from registry_desk.wire import Leaving, Route, Sending
from registry_desk.wire.words import ask


class DispatchScreen(QWidget):
    """Where everything leaves the house."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        counter = parts.counter
        self._tray, self._register = counter.tray, counter.register
        self._looker = Looker(counter.tray, counter.register, counter.trust)
        self._looked_at: UUID | None = None
        self._doubted: Sending | None = None
        """What was changed without an answer: the register may have done it."""
        self._back: Callable[[], None] | None = None
        """Takes the last change back."""
        self.banner = Banner()
        self._changes = OneByOne(lanes, self._not_done)
        self.posting = Posting(counter, lanes, self._changes, self.banner, self._after)
        self.brought = Brought(parts, lanes, self.banner, self)
        self.list = SendingList(parts.memory.slot("dispatch.columns"))
        self.paper = Paper(self._looker, lanes, self.banner.show_error)
        self.column = SendingColumn()
        self._connect()
        self._lay_out()
        self.paper.say(text("dispatch.choose"))

    def _connect(self) -> None:
        self.list.pile_wanted.connect(lambda _pile: self.refresh())
        self.list.looked_at.connect(self._look)
        self.list.taken.connect(self.column.go_to_step)
        self.column.acted.connect(self._act)
        self.column.route_changed.connect(self._keep_route)
        self.column.sheet_wanted.connect(self._open_sheet)
        self.column.scan_wanted.connect(lambda: self.brought.scan(self.list.chosen))
        self.column.file_wanted.connect(lambda: self.brought.choose(self.list.chosen))
        self.brought.came.connect(self._take_brought)
        key(self, "F5", text("dispatch.refresh"), self.refresh)
        key(self, "Ctrl+Z", text("dispatch.undo"), self._undo, when=lambda: bool(self._back))

    def _lay_out(self) -> None:
        room = self._parts.memory.slot("dispatch.room")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(three_columns(self.list, self.paper, self.column, room))
        self.banner.lie_over(self.paper)

    # ------------------------------------------------------------------ the pile

    def refresh(self) -> None:
        """Ask the register for the pile again."""
        pile = self.list.pile.currentData()

        def show(sendings: list[Sending]) -> None:
            if pile == self.list.pile.currentData():
                self._show(sendings)

        self._run("free", lambda: self._register.sendings(pile), show)

    def _show(self, sendings: list[Sending]) -> None:
        """Show the pile; a key pressed again after a lost answer must not do the next letter."""
        doubted, self._doubted = self._doubted, None
        is_done = doubted is not None and doubted.id not in {one.id for one in sendings}
        self.list.show_sendings(sendings, goes_on=not is_done)
        if doubted is not None and is_done and not self.posting.is_unanswered:
            self.banner.say(text("dispatch.done_unanswered", number=doubted.entry_number))

    def _look(self, sending: Sending | None) -> None:
        self.column.show_sending(sending, len(self._for_post()))
        if sending is None:
            self._looked_at = None
            self.paper.say(text("dispatch.choose" if self.list.shown else "dispatch.nothing"))
            return
        if sending.id == self._looked_at:
            return
        self._looked_at = sending.id
        self.paper.show_file(
            lambda: outgoing.look(self._looker, self._register, sending),
            nothing="",
            wait=text("inbox.fetching"),
        )

    def _for_post(self) -> list[Sending]:
        """Give the letters that leave with the next list."""
        if self.list.pile.currentData() != "open":
            return []
        return [s for s in self.list.shown if s.how == "post" and s.state in ("waiting", "failed")]

    # ------------------------------------------------------------------ what is done

    def _keep_route(self) -> None:
        before = self.list.chosen

        if before is None:
            return

        def kept(_sending: Sending) -> None:
            self._after(
                text("dispatch.kept"),
                action=text("dispatch.undo"),
                act=self._undo,
                back=lambda: self._redirect_back(before),
            )

        self._with_route(kept)

    def _undo(self) -> None:
        if self._back is not None:
            self._back()

    def _redirect_back(self, before: Sending) -> None:
        """Have a sending whose way was changed go as it was to go before."""
        route, said = route_of(before), text("dispatch.undone", number=before.entry_number)
        self._changes.do(
            lambda: self._register.redirect_sending(before.id, route),
            lambda _sending: self._after(said),
        )

    def _with_route(self, then: Callable[[Sending], None]) -> None:
        """Do something with the sending shown, as its form says; what was changed is kept first."""
        sending, form = self.list.chosen, self.column.route
        if sending is None or self._changes.is_acting:
            return
        if not form.is_other_than(sending):
            then(sending)
            return
        try:
            route: Route = form.route()
        except RegistryDeskError as error:
            self.banner.show_error(error)
            return
        chosen = sending.id
        self._changes.do(lambda: self._register.redirect_sending(chosen, route), then)

    def _act(self, act: str) -> None:
        if act == "list":
            self._with_route(lambda _sending: self.posting.make())
        elif act in ("mail", "hand"):
            self._with_route(self._send_off)
        elif act == "again":
            self._again()
        elif act == "certain":
            self._leave(Leaving(is_certain=True), text("dispatch.done.certain"))
        else:
            self._settle(act)

    def _send_off(self, sending: Sending) -> None:
        if sending.how == "email":
            said = text("dispatch.done.mail", address=sending.address)
            self._leave(Leaving(), said)
            return
        try:
            leaving = ask(Leaving, handed_to=self.column.words)
        except RegistryDeskError as error:
            self.banner.show_error(error)
            return
        self._leave(leaving, text("dispatch.done.hand", name=self.column.words))

    def _leave(self, leaving: Leaving, said: str) -> None:
        sending = self.list.chosen
        if sending is not None:
            chosen = sending.id
            self._changes.do(
                lambda: self._register.send_off(chosen, leaving), lambda _left: self._after(said)
            )

    def _settle(self, state: str) -> None:
        sending, paper, reason = self.list.chosen, self.column.scan, self.column.words
        if sending is None:
            return
        why = reason if state == "returned" else ""

        def settled(now: Sending) -> None:
            said = text(f"dispatch.done.{state}")
            if state == "proven":
                self._after(said)
                return
            again = text("dispatch.act.again")
            self._after(said, action=again, act=lambda: self._send_again(now, route_of(now)))

        self._changes.do(
            lambda: outgoing.settle(self._register, sending, state, reason=why, paper=paper),
            settled,
        )

    def _again(self) -> None:
        """Send what came back once more, the way the form says."""
        sending = self.list.chosen
        if sending is None:
            return
        try:
            self._send_again(sending, self.column.route.route())
        except RegistryDeskError as error:
            self.banner.show_error(error)

    def _send_again(self, sending: Sending, route: Route) -> None:
        order = outgoing.again(sending, route)
        self._changes.do(
            lambda: self._register.send_again(sending.id, order),
            lambda _sending: self._after(text("dispatch.done.again", number=sending.entry_number)),
        )

    def _after(
        self,
        said: str,
        hint: str = "",
        *,
        action: str = "",
        act: Callable[[], None] | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        self._back = back
        self.banner.say(said, hint, action=action, act=act)
        self.refresh()
        self.changed.emit()

    # ------------------------------------------------------------------ papers

    def _open_sheet(self) -> None:
        sending = self.list.chosen
        if sending is None:
            return
        if sending.list_number:
            self.posting.open(sending.list_number)
            return
        named = sending.model_copy(update={"handed_to": sending.handed_to or self.column.words})
        institution = self._parts.counter.office.institution
        self._run(
            "free",
            lambda: outgoing.sheet_for_sending(
                self._tray, named, institution=institution, by=self._parts.operator_name
            ),
            show_file,
        )

    def _take_brought(self, about: UUID, file: Path) -> None:
        """Show what came back of the sending shown, to be looked at before it is noted."""
        sending = self.list.chosen
        if sending is not None and sending.id == about:
            self.column.take_scan(file)
            self.paper.show_file(
                lambda: self._looker.open_file(file), nothing="", wait=text("inbox.fetching")
            )

    # ------------------------------------------------------------------ lanes

    def _not_done(self, error: RegistryDeskError) -> None:
        self._doubted = self.list.chosen if isinstance(error, UnavailableError) else None
        if self.posting.is_unanswered:
            again = text("dispatch.list_again")
            self.banner.show_error(error, action=again, act=self.posting.make)
        else:
            self.banner.show_error(error)
        self.refresh()

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
