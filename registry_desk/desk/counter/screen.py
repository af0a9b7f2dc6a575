"""The counter's screen: pages left, the page in the middle, the entry right."""

from dataclasses import replace

from PySide6.QtCore import Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter import layout
from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.coming_in import ComingIn
from registry_desk.desk.counter.coming_shown import ComingShown
from registry_desk.desk.counter.dropping import dropped
from registry_desk.desk.counter.handing_papers import HandingPapers
from registry_desk.desk.counter.numbered import Numbered
from registry_desk.desk.counter.pages_shown import PagesShown
from registry_desk.desk.counter.pile_model import Row, pile_words
from registry_desk.desk.counter.pile_shown import PileShown, image_file, is_open
from registry_desk.desk.counter.registering import Drafts, Registering
from registry_desk.desk.counter.rescan import Rescan
from registry_desk.desk.counter.taking_files import TakingFiles
from registry_desk.desk.counter.turning import Turning
from registry_desk.desk.late import Late
from registry_desk.desk.like_letters import LikeLetters
from registry_desk.desk.parts import DeskParts
from registry_desk.errors import DeviceError, RegistryDeskError
from registry_desk.journey.drafts import Edits
from registry_desk.journey.records import DocumentRecord, PageRecord

lane_work = Late("registry_desk.desk.counter.lane_work")


class CounterScreen(TakingFiles):
    """The clerk's home."""

    changed = Signal()
    """Something in the tray changed."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._pile: PileShown | None = None
        self._document: DocumentRecord | None = None
        self.arranger = Arranger(parts, lanes)
        self.coming_in = ComingIn(parts, lanes)
        made = layout.build(self, parts, self.arranger, lanes)
        self.scan_button, self.stop_button = made.scan_button, made.stop_button
        self.files_button = made.files_button
        self.pile_list, self.view, self.page_bar = made.pile_list, made.view, made.page_bar
        self.menu, self.entry, self.banner = made.menu, made.entry, made.banner
        self._count = made.count
        self.profiles, self.find, self.beside = made.profiles, made.find, made.beside
        self.coming_shown = ComingShown(lanes, self.coming_in, made)
        self.pages = PagesShown(parts, lanes, made)
        self.like = LikeLetters(parts, lanes, self.entry)
        self.registering = Registering(parts, lanes, self.entry, self.like)
        self.drafts = Drafts(parts, lanes, self.entry)
        self.rescan = Rescan(parts, lanes, self.arranger)
        self.turning = Turning()
        self.papers = HandingPapers(parts, lanes, made, of=self._paper_for)
        self._numbered = Numbered()
        self._is_unread = False
        """The form takes what the clerk types while the pages are still being read."""
        self._connect()
        self._show_document(None)

    def _connect(self) -> None:
        for source, act in (
            (self.pile_list.page_chosen, self.pages.show_page),
            (self.pile_list.document_chosen, self._choose_document),
            (self.view.word_clicked, self.entry.form.put_word),
            (self.entry.form.field_entered, self.pages.light),
            (self.entry.register_wanted, self._register),
            (self.files_brought, self.coming_in.take),
            (self.arranger.arranged, self._rearranged),
            (self.arranger.failed, self.banner.show_error),
            (self.coming_in.began, self._pile_began),
            (self.coming_in.page_came, self._page_came),
            (self.coming_in.pile_read, self._pile_read),
            (self.coming_in.failed, self._pile_failed),
            (self.coming_in.mails_came, lambda _count: self.changed.emit()),
            (self.pile_list.pages_dropped, self._drop),
            (self.registering.stepped, self._stepped),
            (self.registering.ended, self._registered),
            (self.registering.failed, self._register_failed),
            (self.like.compare_wanted, self.beside.show_entry),
            (self.menu.rescan_wanted, self._rescan),
            (self.rescan.came, self._rearranged),
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
        self.coming_in.scan(self.profiles.way())

    def stop(self) -> None:
        """Stop the scanner after the page it is at."""
        self.coming_in.stop()

    def _pile_began(self, is_scanning: bool) -> None:
        self._keep_typed()
        self.pile_list.clear_pile()
        self.pages.clear()
        self._numbered.begin()
        self._pile, self._is_unread = None, False
        self._show_document(None)
        self.coming_shown.begin(is_scanning=is_scanning)

    def _page_came(self, page: PageRecord) -> None:
        self.pages.add(page)
        self.pile_list.add_page(page)
        self._count.setText(pile_words(self.pages.all()))
        self._know(page)
        if not (self._is_unread or self._document or self._numbered.has_first):
            self._is_unread = True
            self.entry.begin_unread()

    def _pile_read(self, pile: PileShown) -> None:
        self.coming_shown.end()
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
        self.coming_shown.stop(error, self.scan)
        if isinstance(error, DeviceError):
            self.pages.show_last()  # the last good one: what follows goes back in
        batch = self.coming_in.batch
        if batch:
            self._lanes.run(
                "free",
                lambda: lane_work.shown(self._parts, batch),
                done=self._show_pile,
                failed=self.banner.show_error,
            )

    # ------------------------------------------------------------------ looking

    def _show_pile(self, pile: PileShown) -> None:
        self._pile = pile
        self.arranger.look_at(pile)
        self.coming_in.has_open = pile.has_open
        self.pages.take(pile)
        for page in pile.pages:
            self._know(page)
        doubts = self.arranger.open_doubts(pile)
        self.pile_list.show_documents(pile.documents, pile.loose, pile.aside, doubts)
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
            self.rescan.begin(pile.batch, page, self.profiles.way())

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
        self.papers.offer()

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
            self.registering.number_first(self.coming_in.batch)

    def _stepped(self, document: DocumentRecord) -> None:
        """Show the number as soon as it is there; stamp and delivery go on behind."""
        self._replace(document)
        if self._numbered.last != document.id:
            self._numbered.last = document.id
            self._next_after(document)
        self.changed.emit()

    def _registered(self, document: DocumentRecord) -> None:
        self._replace(document)
        if document.problem is not None and document.entry is None:
            self._numbered.last = document.id
            self._next_after(document)
        self.changed.emit()

    def _register_failed(self, error: RegistryDeskError) -> None:
        self.banner.show_error(error)
        self.entry.offer_again(error)

    def _next_after(self, document: DocumentRecord) -> None:
        self.changed.emit()
        if self._document and self._document.id == document.id:
            self._next_document()
        self.papers.offer()

    def _replace(self, document: DocumentRecord) -> None:
        if self._pile is None:  # the number came first: the pages are still being read
            self._is_unread = False
            self._numbered.number_first(document)
            self.entry.show_number(document)
            self.papers.offer()
            return
        self._pile = self._pile.with_document(document)
        self.pile_list.retitle(document)
        if self._document and self._document.id == document.id:
            self._document = document
            if not is_open(document):
                self.entry.show_number(document)

    def _paper_for(self) -> DocumentRecord | None:
        pile = self._pile.documents if self._pile else []
        return self._numbered.of(self._document, (document for document, _pages in pile))
