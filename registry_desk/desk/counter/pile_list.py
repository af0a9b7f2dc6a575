"""The pages as they came, as thumbnails grouped into documents."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QImage, QImageReader, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from registry_desk.desk.theme import tokens
from registry_desk.i18n import plural, text
from registry_desk.journey.boundaries import DoubtfulPlace
from registry_desk.journey.records import DocumentRecord, PageRecord

THUMBNAIL = QSize(72, 102)
_EDGE = QColor("#C9CFD8")
"""A sheet's edge on any ground."""
_PAGE = Qt.ItemDataRole.UserRole
_DOCUMENT = Qt.ItemDataRole.UserRole + 1


class PileList(QTreeWidget):
    """Documents with their pages below; choosing a page or a document shows it."""

    page_chosen = Signal(int)
    """The page's place in the batch, counted from 1."""
    document_chosen = Signal(str)
    """The document's UUID as text."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setIconSize(THUMBNAIL)
        self.setIndentation(12)
        self.setMinimumWidth(160)
        self.setAccessibleName(text("counter.pages"))
        self._pages: dict[int, QTreeWidgetItem] = {}
        self._icons: dict[int, QIcon] = {}
        self.currentItemChanged.connect(lambda item, _before: self._choose(item))

    def clear_pile(self) -> None:
        """Forget the batch shown."""
        self.clear()
        self._pages.clear()
        self._icons.clear()

    def add_page(self, page: PageRecord) -> None:
        """Show a page that has just come in, before it belongs to a document."""
        if page.number not in self._pages:
            self._pages[page.number] = self._page_item(page)
            self.addTopLevelItem(self._pages[page.number])
            self.scrollToBottom()

    def set_thumbnail(self, number: int, image: QImage) -> None:
        """Show a page's small picture in the place that was kept for it."""
        self._icons[number] = QIcon(QPixmap.fromImage(image))
        item = self._pages.get(number)
        if item is not None and not item.icon(0).isNull():
            item.setIcon(0, self._icons[number])

    def show_documents(
        self,
        documents: list[tuple[DocumentRecord, list[PageRecord]]],
        aside: list[PageRecord],
        doubts: Sequence[DoubtfulPlace] = (),
    ) -> None:
        """Group the pages into documents; what was set aside stays visible at the end."""
        self.blockSignals(True)
        self.clear()
        self._pages.clear()
        for document, pages in documents:
            if not pages:
                continue
            self._add_group(_heading(document), pages, document.id)
        if aside:
            self._add_group(text("counter.set_aside"), aside, None)
        for doubt in doubts:
            self._mark_doubt(doubt)
        self.expandAll()
        self.blockSignals(False)

    def _mark_doubt(self, doubt: DoubtfulPlace) -> None:
        """Say where a boundary is unsure: at the document that begins there, or at the page."""
        page = self._pages.get(doubt.page)
        if page is None:
            return
        group = page.parent()
        begins = group is not None and group.data(0, _PAGE) == doubt.page
        item = group if begins and group is not None else page
        said = text("counter.doubt_begins" if begins else "counter.doubt_goes_on")
        item.setText(0, f"{item.text(0)}\n? {said}")
        item.setToolTip(0, text("counter.doubt_why", reason=text(doubt.reason)))
        item.setForeground(0, QBrush(QColor(tokens().warn)))

    @property
    def page(self) -> int | None:
        """Give the page chosen: of a document, its first."""
        item = self.currentItem()
        return item.data(0, _PAGE) if item else None

    def chosen_pages(self) -> list[int]:
        """Give the page chosen, or all pages of the document chosen."""
        item = self.currentItem()
        if item is None:
            return []
        if item.parent() is None and item.childCount():
            return [item.child(place).data(0, _PAGE) for place in range(item.childCount())]
        return [item.data(0, _PAGE)]

    def choose_page(self, number: int) -> None:
        """Select a page and thereby show it."""
        if number in self._pages:
            self.setCurrentItem(self._pages[number])

    def choose_document(self, document_id: UUID) -> None:
        """Select a document and thereby show it."""
        for place in range(self.topLevelItemCount()):
            item = self.topLevelItem(place)
            if item and item.data(0, _DOCUMENT) == str(document_id):
                self.setCurrentItem(item)
                self.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtTop)

    def retitle(self, document: DocumentRecord) -> None:
        """Show a document's number in its heading."""
        for place in range(self.topLevelItemCount()):
            item = self.topLevelItem(place)
            if item and item.data(0, _DOCUMENT) == str(document.id):
                item.setText(0, _heading(document))
                item.setForeground(0, QBrush())

    def _add_group(self, heading: str, pages: list[PageRecord], document_id: UUID | None) -> None:
        group = QTreeWidgetItem([heading])
        group.setData(0, _DOCUMENT, str(document_id) if document_id else None)
        first = next((page for page in pages if not is_hidden_back(page)), None) or pages[0]
        group.setData(0, _PAGE, first.number)
        self.addTopLevelItem(group)
        for page in pages:
            item = self._page_item(page)
            item.setData(0, _DOCUMENT, str(document_id) if document_id else None)
            group.addChild(item)
            self._pages[page.number] = item

    def _page_item(self, page: PageRecord) -> QTreeWidgetItem:
        item = QTreeWidgetItem([_page_words(page)])
        item.setData(0, _PAGE, page.number)
        if is_hidden_back(page):
            item.setForeground(0, self.palette().placeholderText())
        else:
            item.setIcon(0, self._icons.get(page.number, _blank_icon()))
        return item

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        if item.data(0, _DOCUMENT):
            self.document_chosen.emit(item.data(0, _DOCUMENT))
        if item.data(0, _PAGE):
            self.page_chosen.emit(item.data(0, _PAGE))


def _heading(document: DocumentRecord) -> str:
    number = document.entry["number"] if document.entry else None
    if number:
        return f"✓ {number}"
    if document.is_set_aside:
        return text("counter.document_aside", position=document.position)
    return text("counter.document", position=document.position)


def thumbnail(path: Path) -> QImage:
    """Read a small picture of a page, decoded small from the start; runs off the main thread."""
    reader = QImageReader(str(path))
    reader.setScaledSize(reader.size().scaled(THUMBNAIL * 2, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read().convertToFormat(QImage.Format.Format_RGB32)
    edge = QPainter(picture)
    edge.setPen(QPen(_EDGE, 2))
    edge.drawRect(picture.rect().adjusted(1, 1, -1, -1))
    edge.end()
    return picture


def is_hidden_back(page: PageRecord) -> bool:
    """Tell whether a page is a blank back: hidden from the document, never deleted."""
    return page.read is not None and page.read.cleaned.is_blank


def _page_words(page: PageRecord) -> str:
    if page.problem:
        return f"{page.number}  ⚠ {text('counter.unreadable')}"
    if is_hidden_back(page):
        return f"{page.number}  {text('counter.blank')}"
    if page.read and page.read.cleaned.doubts:
        return f"{page.number}  ◔ {text('doubt.' + page.read.cleaned.doubts[0])}"
    return str(page.number)


def _blank_icon() -> QIcon:
    sheet = QPixmap(THUMBNAIL)
    sheet.fill(Qt.GlobalColor.white)
    return QIcon(sheet)


def pile_words(pages: list[PageRecord]) -> str:
    """Say what a pile holds: sheets fed = pages kept + backs hidden + pages set aside."""
    sheets = len({page.sheet or -page.number for page in pages})
    aside = sum(page.is_set_aside for page in pages)
    blank = sum(is_hidden_back(page) and not page.is_set_aside for page in pages)
    words = (
        f"{plural('count.sheets', sheets)} = {plural('count.pages', len(pages) - blank - aside)}"
    )
    if blank:
        words += f" + {plural('count.blank', blank)}"
    if aside:
        words += f" + {plural('count.aside', aside)}"
    return words
