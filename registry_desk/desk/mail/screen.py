"""The screen of e-mails: what came left, the message in the middle, its entry right."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.bringing import Bringing, say_not_in
from registry_desk.desk.late import Late
from registry_desk.desk.like_letters import LikeLetters
from registry_desk.desk.mail.mail_list import MailList, pile_of
from registry_desk.desk.mail.mailbox_bar import MailboxBar, left_words
from registry_desk.desk.mail.message_view import MessageView
from registry_desk.desk.mail_fetching import MailFetching
from registry_desk.desk.one_by_one import OneByOne
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.beside import Beside
from registry_desk.desk.widgets.entry_column import EntryColumn, why_no_number
from registry_desk.desk.widgets.plain import button, frame, key, reword
from registry_desk.desk.widgets.room import three_columns
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey.looking import Looker
from registry_desk.journey.mail import Mail, is_message_file
from registry_desk.journey.records import DocumentRecord

if TYPE_CHECKING:
    from registry_desk.journey.bringing import Brought
    from registry_desk.journey.mailbox import Collected

lane_work = Late("registry_desk.desk.mail.lane_work")

_ASIDE_KEY = "Ctrl+D"


class MailScreen(QWidget):
    """Where e-mails become entries, without a sheet of paper."""

    changed = Signal()

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._looker = Looker(parts.counter.tray, parts.counter.register, parts.counter.trust)
        self._fresh: set[UUID] = set()
        self._shown: Mail | None = None
        self._undone: tuple[UUID, bool] | None = None
        self.mailbox: MailboxBar | None = None
        """What is told of the institution's mailbox; None where this desk fetches none."""
        self.banner = Banner()
        self._changes = OneByOne(lanes, self._not_done)
        self._bringing = Bringing(parts, lanes, self)
        self._bringing.told.connect(self._tell_bringing)
        self._bringing.ended.connect(self._brought)
        self._bringing.failed.connect(self.banner.show_error)
        self.list = MailList(parts.memory.slot("mail.columns"))
        self.view = MessageView(self._looker, lanes, self.banner.show_error)
        self.files_button = button(
            text("mail.bring"), self.choose_files, shortcut="Ctrl+O", sign="folder-open"
        )
        self.aside_button = button(
            text("mail.set_aside"), self._set_aside, shortcut=_ASIDE_KEY, sign="archive"
        )
        self.column = EntryColumn(parts.counter.office.departments, beside=(self.aside_button,))
        self.like = LikeLetters(parts, lanes, self.column)
        self.beside = Beside(parts, lanes, self.banner)
        self.setAcceptDrops(True)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self.list.looked_at.connect(self._look)
        self.list.taken.connect(self.column.go_to_doubt)
        self.column.register_wanted.connect(self._register)
        self.like.compare_wanted.connect(self.beside.show_entry)
        self.view.save_wanted.connect(self._choose_target)
        key(self, "F5", text("dispatch.refresh"), self.refresh)
        key(self, "Ctrl+Z", text("mail.undo"), self._undo, when=lambda: self._undone is not None)

    def _lay_out(self) -> None:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.files_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._bar = row
        room = self._parts.memory.slot("mail.room")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(self.view)
        middle.addWidget(self.beside)
        middle.setChildrenCollapsible(False)
        outer.addWidget(three_columns(self.list, middle, self.column, room), 1)
        self.banner.lie_over(self.view)

    def attend(self, fetching: MailFetching) -> None:
        """Show what is fetched from the institution's mailbox."""
        self.mailbox = MailboxBar(fetching)
        self._bar.addWidget(self.mailbox, 1)
        fetching.done.connect(self._collected)
        fetching.kept_for_now.connect(self._say_kept_for_now)

    # ------------------------------------------------------------------ messages come in

    def choose_files(self) -> None:
        """Ask for messages to take in."""
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, text("mail.bring"), "", "E-mail (*.eml)"
        )
        self.take([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take messages, and nothing else, from outside."""
        if _messages_of([url.toLocalFile() for url in event.mimeData().urls()]):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the messages that were dropped."""
        self.take(_messages_of([url.toLocalFile() for url in event.mimeData().urls()]))
        event.acceptProposedAction()

    def take(self, files: Sequence[Path]) -> None:
        """Take messages in; each is kept as it arrived."""
        self._bringing.take(files)

    def _tell_bringing(self, words: str, _percent: int) -> None:
        bringing = self._bringing
        self.banner.say_so_far(words, is_first=bringing.is_told_first, stop=bringing.stop)

    def _brought(self, brought: "Brought") -> None:
        self.refresh()
        self.changed.emit()
        if brought.is_stopped:
            self.banner.say(text("bringing.stopped"), text("bringing.stopped.next"))
        elif brought.troubles:
            say_not_in(self.banner, brought.troubles)
        else:
            self.banner.say(plural("mail.brought", len(brought.mails)))

    def _collected(self, collected: "Collected") -> None:
        self.refresh()
        if collected.fresh_left:
            said = plural("mailbox.left", len(collected.fresh_left))
            self.banner.say(said, left_words(collected.fresh_left))
        elif collected.unmarked is not None:
            self.banner.show_error(collected.unmarked)
        elif collected.mails:
            self.banner.say(plural("mail.brought", len(collected.mails)))

    def _say_kept_for_now(self) -> None:
        self.banner.say(text("mailbox.no_keyring"), text("mailbox.no_keyring.next"))

    def refresh(self) -> None:
        """Read again what lies at this desk."""
        self._run("free", lambda: lane_work.all_mails(self._parts), self._show_mails)

    def show_document(self, document_id: UUID) -> None:
        """Show a message that waits, by its document."""
        self.list.filter.clear()
        self.list.pile.setCurrentIndex(0)
        self.list.wanted = document_id
        self.refresh()

    def _show_mails(self, mails: list[Mail]) -> None:
        self.list.show_mails(mails, fresh=self._fresh)
        if self.list.chosen is None and self.isVisible() and not self.list.filter.hasFocus():
            self.list.choose(0)

    # ------------------------------------------------------------------ one message

    def _look(self, mail: Mail | None) -> None:
        if mail is None:
            self.view.say(text("mail.drop_here"))
            self.column.show_document(None)
            self._shown = None
            self.aside_button.setEnabled(False)
            return
        is_same = self._shown is not None and self._shown.document == mail.document
        self._shown = mail
        self._offer(mail)
        if not is_same:
            self.view.show_mail(mail)
            self.column.show_document(mail.document)
            self.beside.hide()
            self.like.shown(mail.document)

    def _offer(self, mail: Mail) -> None:
        pile = pile_of(mail)
        words = text("mail.take_back" if pile == "aside" else "mail.set_aside")
        reword(self.aside_button, words, _ASIDE_KEY)
        self.aside_button.setEnabled(pile != "registered")
        self.column.register_button.setEnabled(pile == "waiting")
        self.column.form.setEnabled(pile == "waiting")

    # ------------------------------------------------------------------ what is done with it

    def _register(self) -> None:
        mail, form = self._shown, self.column.form
        if mail is None or pile_of(mail) != "waiting" or self.like.stops():
            return
        edits, department = form.edits(), form.department
        self._changes.do(
            lambda: lane_work.register(
                self._parts, mail, department=department, edits=edits, on_step=self._step
            ),
            self._registered,
        )

    def _step(self, document: DocumentRecord) -> None:
        self._lanes.post(lambda: self._numbered(document))

    def _numbered(self, document: DocumentRecord) -> None:
        """Show the number where it was going to stand, and go on; the rest follows behind."""
        if document.id in self._fresh:
            return
        self._fresh.add(document.id)
        self._replace(document)
        self.changed.emit()
        if document.entry is not None:
            self.banner.say(text("mail.registered", number=document.entry["number"]))

    def _registered(self, document: DocumentRecord) -> None:
        self._fresh.add(document.id)
        self._replace(document)
        self.changed.emit()
        if document.problem is not None and document.entry is None:
            self.banner.say(text("mail.kept"), why_no_number(document))
        self.list.next_waiting()

    def _replace(self, document: DocumentRecord) -> None:
        """Show a document as it stands now."""
        self.refresh()
        if self._shown is not None and self._shown.document.id == document.id:
            self._shown = replace(self._shown, document=document)
            self.column.show_document(document)
            self._offer(self._shown)

    def _set_aside(self) -> None:
        mail = self._shown
        if mail is not None:
            self._put(mail.document.id, is_set_aside=not mail.document.is_set_aside)

    def _undo(self) -> None:
        """Take back the last setting aside, whatever is looked at now."""
        if self._undone is not None:
            document_id, was_aside = self._undone
            self._put(document_id, is_set_aside=was_aside)

    def _put(self, document_id: UUID, *, is_set_aside: bool) -> None:
        def done(_nothing: object) -> None:
            self._undone = (document_id, not is_set_aside)
            self.refresh()
            self.changed.emit()
            said = text("mail.is_aside" if is_set_aside else "mail.is_back")
            self.banner.say(said, action=text("mail.undo"), act=self._undo)

        self._changes.do(
            lambda: lane_work.set_aside(self._parts, document_id, is_set_aside=is_set_aside), done
        )

    def _not_done(self, error: RegistryDeskError) -> None:
        self.banner.show_error(error)
        self.column.offer_again(error)
        self.refresh()

    # ------------------------------------------------------------------ files

    def _choose_target(self, source: Path, name: str) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(self, text("mail.save"), name)
        if chosen:
            self._run(
                "free",
                lambda: lane_work.save(source, Path(chosen)),
                lambda saved: self.banner.say(text("mail.saved", name=saved.name)),
            )

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)

    def close_parts(self) -> None:
        """End the processes that open files."""
        self._looker.close()
        self.beside.close_parts()


def _messages_of(names: Sequence[str]) -> list[Path]:
    return [Path(name) for name in names if name and is_message_file(Path(name))]
