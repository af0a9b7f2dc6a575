"""The counter's screen: pages left, the page in the middle, the entry right."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter import layout
from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.coming_in import ComingIn
from registry_desk.desk.counter.dropping import dropped
from registry_desk.desk.counter.handing_papers import HandingPapers
from registry_desk.desk.counter.pages_shown import PagesShown
from registry_desk.desk.counter.pile_model import Row, pile_words
from registry_desk.desk.counter.pile_shown import PileShown, ScanWay, image_file, is_open
from registry_desk.desk.counter.questions import Question
from registry_desk.desk.counter.registering import Drafts, Registering
from registry_desk.desk.counter.rescan import Rescan
from registry_desk.desk.counter.turning import Turning
from registry_desk.desk.late import Late
from registry_desk.desk.like_letters import LikeLetters
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.page_levels import reduced_levels
from registry_desk.errors import Cancelled, DeviceError, RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey.drafts import Edits
from registry_desk.journey.records import DocumentRecord, PageRecord

lane_work = Late("registry_desk.desk.counter.lane_work")


class CounterScreen(QWidget):
    """The clerk's home."""

    changed = Signal()
    """Something in the tray changed."""
    scanner_told = Signal(str, str)
    """State and reason of the scanner's sign."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._pile: PileShown | None = None
        self._document: DocumentRecord | None = None
        self.last_registered: UUID | None = None
        self.arranger = Arranger(parts, lanes)
        self.coming_in = ComingIn(parts, lanes)
        made = layout.build(self, parts, self.arranger, lanes)
        self.scan_button, self.stop_button = made.scan_button, made.stop_button
        self.files_button = made.files_button
        self.pile_list, self.view, self.page_bar = made.pile_list, made.view, made.page_bar
        self.menu, self.entry, self.banner = made.menu, made.entry, made.banner
        self._count, self._progress = made.count, made.progress
        self.profiles, self.find, self.beside = made.profiles, made.find, made.beside
        self.pages = PagesShown(parts, lanes, made)
        self.like = LikeLetters(parts, lanes, self.entry)
        self.registering = Registering(parts, lanes, self.entry, self.like)
        self.drafts = Drafts(parts, lanes, self.entry)
        self.rescan = Rescan(parts, lanes, self.arranger)
        self.turning = Turning()
        self.papers = HandingPapers(parts, lanes, self.banner)
        self._numbered_first: DocumentRecord | None = None
        """The document that got its number while the pages of its pile were being read."""
        self._is_unread = False
        """The form takes what the clerk types while the pages are still being read."""
        self.setAcceptDrops(True)
        self._connect()
        self._show_document(None)

    def _connect(self) -> None:
        for source, act in (
            (self.pile_list.page_chosen, self.pages.show_page),
            (self.pile_list.document_chosen, self._choose_document),
            (self.view.word_clicked, self.entry.form.put_word),
            (self.entry.form.field_entered, self.pages.light),
            (self.entry.register_wanted, self._register),
            (self.entry.receipt_wanted, self._print_receipt),
            (self.entry.label_wanted, self._print_label),
            (self.arranger.arranged, self._rearranged),
            (self.arranger.failed, self.banner.show_error),
            (self.coming_in.began, self._pile_began),
            (self.coming_in.page_came, self._page_came),
            (self.coming_in.progressed, self._progressed),
            (self.coming_in.pile_read, self._pile_read),
            (self.coming_in.failed, self._pile_failed),
            (self.coming_in.damaged, self.banner.show_error),
            (self.coming_in.asked, self._ask),
            (self.coming_in.mails_came, self._say_mails),
            (self.coming_in.waiting, self._say_waiting),
            (self.pile_list.pages_dropped, self._drop),
            (self.registering.stepped, self._stepped),
            (self.registering.ended, self._registered),
            (self.registering.failed, self._register_failed),
            (self.like.compare_wanted, self.beside.show_entry),
            (self.menu.rescan_wanted, self._rescan),
            (self.rescan.came, self._rearranged),
            (self.rescan.failed, self.banner.show_error),
            (self.page_bar.rotated, self._turn),
            (self.turning.rested, self.arranger.turn),
            (self.arranger.settling, self.turning.come_to_rest),
        ):
            source.connect(act)

    # ------------------------------------------------------------------ pages come in

    def resume(self) -> None:
        """Show the batch that still has something to do, as it was left, and keep watch."""
        self.coming_in.resume()
        self.coming_in.watch()

    def scan(self) -> None:
        """Scan what lies in the feeder, in the way of the profile in force."""
        self.coming_in.scan(self._way())

    def _way(self) -> ScanWay:
        profile = self.profiles.profile
        if profile is None:
            return ScanWay(self.profiles.scan())
        return ScanWay(self.profiles.scan(), profile.hides_blank_backs, profile.is_split)

    def stop(self) -> None:
        """Stop the scanner after the page it is at."""
        self.coming_in.stop()

    def choose_files(self) -> None:
        """Ask for files to take in."""
        chosen, _filter = QFileDialog.getOpenFileNames(self, text("counter.files"))
        self.coming_in.take([Path(name) for name in chosen])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and nothing else, from outside."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the files that were dropped."""
        urls = event.mimeData().urls()
        self.coming_in.take([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def _pile_began(self, is_scanning: bool) -> None:
        self.banner.hide()
        self._keep_typed()
        self.pile_list.clear_pile()
        self.pages.clear()
        self._pile, self._numbered_first, self._is_unread = None, None, False
        self._show_document(None)
        self._set_coming(True)
        if is_scanning:
            self.scanner_told.emit("busy", text("counter.scanning"))

    def _page_came(self, page: PageRecord) -> None:
        self.pages.add(page)
        self.pile_list.add_page(page)
        self._count.setText(pile_words(self.pages.all()))
        self._know(page)
        if not self._is_unread and self._document is None:
            self._is_unread = True
            self.entry.begin_unread()

    def _progressed(self, done: int, total: int) -> None:
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(done)

    def _pile_read(self, pile: PileShown) -> None:
        self._set_coming(False)
        self.scanner_told.emit("ok", text("counter.scanner_ready"))
        typed = self.entry.form.edits() if self._is_unread and self.drafts.is_changed else {}
        self._is_unread = False
        self._show_pile(pile)
        self._next_document()
        self._take_typed(typed)
        self.changed.emit()

    def _take_typed(self, typed: Edits) -> None:
        """Keep what the clerk typed while the pages were being read, above what was read."""
        document = self._document
        if document is not None and typed and is_open(document):
            edits = {**document.edits, **{n: v for n, v in typed.items() if v and n != "kind"}}
            self._show_document(replace(document, edits=edits))
            self.entry.form.edited.emit()

    def _pile_failed(self, error: RegistryDeskError) -> None:
        self._set_coming(False)
        if isinstance(error, Cancelled):
            self.scanner_told.emit("ok", text("counter.scanner_ready"))
        else:
            state = "away" if isinstance(error, DeviceError) else "waits"
            self.scanner_told.emit(state, error.message)
            self.banner.show_error(error, action=text("counter.continue"), act=self.scan)
            if isinstance(error, DeviceError):
                self.pages.show_last()  # the last good one: what follows goes back in
        batch = self.coming_in.batch
        if batch:
            self._run("free", lambda: lane_work.shown(self._parts, batch), self._show_pile)

    def _say_waiting(self, count: int) -> None:
        self.banner.say(plural("counter.files_wait", count), text("counter.files_wait_next"))

    def _say_mails(self, count: int) -> None:
        self.banner.say(plural("mail.brought", count), text("mail.on_their_screen"))
        self.changed.emit()

    def _ask(self, question: Question) -> None:
        """Show what the scanner asks, with a picture of the page it speaks of."""
        words = text(question.code, **question.params)
        self.banner.say(words, action=text("counter.continue"), act=question.go_on)
        picture = question.picture
        if picture is not None:
            self._run("look", lambda: reduced_levels(picture), self.view.show_page)

    def _set_coming(self, is_coming: bool) -> None:
        self.scan_button.setEnabled(not is_coming)
        self.scan_button.setToolTip(text("counter.scanning") if is_coming else "")
        self.stop_button.setVisible(is_coming)
        self._progress.setMaximum(0 if is_coming else 1)

    # ------------------------------------------------------------------ looking

    def _show_pile(self, pile: PileShown) -> None:
        self._pile = pile
        self.arranger.look_at(pile)
        self.coming_in.has_open = pile.has_open
        self.pages.take(pile)
        aside = [page for page in pile.pages if page.is_set_aside]
        loose = [p for p in pile.pages if p.document_id is None and not p.is_set_aside]
        for page in pile.pages:
            self._know(page)
        doubts = self.arranger.open_doubts(pile)
        self.pile_list.show_documents(pile.documents, loose, aside, doubts)
        self._count.setText(pile_words(pile.pages))

    def _rearranged(self, pile: PileShown) -> None:
        """Show the pile after the clerk changed it, at the page that was looked at."""
        page, shown = self.pages.shown, self._document
        self._show_pile(pile)
        same = next((d for d, _pages in pile.documents if shown and d.id == shown.id), None)
        if shown is None or same is None or same.understanding != shown.understanding:
            self._document = None
        self.pile_list.choose_page(page)
        self.pile_list.setFocus()
        self.changed.emit()

    def _know(self, page: PageRecord) -> None:
        self.pile_list.thumbnails.know(page.number, image_file(self._parts, page))

    def _drop(self, pages: list[int], before: Row | None) -> None:
        """Put dragged pages where they were dropped."""
        self.arranger.change(dropped(self.pile_list.pile.rows, pages, before))

    def _rescan(self) -> None:
        page, pile = self.pile_list.page, self._pile
        if page is not None and pile is not None and not self.coming_in.is_busy:
            self.rescan.begin(pile.batch, page, self._way())

    def _turn(self, clockwise_deg: int) -> None:
        """Turn the page shown for good, where its document is still open."""
        page, document = self.pages.current, self._document
        if page is not None and self._pile is not None and document and is_open(document):
            self._keep_typed()
            self.turning.turn(page.number, clockwise_deg)

    def _choose_document(self, document_id: str) -> None:
        if self._document and str(self._document.id) == document_id:
            return
        for document, _pages in self._pile.documents if self._pile else ():
            if str(document.id) == document_id:
                self._show_document(document)

    def _show_document(self, document: DocumentRecord | None) -> None:
        self._keep_typed()
        self._document = document
        self.pages.light(None)
        self.entry.show_document(document)
        self.drafts.begin(document)
        self.like.shown(document)
        self.beside.hide()
        self._offer_papers()

    def _keep_typed(self) -> None:
        """Keep what was typed into the document that is left; it shows again when it comes back."""
        document = self._document
        if document is None or not self.drafts.is_changed or not is_open(document):
            return
        form = self.entry.form
        self._replace(replace(document, edits=form.edits(), department=form.department))
        self.drafts.flush()

    def leave(self) -> None:
        """Keep what was typed and stop the scanner at its next page."""
        self.coming_in.stop()
        self._keep_typed()
        self.drafts.begin(None)

    def close_parts(self) -> None:
        """End the process that opens files."""
        self.beside.close_parts()

    def _next_document(self) -> None:
        """Open the next document that waits for the clerk, with the focus on its first doubt."""
        documents = [d for d, _pages in self._pile.documents] if self._pile else []
        self.coming_in.has_open = any(map(is_open, documents))
        for document in documents:
            if is_open(document):
                self.pile_list.choose_document(document.id)
                if self._document is None or self._document.id != document.id:
                    self._show_document(document)
                self.entry.go_to_doubt()
                return
        self.scan_button.setFocus()
        self.coming_in.resume()

    # ------------------------------------------------------------------ registering

    def _register(self) -> None:
        """Register the document shown, or the first of the pile that is still being read."""
        if self._document is not None:
            self.registering.register(self._document)
        elif self._is_unread and self.coming_in.batch is not None:
            self._is_unread = False
            self.registering.number_first(self.coming_in.batch)

    def _stepped(self, document: DocumentRecord) -> None:
        """Show the number as soon as it is there; stamp and delivery go on behind."""
        self._replace(document)
        if self.last_registered != document.id:
            self.last_registered = document.id
            self._next_after(document)
        self.changed.emit()

    def _registered(self, document: DocumentRecord) -> None:
        self._replace(document)
        if document.problem is not None and document.entry is None:
            self.last_registered = document.id
            self._next_after(document)
        self.changed.emit()

    def _register_failed(self, error: RegistryDeskError) -> None:
        self.banner.show_error(error)
        self.entry.show_document(self._document)

    def _next_after(self, document: DocumentRecord) -> None:
        self.changed.emit()
        if self._document and self._document.id == document.id:
            self._next_document()
        self._offer_papers()

    def _replace(self, document: DocumentRecord) -> None:
        if self._pile is None:  # the number came first: the pages are still being read
            self._numbered_first = document
            self.last_registered = document.id
            self.entry.show_number(document)
            self._offer_papers()
            return
        documents = [
            (document if d.id == document.id else d, pages) for d, pages in self._pile.documents
        ]
        self._pile = PileShown(self._pile.batch, documents, self._pile.pages, self._pile.doubts)
        self.pile_list.retitle(document)
        if self._document and self._document.id == document.id:
            self._document = document
            if not is_open(document):
                self.entry.show_number(document)

    # ------------------------------------------------------------------ papers

    def _print_receipt(self) -> None:
        wanted = self._paper_for()
        if wanted is not None:
            self.papers.hand_receipt(wanted.id)

    def _print_label(self) -> None:
        wanted = self._paper_for()
        if wanted is not None:
            self.papers.hand_label(wanted.id)

    def _offer_papers(self) -> None:
        of = self._paper_for()
        number = of.entry["number"] if of and of.entry else of.tracking_code if of else ""
        self.entry.offer_papers(number)

    def _paper_for(self) -> DocumentRecord | None:
        if self._document and self._document.accepted_at is not None:
            return self._document
        known = [d for d, _pages in self._pile.documents] if self._pile else []
        if self._numbered_first is not None:
            known = [self._numbered_first, *known]
        return next((d for d in known if d.id == self.last_registered), None)

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)
