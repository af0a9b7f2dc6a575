"""The inbox's screen: work left, the letter in the middle, what is decided on it right."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.counting import LEADING
from registry_desk.desk.inbox.answering import Answering
from registry_desk.desk.inbox.deciding import Deciding
from registry_desk.desk.inbox.opened import Opened, further_papers
from registry_desk.desk.inbox.rows import Row
from registry_desk.desk.inbox.task_column import TaskColumn
from registry_desk.desk.inbox.task_list import TaskList
from registry_desk.desk.late import Late
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.paper import Paper
from registry_desk.desk.widgets.plain import key
from registry_desk.desk.widgets.room import three_columns
from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.looking import Looked, Looker
from registry_desk.journey.written import keep_written

if TYPE_CHECKING:
    from registry_desk.wire import Entry, Sending

lane_work = Late("registry_desk.desk.inbox.lane_work")


class InboxScreen(QWidget):
    """The official's home."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._opened: Opened | None = None
        self._looker = Looker(parts.counter.tray, parts.counter.register, parts.counter.trust)
        is_leading = parts.role in LEADING
        self.banner = Banner()
        self._changes = OneByOne(lanes, self.banner.show_error)
        self.list = TaskList(parts.memory.slot("inbox.columns"), is_leading=is_leading)
        self.paper = Paper(self._looker, lanes, self.banner.show_error)
        self.column = TaskColumn(parts.counter.office, is_leading=is_leading)
        self.answering = Answering(
            parts, lanes, editor=self.column.reply, paper=self.paper, looker=self._looker
        )
        self.deciding = Deciding(
            parts,
            self._changes,
            self.column,
            self.banner,
            opened=lambda: self._opened,
            over=self,
        )
        self._progress = QProgressBar(textVisible=False, maximum=1)
        self._connect()
        self._lay_out()
        self.paper.say(text("inbox.choose"))

    def _connect(self) -> None:
        column = self.column
        self.list.looked_at.connect(self._look)
        self.list.taken.connect(self._enter)
        self.list.search_wanted.connect(self._search)
        column.card.file_wanted.connect(self._open_file)
        column.matter.entry_wanted.connect(self._show_linked)
        for part in (column.form, column.resolve_step, column.answer_step):
            part.typed.connect(self._keep_typed)
        self.deciding.decided.connect(self._after)
        self.answering.handed_over.connect(self._handed_over)
        self.answering.failed.connect(self._not_sent)
        self.answering.sending_changed.connect(
            lambda is_sending: self._progress.setMaximum(0 if is_sending else 1)
        )
        key(self, "Ctrl+F", text("inbox.filter"), self.list.filter.setFocus)
        key(self, "F5", text("dispatch.refresh"), self.refresh)

    def _lay_out(self) -> None:
        room = self._parts.memory.slot("inbox.room")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._progress)
        outer.addWidget(three_columns(self.list, self.paper, self.column, room), 1)
        self.banner.lie_over(self.paper)

    # ------------------------------------------------------------------ the list

    def refresh(self) -> None:
        """Ask the register for everything that waits."""
        self._run("free", lambda: lane_work.piles(self._parts), self._show_piles)
        if self._opened is not None:
            self._read_again(self._opened)

    def _read_again(self, opened: Opened) -> None:
        """Show what came to the entry shown meanwhile; what is written in stays as it is."""

        def show(now: Opened) -> None:
            known = self._opened
            if (
                known is None
                or known.row.id != now.row.id
                or len(known.history) >= len(now.history)
            ):
                return
            self._opened = replace(known, entry=now.entry, history=now.history)
            self.column.card.show_entry(now.entry, now.history)
            if further_papers(known.entry, now.entry):
                self.banner.say(
                    text("inbox.papers_came", number=now.entry.number),
                    action=text("inbox.tab.papers"),
                    act=lambda: self.column.tabs.setCurrentWidget(self.column.card.papers),
                )

        self._run("look", lambda: lane_work.look(self._parts, opened.row), show)

    def show_department(self, name: str) -> None:
        """Show only the tasks of a department."""
        self.list.pile.setCurrentIndex(0)
        self.list.filter.setText(name)

    def _show_piles(self, piles: dict[str, list[Row]]) -> None:
        self.list.show_piles(piles)
        if self.list.chosen is None and self.isVisible() and not self.list.filter.hasFocus():
            self.list.choose(0)

    def _search(self, words: str) -> None:
        """Look for words in everything; what of the pile has them is shown too."""

        def found(entries: set[UUID]) -> None:
            if words == self.list.filter.text().strip():
                self.list.show_found(entries)

        self._run("look", lambda: lane_work.search(self._parts, words), found)

    def _look(self, row: Row | None) -> None:
        self.column.flush()
        if self._opened is not None and (row is None or row.id != self._opened.row.id):
            self._opened = None
        if row is None:
            self.answering.begin(None)
            self.column.show_work(None)
            self.paper.say(text("inbox.choose"))
            return

        def show(opened: Opened) -> None:
            is_shown = self._opened is not None and self._opened.row.id == row.id
            is_wanted = self.list.chosen is not None and self.list.chosen.id == row.id
            if is_wanted and not is_shown:  # what is shown may be written in already
                self._show(opened)

        self._run("look", lambda: lane_work.look(self._parts, row), show)

    def _show(self, opened: Opened) -> None:
        self.column.flush()  # what was typed meanwhile belongs to what was shown
        self.answering.begin(opened)
        self.column.show_work(opened)
        self._opened = opened
        if opened.row.task is not None and opened.row.task.state == "assigned":
            self.paper.say(text("inbox.not_opened"))
            return
        self._bring(lambda: lane_work.paper(self._looker, opened))

    def _show_linked(self, entry: "Entry | None") -> None:
        if entry is not None:
            self._bring(lambda: self._looker.open_letter(entry))

    def _bring(self, find: Callable[[], Looked | None]) -> None:
        self.paper.show_file(find, nothing=text("inbox.no_paper"), wait=text("inbox.fetching"))

    def _enter(self) -> None:
        task = self._opened.row.task if self._opened else None
        if task is not None and task.state == "assigned":
            self.deciding.open()
        else:
            self.column.go_to_step()

    def _after(self, now: Opened | None) -> None:
        if now is not None:
            self._show(now)
        self.refresh()
        self.changed.emit()

    # ------------------------------------------------------------------ typed, not sent yet

    def _keep_typed(self, act: str, words: str) -> None:
        opened, tray = self._opened, self._parts.counter.tray
        if opened is not None:
            about = opened.row.id
            opened.typed[act] = words
            self._run("free", lambda: keep_written(tray, about, act, words), lambda _none: None)

    def leave(self) -> None:
        """Write down at once what was typed last; the window closes."""
        self.answering.keep_now()
        self.column.flush()
        opened = self._opened
        for act, words in opened.typed.items() if opened else ():
            keep_written(self._parts.counter.tray, opened.row.id, act, words)

    # ------------------------------------------------------------------ answered

    def _handed_over(self, sending: "Sending") -> None:
        self.refresh()
        self.changed.emit()
        way = text(f"dispatch.{sending.how}")
        said = text("inbox.handed_over", number=sending.entry_number, how=way)
        self.banner.say(said, text("inbox.handed_over.next"))

    def _not_sent(self, error: RegistryDeskError) -> None:
        if not isinstance(error, Cancelled):
            self.banner.show_error(error, action=text("counter.continue"), act=self.answering.send)
        opened = self._opened
        if opened is not None:
            self._run(
                "look", lambda: lane_work.look(self._parts, opened.row), self.column.show_work
            )

    # ------------------------------------------------------------------ files, lanes

    def _open_file(self, place: int) -> None:
        opened = self._opened
        if opened is None:
            return
        version = opened.entry.files[place]
        self._run(
            "look",
            lambda: self._looker.fetch(opened.entry, version),
            lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self._looker.close()
