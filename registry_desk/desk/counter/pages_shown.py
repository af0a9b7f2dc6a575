"""The page in the middle: which one, how near, what is lit on it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.pile_shown import PileShown
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.page_levels import PageLevels
from registry_desk.journey.records import PageRecord
from registry_desk.model.document import FieldReading
from registry_desk.model.page import Word

if TYPE_CHECKING:
    from registry_desk.desk.counter.layout import CounterWidgets

lane_work = Late("registry_desk.desk.counter.lane_work")


class PagesShown(QObject):
    """Shows one page of the pile at a time; its neighbours are read before they are wanted."""

    def __init__(self, parts: DeskParts, lanes: Lanes, made: "CounterWidgets") -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._view, self._bar, self._find = made.view, made.page_bar, made.find
        self._banner, self._list = made.banner, made.pile_list
        self._pages: dict[int, PageRecord] = {}
        self._documents: list[list[int]] = []
        self._ready: dict[str, PageLevels] = {}
        self._lit: FieldReading | None = None
        self.shown = 0
        """Place of the page in its batch; 0 while none is shown."""
        self._bar.turned_to.connect(self._turn_to)
        self._view.full_wanted.connect(self._load_full)
        self._find.source = self.words
        self._find.page_wanted.connect(self._show_found)
        self._find.lit.connect(lambda boxes, at: self._view.light_words(boxes, current=at))

    def clear(self) -> None:
        """Begin another pile."""
        self._pages.clear()
        self._documents, self.shown = [], 0
        self._view.clear_page()
        self._bar.tell(0, 0)

    def add(self, page: PageRecord) -> None:
        """Take a page that just came; the first one is shown at once."""
        self._pages[page.number] = page
        if self.shown == 0:
            self.show_page(page.number)

    def take(self, pile: PileShown) -> None:
        """Take a pile as it lies now."""
        self._pages = {page.number: page for page in pile.pages}
        self._documents = [[page.number for page in pages] for _document, pages in pile.documents]

    @property
    def current(self) -> PageRecord | None:
        """Give the page shown."""
        return self._pages.get(self.shown)

    def all(self) -> list[PageRecord]:
        """Give every page, in the order of capture."""
        return [page for _number, page in sorted(self._pages.items())]

    def words(self) -> list[tuple[int, Sequence[Word]]]:
        """Give the words read on every page."""
        return [(page.number, page.read.text.words) for page in self.all() if page.read]

    # ------------------------------------------------------------------ which page

    def show_page(self, number: int) -> None:
        """Show a page, at once where it was read ahead."""
        page = self._pages.get(number)
        if page is None:
            return
        self.shown = number
        numbers = self._beside(number)
        self._bar.tell(numbers.index(number) + 1, len(numbers))
        ready = self._ready.get(self._key(page))
        if ready is not None:
            self._show(page, ready)
            return

        def show(levels: PageLevels) -> None:
            if self.shown == number:
                self._show(page, levels)

        self._run(lambda: lane_work.page_picture(self._parts, page), show)

    def show_last(self) -> None:
        """Show the page that came last."""
        if self._pages:
            self.show_page(max(self._pages))

    def _key(self, page: PageRecord) -> str:
        return page.cleaned_file or page.file

    def _show(self, page: PageRecord, levels: PageLevels) -> None:
        words = page.read.text.words if page.read else ()
        placement = page.read.cleaned.placement if page.read else None
        dpi = page.read.cleaned.cleaned_dpi if page.read else self._parts.scan.dpi
        self._view.show_page(levels, words, placement, dpi=dpi)
        self.light(self._lit)
        self._find.look_at(page.number)
        self._read_ahead(page, levels)

    def _read_ahead(self, page: PageRecord, levels: PageLevels) -> None:
        """Have the pages before and behind ready, also of the next letter; no other is kept."""
        near = [self._pages[number] for number in self._near(page.number)]
        kept = {self._key(p): found for p in near if (found := self._ready.get(self._key(p)))}
        self._ready = {**kept, self._key(page): levels}
        for other in near:
            if self._key(other) not in self._ready:
                self._run(
                    lambda other=other: lane_work.page_picture(self._parts, other),
                    lambda found, other=other: self._keep_ready(other, found),
                )

    def _near(self, number: int) -> list[int]:
        """Give a page with those before and behind it, in its document and in the pile."""
        whole = [one for document in self._documents for one in document]
        near: dict[int, None] = {}
        for numbers in (self._beside(number), whole):
            if number in numbers:
                at = numbers.index(number)
                near |= dict.fromkeys(numbers[max(0, at - 1) : at + 2])
        return list(near)

    def _keep_ready(self, page: PageRecord, levels: PageLevels) -> None:
        if page.number in self._near(self.shown):
            self._ready[self._key(page)] = levels

    def _load_full(self) -> None:
        """Fetch the page's full picture: somebody comes so near that half of it is too coarse."""
        number, page = self.shown, self._pages.get(self.shown)
        if page is None:
            return

        def show(picture: QImage) -> None:
            if self.shown == number:
                self._view.add_full(picture)

        self._run(lambda: lane_work.full_picture(self._parts, page), show)

    def _beside(self, number: int) -> list[int]:
        """Give the pages of the document that has a page; of the pile where none has it."""
        having = (numbers for numbers in self._documents if number in numbers)
        return next(having, sorted(self._pages))

    def _turn_to(self, place: int) -> None:
        self._list.choose_page(self._beside(self.shown)[place - 1])

    # ------------------------------------------------------------------ what is lit

    def light(self, reading: FieldReading | None) -> None:
        """Light the place where a field was read, turning to its page."""
        self._lit = reading
        if reading is None or reading.box is None:
            self._view.light(None)
        elif reading.page == self.shown:
            self._view.light(reading.box)
        else:
            self.show_page(reading.page)

    def _show_found(self, number: int) -> None:
        if number == self.shown:
            self._find.look_at(number)
        else:
            self._list.choose_page(number)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._lanes.run("look", work, done=done, failed=self._banner.show_error)
