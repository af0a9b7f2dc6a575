"""The counter's screen: pages left, the page in the middle, the entry right."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSplitter, QVBoxLayout, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter import lane_work
from registry_desk.desk.counter.entry_column import EntryColumn
from registry_desk.desk.counter.lane_work import PileShown
from registry_desk.desk.counter.page_view import PageView
from registry_desk.desk.counter.pile_list import PileList, pile_words, thumbnail
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.desk.widgets.plain import button, frame, label
from registry_desk.errors import Cancelled, DeviceError, RegistryDeskError
from registry_desk.i18n import text
from registry_desk.journey.pile import Watcher
from registry_desk.journey.records import Batch, DocumentRecord, PageRecord
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
        self._batch: Batch | None = None
        self._pile: PileShown | None = None
        self._pages: dict[int, PageRecord] = {}
        self._document: DocumentRecord | None = None
        self._page_shown = 0
        self._is_stopping = False
        self._build()
        self._lay_out()
        self._show_document(None)

    # ------------------------------------------------------------------ what stands where

    def _build(self) -> None:
        self.scan_button = button(text("counter.scan"), self.scan, role="primary", shortcut="F5")
        self.stop_button = button(text("counter.stop"), self.stop, shortcut="Esc")
        self.stop_button.hide()
        self._profile = label(self._profile_words(), "muted")
        self._count = label("", "muted")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setMaximum(1)
        self.pile_list = PileList()
        self.view = PageView()
        self.banner = Banner()
        self.entry = EntryColumn(self._parts.counter.office.departments)
        self.pile_list.page_chosen.connect(self._choose_page)
        self.pile_list.document_chosen.connect(self._choose_document)
        self.view.word_clicked.connect(self.entry.form.put_word)
        self.entry.form.field_entered.connect(self._light)
        self.entry.register_wanted.connect(self._register)
        self.entry.receipt_wanted.connect(self._receipt)
        for keys, act in self._keys().items():
            QShortcut(QKeySequence(keys), self, act)

    def _keys(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl++": lambda: self.view.zoom(1.2),
            "Ctrl+-": lambda: self.view.zoom(1 / 1.2),
            "Ctrl+0": self.view.fit,
            "Ctrl+Right": lambda: self.view.turn(90),
            "Ctrl+Left": lambda: self.view.turn(-90),
        }

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._action_bar())
        outer.addWidget(self._progress)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.addWidget(self.pile_list)
        columns.addWidget(self._middle())
        columns.addWidget(self.entry)
        for place, share in enumerate((1, 4, 2)):
            columns.setStretchFactor(place, share)
        columns.setSizes([180, 720, 360])
        outer.addWidget(columns, 1)

    def _action_bar(self) -> QWidget:
        bar = frame("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        for widget in (self.scan_button, self.stop_button, self._profile):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._count)
        return bar

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        self.banner.lie_over(self.view)
        return middle

    def _profile_words(self) -> str:
        scan = self._parts.scan
        source, mode = text(f"source.{scan.source}"), text(f"mode.{scan.mode}")
        return text("counter.profile", source=source, dpi=scan.dpi, mode=mode)

    # ------------------------------------------------------------------ scanning

    def resume(self) -> None:
        """Show the batch that still has something to do, as it was left."""

        def found(batch: Batch | None) -> None:
            if batch:
                self._batch = batch
                self._start(lambda by: lane_work.read_again(self._parts, batch, by), lane="free")

        self._run("free", lambda: lane_work.unfinished_batch(self._parts), found)

    def scan(self) -> None:
        """Scan what lies in the feeder; goes on in the batch that a fault interrupted."""
        if not self.scan_button.isEnabled():
            return

        def opened(batch: Batch) -> None:
            self._batch = batch
            self.scanner_told.emit("busy", text("counter.scanning"))
            self._start(lambda by: lane_work.scan_and_read(self._parts, batch, by), lane="scanner")

        self._run("free", lambda: lane_work.open_pile(self._parts), opened)

    def stop(self) -> None:
        """Stop the scanner after the page it is at."""
        self._is_stopping = True

    def _start(self, work: Callable[[Watcher], PileShown], *, lane: str) -> None:
        self._is_stopping = False
        self.banner.hide()
        self.pile_list.clear_pile()
        self._pages.clear()
        self._set_scanning(True)
        watcher = Watcher(
            on_page=lambda page: self._lanes.post(lambda: self._page_came(page)),
            progress=lambda done, total: self._lanes.post(lambda: self._progressed(done, total)),
            cancelled=lambda: self._is_stopping,
            prompt=_GoOn(),
        )
        self._lanes.run(lane, lambda: work(watcher), done=self._pile_read, failed=self._scan_failed)

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
        self._set_scanning(False)
        self.scanner_told.emit("ok", text("counter.scanner_ready"))
        self._show_pile(pile)
        self._next_document()
        self.changed.emit()

    def _scan_failed(self, error: RegistryDeskError) -> None:
        self._set_scanning(False)
        if isinstance(error, Cancelled):
            self.scanner_told.emit("ok", text("counter.scanner_ready"))
        else:
            state = "away" if isinstance(error, DeviceError) else "waits"
            self.scanner_told.emit(state, error.message)
            self.banner.show_error(error, action=text("counter.continue"), act=self.scan)
        if self._batch:
            batch = self._batch
            self._run("free", lambda: lane_work.shown(self._parts, batch), self._show_pile)

    def _set_scanning(self, is_scanning: bool) -> None:
        self.scan_button.setEnabled(not is_scanning)
        self.stop_button.setVisible(is_scanning)
        self._progress.setMaximum(0 if is_scanning else 1)

    # ------------------------------------------------------------------ looking

    def _show_pile(self, pile: PileShown) -> None:
        self._pile = pile
        self._pages = {page.number: page for page in pile.pages}
        aside = [page for page in pile.pages if page.is_set_aside]
        loose = [p for p in pile.pages if p.document_id is None and not p.is_set_aside]
        self.pile_list.show_documents(pile.documents, aside)
        if not pile.documents:
            for page in loose:
                self.pile_list.add_page(page)
        self._count.setText(pile_words(pile.pages))
        for page in pile.pages:
            self._load_thumbnail(page)

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

        def show(image: object) -> None:
            if self._page_shown == number:
                words = page.read.text.words if page.read else ()
                self.view.show_page(
                    image, words, page.read.cleaned.placement if page.read else None
                )
                self._light(self._reading_lit)

        self._run("look", lambda: lane_work.page_image(self._parts, page), show)

    _reading_lit: FieldReading | None = None

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

    def _next_document(self) -> None:
        """Open the next document that waits for the clerk, with the focus on its first doubt."""
        documents = [d for d, _pages in self._pile.documents] if self._pile else []
        for document in documents:
            if document.accepted_at is None and not document.is_set_aside:
                self.pile_list.choose_document(document.id)
                self._show_document(document)
                self.entry.go_to_doubt()
                return
        self.scan_button.setFocus()

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

    last_registered: UUID | None = None

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

    def _replace(self, document: DocumentRecord) -> None:
        if self._pile is None:
            return
        documents = [
            (document if d.id == document.id else d, pages) for d, pages in self._pile.documents
        ]
        self._pile = PileShown(self._pile.batch, documents, self._pile.pages)
        self.pile_list.retitle(document)
        if self._document and self._document.id == document.id:
            self._document = document
            self.entry.show_number(document)

    def _receipt(self) -> None:
        """Make the receipt of the last registered document and open it for printing."""
        wanted = self._receipt_for()
        if wanted is None:
            return
        self._run(
            "free",
            lambda: lane_work.receipt(self._parts, wanted),
            lambda file: QDesktopServices.openUrl(QUrl.fromLocalFile(str(file))),
        )

    def _receipt_for(self) -> UUID | None:
        if self._document and self._document.accepted_at is not None:
            return self._document.id
        return self.last_registered

    def _run(self, lane: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run(lane, work, done=done, failed=self.banner.show_error)


class _GoOn:
    """Answers the scanner's questions with yes; manual duplex is not offered here yet."""

    def ask(self, code: str, **_params: object) -> bool:
        return True
