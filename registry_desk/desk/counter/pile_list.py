"""The pages as they came, as thumbnails grouped into documents; pages are dragged between them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.pile_model import PAGES_DRAGGED, PileModel, Row, page_row, rows_of
from registry_desk.desk.counter.pile_painter import PilePainter
from registry_desk.desk.counter.thumbnails import SIZE, Thumbnails
from registry_desk.i18n import text
from registry_desk.journey.records import DocumentRecord, PageRecord

if TYPE_CHECKING:
    from registry_desk.journey.boundaries import DoubtfulPlace

_STRIP_PX = SIZE.height() + 56
_COLUMN_PX = 160
_NO_LIMIT = 16_777_215


class PileList(QListView):
    """Documents with their pages below; choosing a page or a document shows it."""

    page_chosen = Signal(int)
    """The page's place in the batch, counted from 1."""
    document_chosen = Signal(str)
    """The document's UUID as text."""
    pages_dropped = Signal(list, object)
    """Pages that were dragged, and the :class:`Row` they were dropped before; None: at the end."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self.thumbnails = Thumbnails(lanes)
        self.pile = PileModel()
        self.setModel(self.pile)
        self.setItemDelegate(PilePainter(self, self.thumbnails))
        self.setAccessibleName(text("counter.pages"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.thumbnails.came.connect(self._repaint)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._choose(now))
        self.be_strip(is_strip=False)

    def be_strip(self, *, is_strip: bool) -> None:
        """Lie below the page as a strip, or stand beside it as a column."""
        self.setFlow(QListView.Flow.LeftToRight if is_strip else QListView.Flow.TopToBottom)
        self.setMinimumWidth(0 if is_strip else _COLUMN_PX)
        self.setMaximumHeight(_STRIP_PX if is_strip else _NO_LIMIT)
        self.setWrapping(False)
        QTimer.singleShot(0, self, self._show_current)

    # ------------------------------------------------------------------ what lies there

    def clear_pile(self) -> None:
        """Forget the batch shown."""
        self.setUniformItemSizes(True)
        self.thumbnails.forget()
        self.pile.show_rows(())

    def add_page(self, page: PageRecord) -> None:
        """Show a page that has just come in, before it belongs to a document."""
        if self.pile.place_of_page(page.number) is None:
            self.pile.add(page_row(page))
            self.scrollToBottom()

    def show_documents(
        self,
        documents: list[tuple[DocumentRecord, list[PageRecord]]],
        loose: list[PageRecord],
        aside: list[PageRecord],
        doubts: "Sequence[DoubtfulPlace]" = (),
    ) -> None:
        """Group the pages into documents; nothing that was fed is out of sight."""
        self.selectionModel().blockSignals(True)
        self.setUniformItemSizes(False)
        self.thumbnails.scale = self.devicePixelRatioF()
        self.pile.show_rows(list(rows_of(documents, loose, aside, doubts)))
        self.selectionModel().blockSignals(False)

    def retitle(self, document: DocumentRecord) -> None:
        """Show a document's number in its heading."""
        self.pile.retitle(document)

    @property
    def headings(self) -> list[Row]:
        """Give the rows that documents, and what belongs to none, begin with."""
        return [row for row in self.pile.rows if row.is_heading]

    # ------------------------------------------------------------------ what is chosen

    @property
    def page(self) -> int | None:
        """Give the page chosen: of a document, its first."""
        row = self._row(self.currentIndex())
        return row.page if row else None

    def chosen_pages(self) -> list[int]:
        """Give the pages chosen; of a heading, all pages of its document."""
        rows = [row for index in self.selectedIndexes() if (row := self._row(index))]
        whole = {row.document for row in rows if row.is_heading and row.document}
        chosen = {row.page for row in rows if not row.is_heading}
        chosen |= {r.page for r in self.pile.rows if r.document in whole and not r.is_heading}
        return sorted(chosen)

    def choose_page(self, number: int) -> None:
        """Select a page and thereby show it."""
        self._go_to(self.pile.place_of_page(number), QAbstractItemView.ScrollHint.EnsureVisible)

    def choose_document(self, document_id: UUID) -> None:
        """Select a document and thereby show it."""
        place = self.pile.place_of_document(document_id)
        self._go_to(place, QAbstractItemView.ScrollHint.PositionAtTop)

    def _go_to(self, place: int | None, hint: QAbstractItemView.ScrollHint) -> None:
        if place is not None:
            index = self.pile.index(place)
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, how)
            self._scroll_to(index, hint)

    def _show_current(self) -> None:
        self._scroll_to(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtTop)

    def _scroll_to(self, index: QModelIndex, hint: QAbstractItemView.ScrollHint) -> None:
        """Bring a row into sight; a document with its first pages, also where they lie in a row."""
        is_strip = self.flow() is QListView.Flow.LeftToRight
        if is_strip and hint is QAbstractItemView.ScrollHint.PositionAtTop:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())
        self.scrollTo(index, hint)

    def _row(self, index: QModelIndex) -> Row | None:
        return self.pile.rows[index.row()] if index.isValid() else None

    def _choose(self, index: QModelIndex) -> None:
        row = self._row(index)
        if row is None:
            return
        if row.document:
            self.document_chosen.emit(row.document)
        self.page_chosen.emit(row.page)

    def _repaint(self, number: int) -> None:
        place = self.pile.place_of_page(number)
        if place is not None:
            self.viewport().update(self.visualRect(self.pile.index(place)))

    # ------------------------------------------------------------------ dragging

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take pages of this pile; files from outside go on to the screen."""
        if event.mimeData().hasFormat(PAGES_DRAGGED):
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the pages would go."""
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(PAGES_DRAGGED):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where pages were dropped; the arrangement is written before anything moves here."""
        if not event.mimeData().hasFormat(PAGES_DRAGGED):
            event.ignore()
            return
        written = bytes(event.mimeData().data(PAGES_DRAGGED).data()).decode()
        at = event.position().toPoint()
        self.pages_dropped.emit([int(page) for page in written.split(",")], self._row_after(at))
        # Qt would take the rows away by itself after a move: it is told that nothing moved.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _row_after(self, at: QPoint) -> Row | None:
        """Give the row that pages dropped at a point go before."""
        index = self.indexAt(at)
        if not index.isValid():
            return None
        place = self.visualRect(index)
        is_strip = self.flow() is QListView.Flow.LeftToRight
        is_behind = at.x() > place.center().x() if is_strip else at.y() > place.center().y()
        row = index.row() + is_behind
        return self.pile.rows[row] if row < len(self.pile.rows) else None
