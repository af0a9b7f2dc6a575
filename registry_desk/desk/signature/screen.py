"""The screen on which a pile is signed: the pile left, the page in the middle, the act right."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.signature import lane_work
from registry_desk.desk.signature.pile_list import PileList
from registry_desk.desk.signature.sign_column import SignColumn
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.pin_dialog import PinDialog
from registry_desk.desk.widgets.plain import key
from registry_desk.desk.widgets.room import divided
from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey.answer import PinQuestion
from registry_desk.journey.looking import Looker
from registry_desk.journey.signing_pile import Outcome, ToSign


class SignatureScreen(QWidget):
    """Signs what an official prepared, all of it with one PIN."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._looker = Looker(parts.counter.tray, parts.counter.register, parts.counter.trust)
        self._stop = threading.Event()
        self._is_signing = False
        self.pin_dialog: PinDialog | None = None
        self.banner = Banner()
        self.list = PileList(parts.memory.slot("signature.columns"))
        self.paper = Paper(self._looker, lanes, self.banner.show_error)
        self.column = SignColumn(has_token=parts.token is not None)
        self._connect()
        self._lay_out()
        self.paper.say("")

    def _connect(self) -> None:
        self.list.looked_at.connect(self._look)
        self.list.marks_changed.connect(lambda: self.column.show_count(len(self.list.marked)))
        self.column.sign_wanted.connect(self.sign)
        self.column.all_wanted.connect(self.list.mark_all)
        self.column.cancel_wanted.connect(self._cancel)
        key(self, "F5", text("dispatch.refresh"), self.refresh)

    def _lay_out(self) -> None:
        columns = QSplitter(Qt.Orientation.Horizontal)
        for place, (widget, share) in enumerate(
            ((self.list, 1), (self.paper, 3), (self.column, 2))
        ):
            columns.addWidget(widget)
            columns.setStretchFactor(place, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            divided(columns, (360, 600, 340), self._parts.memory.slot("signature.room"))
        )
        self.banner.lie_over(self.paper)

    def refresh(self) -> None:
        """Read the pile again."""
        if not self._is_signing:
            self._lanes.run(
                "free",
                lambda: lane_work.waiting(self._parts, self._telling_read),
                done=self._show,
                failed=self._not_read,
            )

    def _telling_read(self, done: int, total: int) -> None:
        """Show how far reading the pile is; called in the lane."""
        self._lanes.post(lambda: self.list.tell_reading(done, total))

    def _not_read(self, error: RegistryDeskError) -> None:
        self.list.tell_not_read()
        self.banner.show_error(error)

    def _show(self, pile: list[ToSign]) -> None:
        if not self._is_signing:
            self.list.show_pile(pile)

    def _look(self, one: ToSign | None) -> None:
        self.column.show_reply(one, self.list.outcome_of(one))
        if one is None:
            self.paper.say(text("signature.empty"))
            return
        self.paper.show_file(
            lambda: self._looker.open_file(one.file), nothing="", wait=text("inbox.fetching")
        )

    def sign(self) -> None:
        """Sign what is marked; what fails is named and stays."""
        pile = self.list.marked
        if not pile or self._is_signing:
            return
        self._is_signing = True
        self._stop.clear()
        self.banner.hide()
        self.column.begin(len(pile))
        self._lanes.run(
            "token",
            lambda: lane_work.sign(
                self._parts,
                pile,
                self._pin,
                progress=self._telling("signature.so_far"),
                handed=self._telling("signature.handed_so_far"),
                told=lambda outcome: self._lanes.post(lambda: self._told(outcome)),
                cancelled=lambda: self._stop.is_set() or self._lanes.is_closing,
            ),
            done=self._signed,
            failed=self._failed,
        )

    def _telling(self, said: str) -> Callable[[int, int], None]:
        """Give what is called in the lane to show how far one part of the work is."""
        return lambda done, total: self._lanes.post(lambda: self.column.tell(said, done, total))

    def _told(self, outcome: Outcome) -> None:
        self.list.show_outcome(outcome)
        chosen = self.list.chosen
        if chosen is not None and chosen.reply.id == outcome.reply_id:
            self.column.show_reply(chosen, outcome)

    def _signed(self, outcomes: list[Outcome]) -> None:
        self._end()
        done = sum(outcome.error is None for outcome in outcomes)
        left = [outcome for outcome in outcomes if outcome.error is not None]
        said = plural("signature.done", done)
        self.banner.say(f"{said} {plural('signature.left', len(left))}" if left else said)
        self.changed.emit()

    def _failed(self, error: RegistryDeskError) -> None:
        self._end()
        if not isinstance(error, Cancelled):  # who gives no PIN knows it
            self.banner.show_error(error)
        self.changed.emit()

    def _end(self) -> None:
        self._is_signing = False
        self.column.end()

    def _cancel(self) -> None:
        self._stop.set()

    def _pin(self, question: PinQuestion) -> str | None:
        """Ask for the PIN; called in the token's lane, answered on the main thread."""

        def put(answer: Callable[[str | None], None]) -> None:
            self.pin_dialog = PinDialog(question, answer, self.window())
            self.pin_dialog.open()

        return self._lanes.ask(put)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
