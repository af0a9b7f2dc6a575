"""The counter's screen: pages left, the page in the middle, the entry right."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter import lane_work, layout
from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.coming_in import ComingIn
from registry_desk.desk.counter.lane_work import PileShown
from registry_desk.desk.counter.pile_list import pile_words, thumbnail
from registry_desk.desk.counter.questions import Question
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.page_view import page_levels
from registry_desk.errors import Cancelled, DeviceError, RegistryDeskError
from registry_desk.i18n import plural, text
from registry_desk.journey.records import DocumentRecord, PageRecord
from registry_desk.model.document import FieldReading


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
        self._pages: dict[int, PageRecord] = {}
        self._document: DocumentRecord | None = None
        self._page_shown = 0
        self._reading_lit: FieldReading | None = None
        self.last_registered: UUID | None = None
        self.arranger = Arranger(parts, lanes)
        self.coming_in = ComingIn(parts, lanes)
        made = layout.build(self, parts, self.arranger)
        self.scan_button, self.stop_button = made.scan_button, made.stop_button
        self.files_button = made.files_button
        self.pile_list, self.view, self.page_bar = made.pile_list, made.view, made.page_bar
        self.menu, self.entry, self.banner = made.menu, made.entry, made.banner
        self._count, self._progress = made.count, made.progress
        self.setAcceptDrops(True)
        self._connect()
        self._show_document(None)

    def _connect(self) -> None:
        for source, act in (
            (self.pile_list.page_chosen, self._choose_page),
            (self.pile_list.document_chosen, self._choose_document),
            (self.view.word_clicked, self.entry.form.put_word),
            (self.page_bar.turned_to, self._turn_to),
            (self.entry.form.field_entered, self._light),
            (self.entry.register_wanted, self._register),
            (self.entry.receipt_wanted, lambda: self._print(lane_work.receipt)),
            (self.entry.label_wanted, lambda: self._print(lane_work.label)),
            (self.arranger.arranged, self._rearranged),
            (self.arranger.failed, self.banner.show_error),
            (self.coming_in.began, self._pile_began),
            (self.coming_in.page_came, self._page_came),
            (self.coming_in.progressed, self._progressed),
            (self.coming_in.pile_read, self._pile_read),
            (self.coming_in.failed, self._pile_failed),
            (self.coming_in.damaged, self.banner.show_error),
            (self.coming_in.asked, self._ask),
            (self.coming_in.waiting, self._say_waiting),
        ):
            source.connect(act)

    # ------------------------------------------------------------------ pages come in

    def resume(self) -> None:
        """Show the batch that still has something to do, as it was left, and keep watch."""
        self.coming_in.resume()
        self.coming_in.watch()

    def scan(self) -> None:
        """Scan what lies in the feeder."""
        self.coming_in.scan()

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
        self.pile_list.clear_pile()
        self._pages.clear()
        self._page_shown = 0
        self._set_coming(True)
        if is_scanning:
            self.scanner_told.emit("busy", text("counter.scanning"))

    def _page_came(self, page: PageRecord) -> None:
        self._pages[page.number] = page
        self.pile_list.add_page(page)
        self._count.setText(pile_words(list(self._pages.values())))
        self._load_thumbnail(page)
        if self._page_shown == 0:
            self._choose_page(page.number)

    def _progressed(self, done: int, total: int) -> None:
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(done)

    def _pile_read(self, pile: PileShown) -> None:
        self._set_coming(False)
        self.scanner_told.emit("ok", text("counter.scanner_ready"))
        self._show_pile(pile)
        self._next_document()
        self.changed.emit()

    def _pile_failed(self, error: RegistryDeskError) -> None:
        self._set_coming(False)
        if isinstance(error, Cancelled):
            self.scanner_told.emit("ok", text("counter.scanner_ready"))
        else:
            state = "away" if isinstance(error, DeviceError) else "waits"
            self.scanner_told.emit(state, error.message)
            self.banner.show_error(error, action=text("counter.continue"), act=self.scan)
        batch = self.coming_in.batch
        if batch:
            self._run("free", lambda: lane_work.shown(self._parts, batch), self._show_pile)

    def _say_waiting(self, count: int) -> None:
        self.banner.say(plural("counter.files_wait", count), text("counter.files_wait_next"))

    def _ask(self, question: Question) -> None:
        """Show what the scanner asks, with a picture of the page it speaks of."""
        words = text(question.code, **question.params)
        self.banner.say(words, action=text("counter.continue"), act=question.go_on)
        picture = question.picture
        if picture is not None:
            self._run("look", lambda: page_levels(QImage(str(picture))), self.view.show_page)

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
        self._pages = {page.number: page for page in pile.pages}
        aside = [page for page in pile.pages if page.is_set_aside]
        loose = [p for p in pile.pages if p.document_id is None and not p.is_set_aside]
        self.pile_list.show_documents(pile.documents, aside, self.arranger.open_doubts(pile))
        if not pile.documents:
            for page in loose:
                self.pile_list.add_page(page)
        self._count.setText(pile_words(pile.pages))
        for page in pile.pages:
            self._load_thumbnail(page)

    def _rearranged(self, pile: PileShown) -> None:
        """Show the pile after the clerk changed it, at the page that was looked at."""
        page, shown = self._page_shown, self._document
        self._show_pile(pile)
        same = next((d for d, _pages in pile.documents if shown and d.id == shown.id), None)
        if shown is None or same is None or same.understanding != shown.understanding:
            self._document = None
        self.pile_list.choose_page(page)
        self.pile_list.setFocus()
        self.changed.emit()

    def _load_thumbnail(self, page: PageRecord) -> None:
        file = lane_work.image_file(self._parts, page)
        self._run(
            "free",
            lambda: thumbnail(file),
            lambda image: self.pile_list.set_thumbnail(page.number, image),
        )

    def _choose_page(self, number: int) -> None:
        page = self._pages.get(number)
        if page is None:
            return
        self._page_shown = number
        numbers = self._numbers_beside(number)
        self.page_bar.tell(numbers.index(number) + 1, len(numbers))

        def show(levels: tuple[QImage, ...]) -> None:
            if self._page_shown == number:
                words = page.read.text.words if page.read else ()
                placement = page.read.cleaned.placement if page.read else None
                dpi = page.read.cleaned.cleaned_dpi if page.read else self._parts.scan.dpi
                self.view.show_page(levels, words, placement, dpi=dpi)
                self._light(self._reading_lit)

        self._run("look", lambda: lane_work.page_image(self._parts, page), show)

    def _numbers_beside(self, number: int) -> list[int]:
        """Give the pages of the document that has a page; of the pile where none has it."""
        for _document, pages in self._pile.documents if self._pile else ():
            numbers = [page.number for page in pages]
            if number in numbers:
                return numbers
        return sorted(self._pages)

    def _turn_to(self, place: int) -> None:
        self.pile_list.choose_page(self._numbers_beside(self._page_shown)[place - 1])

    def _light(self, reading: FieldReading | None) -> None:
        self._reading_lit = reading
        if reading is None or reading.box is None:
            self.view.light(None)
        elif reading.page == self._page_shown:
            self.view.light(reading.box)
        else:
            self._choose_page(reading.page)

    def _choose_document(self, document_id: str) -> None:
        if self._document and str(self._document.id) == document_id:
            return
        for document, _pages in self._pile.documents if self._pile else ():
            if str(document.id) == document_id:
                self._show_document(document)

    def _show_document(self, document: DocumentRecord | None) -> None:
        self._document, self._reading_lit = document, None
        self.entry.show_document(document)
        self._offer_papers()

    def _next_document(self) -> None:
        """Open the next document that waits for the clerk, with the focus on its first doubt."""
        documents = [d for d, _pages in self._pile.documents] if self._pile else []
        self.coming_in.has_open = any(map(lane_work.is_open, documents))
        for document in documents:
            if lane_work.is_open(document):
                self.pile_list.choose_document(document.id)
                self._show_document(document)
                self.entry.go_to_doubt()
                return
        self.scan_button.setFocus()
        self.coming_in.resume()

    # ------------------------------------------------------------------ registering

    def _register(self) -> None:
        """Register the document shown with the values on the form."""
        document = self._document
        if document is None:
            return
        edits, department = self.entry.form.edits(), self.entry.form.department
        self._lanes.run(
            "register",
            lambda: lane_work.register(
                self._parts,
                document,
                department=department,
                edits=edits,
                on_step=lambda reached: self._lanes.post(lambda: self._stepped(reached)),
            ),
            done=self._registered,
            failed=self._register_failed,
        )

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
        if self._pile is None:
            return
        documents = [
            (document if d.id == document.id else d, pages) for d, pages in self._pile.documents
        ]
        self._pile = PileShown(self._pile.batch, documents, self._pile.pages, self._pile.doubts)
        self.pile_list.retitle(document)
        if self._document and self._document.id == document.id:
            self._document = document
            self.entry.show_number(document)

    # ------------------------------------------------------------------ papers

    def _print(self, make: Callable[[DeskParts, UUID], Path]) -> None:
        """Make a paper of the document shown, or of the last registered, and open it."""
        wanted = self._paper_for()
        if wanted is not None:
            self._run(
                "free",
                lambda: make(self._parts, wanted.id),
                lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
            )

    def _offer_papers(self) -> None:
        of = self._paper_for()
        number = of.entry["number"] if of and of.entry else of.tracking_code if of else ""
        self.entry.offer_papers(number)

    def _paper_for(self) -> DocumentRecord | None:
        if self._document and self._document.accepted_at is not None:
            return self._document
        known = [d for d, _pages in self._pile.documents] if self._pile else []
        return next((d for d in known if d.id == self.last_registered), None)

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)
