"""The screen of what goes out: the pile left, the paper in the middle, what is done right."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.dispatch.route_form import route_of
from registry_desk.desk.dispatch.sending_column import SendingColumn
from registry_desk.desk.dispatch.sending_list import SendingList
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import key
from registry_desk.desk.widgets.room import three_columns
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey import outgoing
from registry_desk.journey.looking import Looker
from registry_desk.journey.outgoing import Listed
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
        self._before: Sending | None = None
        """The sending whose way was changed last, as it was."""
        self.banner = Banner()
        self._changes = OneByOne(lanes, self._not_done)
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
        self.column.scan_wanted.connect(self._choose_scan)
        key(self, "F5", text("dispatch.refresh"), self.refresh)
        key(
            self, "Ctrl+Z", text("dispatch.undo"), self._undo, when=lambda: self._before is not None
        )

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
                self.list.show_sendings(sendings)

        self._run("free", lambda: self._register.sendings(pile), show)

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

        def kept(_sending: Sending) -> None:
            self._before = before
            self._after(text("dispatch.kept"), action=text("dispatch.undo"), act=self._undo)

        self._with_route(kept)

    def _undo(self) -> None:
        """Have the last sending whose way was changed go as it was to go before."""
        before = self._before
        if before is None:
            return

        def done(_sending: Sending) -> None:
            self._before = None
            self._after(text("dispatch.undone", number=before.entry_number))

        route = route_of(before)
        self._changes.do(lambda: self._register.redirect_sending(before.id, route), done)

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
            self._with_route(lambda _sending: self._list())
        elif act in ("mail", "hand"):
            self._with_route(self._send_off)
        elif act == "again":
            self._again()
        elif act == "certain":
            self._leave(Leaving(is_certain=True), text("dispatch.done.certain"))
        else:
            self._settle(act)

    def _list(self) -> None:
        """List every letter that waits for the post, as the register has them now."""

        def make() -> Listed | None:
            waiting = [
                sending
                for sending in self._register.sendings("open")
                if sending.how == "post" and sending.state in ("waiting", "failed")
            ]
            if not waiting:
                return None
            return outgoing.list_for_post(self._tray, self._register, waiting)

        self._changes.do(make, self._listed)

    def _listed(self, listed: Listed | None) -> None:
        if listed is None:
            self._after(text("dispatch.nothing"))
            return
        self._after(
            plural("dispatch.done.list", listed.made.item_count, number=listed.made.number),
            action=text("dispatch.print_list"),
            act=lambda: _open(listed.file),
        )

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

    def _after(self, said: str, *, action: str = "", act: Callable[[], None] | None = None) -> None:
        self.banner.say(said, action=action, act=act)
        self.refresh()
        self.changed.emit()

    # ------------------------------------------------------------------ papers

    def _open_sheet(self) -> None:
        sending = self.list.chosen
        if sending is None:
            return
        named = sending.model_copy(update={"handed_to": sending.handed_to or self.column.words})
        institution = self._parts.counter.office.institution
        self._run(
            "free",
            lambda: outgoing.sheet_for_sending(
                self._tray, named, institution=institution, by=self._parts.operator_name
            ),
            _open,
        )

    def _choose_scan(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, text("dispatch.scan"), "", "PDF (*.pdf)"
        )
        if chosen:
            self.column.take_scan(Path(chosen))
            self.column.scan_name.show()

    # ------------------------------------------------------------------ lanes

    def _not_done(self, error: RegistryDeskError) -> None:
        self.banner.show_error(error)
        self.refresh()

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
