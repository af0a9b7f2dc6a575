"""Answering from the inbox: drafts kept, the page prepared, signed, handed to the dispatch."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.inbox.opened import Opened
from registry_desk.desk.inbox.reply_editor import ReplyEditor
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.pin_dialog import PinDialog
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.looking import Looked, Looker

if TYPE_CHECKING:
    from registry_desk.journey.answer import PinQuestion
    from registry_desk.wire import Sending

lane_work = Late("registry_desk.desk.inbox.lane_work")


class Answering(QObject):
    """Takes one reply from its first word to the dispatch."""

    handed_over = Signal(object)
    """The sending that waits at the dispatch."""
    failed = Signal(object)
    sending_changed = Signal(bool)
    """A reply is being signed and brought to the register, or no longer."""

    def __init__(
        self, parts: DeskParts, lanes: Lanes, *, editor: ReplyEditor, paper: Paper, looker: Looker
    ) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._editor, self._paper, self._looker = editor, paper, looker
        self._opened: Opened | None = None
        self.pin_dialog: PinDialog | None = None
        editor.prepare_wanted.connect(self._prepare)
        editor.send_wanted.connect(self.send)
        editor.draft_changed.connect(self._keep_draft)

    def begin(self, opened: Opened | None) -> None:
        """Answer this from now on."""
        self._opened = opened

    def _keep_draft(self) -> None:
        opened, editor = self._opened, self._editor
        if opened is None or opened.row.task is None:
            return
        draft = editor.draft
        self._lanes.run(
            "free",
            lambda: lane_work.keep_draft(self._parts, opened, draft),
            done=lambda _kept: None,
            failed=self.failed.emit,
        )

    def keep_now(self) -> None:
        """Keep what was typed last without a lane; the window closes and lanes take no more."""
        opened, editor = self._opened, self._editor
        if opened is not None and opened.row.task is not None and editor.has_unkept:
            lane_work.keep_draft(self._parts, opened, editor.draft)

    def _prepare(self) -> None:
        opened, editor = self._opened, self._editor
        if opened is None:
            return
        draft, handing = editor.draft, editor.handing

        def find() -> Looked:
            file: Path = lane_work.prepare(self._parts, opened, draft, handing)
            looked = self._looker.open_file(file)
            self._lanes.post(editor.prepared)
            return looked

        self._paper.show_file(find, nothing="", wait=text("reply_editor.preparing"))

    def send(self) -> None:
        """Sign the prepared page and hand it over; after a fault it goes on from there."""
        opened, handing = self._opened, self._editor.handing
        if opened is None:
            return
        self._set_sending(True)

        def done(sending: "Sending") -> None:
            self._set_sending(False)
            self.handed_over.emit(sending)

        def failed(error: RegistryDeskError) -> None:
            self._set_sending(False)
            self.failed.emit(error)

        self._lanes.run(
            "token",
            lambda: lane_work.send(self._parts, opened, handing, self._pin),
            done=done,
            failed=failed,
        )

    def _pin(self, question: "PinQuestion") -> str | None:
        """Ask for the PIN; called in the token's lane, answered on the main thread."""

        def put(answer: Callable[[str | None], None]) -> None:
            self.pin_dialog = PinDialog(question, answer, self._paper.window())
            self.pin_dialog.open()

        return self._lanes.ask(put)

    def _set_sending(self, is_sending: bool) -> None:
        self._editor.set_sending(is_sending)
        self.sending_changed.emit(is_sending)
