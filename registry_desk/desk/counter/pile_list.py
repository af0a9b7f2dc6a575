"""The pages as they came, as thumbnails grouped into documents."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from registry_desk.i18n import plural, text
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
        self.setMinimumWidth(150)
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
        self, documents: list[tuple[DocumentRecord, list[PageRecord]]], aside: list[PageRecord]
    ) -> None:
        """Group the pages into documents; what was set aside stays visible at the end."""
        self.blockSignals(True)
        self.clear()
        self._pages.clear()
        for document, pages in documents:
            self._add_group(self._heading(document), pages, document.id)
        if aside:
            self._add_group(text("counter.set_aside"), aside, None)
        self.expandAll()
        self.blockSignals(False)

    def choose_document(self, document_id: UUID) -> None:
        """Select a document and thereby show it."""
        for place in range(self.topLevelItemCount()):
            item = self.topLevelItem(place)
            if item and item.data(0, _DOCUMENT) == str(document_id):
                self.setCurrentItem(item)

    def retitle(self, document: DocumentRecord) -> None:
        """Show a document's number in its heading."""
        for place in range(self.topLevelItemCount()):
            item = self.topLevelItem(place)
            if item and item.data(0, _DOCUMENT) == str(document.id):
                item.setText(0, self._heading(document))

    def _add_group(self, heading: str, pages: list[PageRecord], document_id: UUID | None) -> None:
        group = QTreeWidgetItem([heading])
        group.setData(0, _DOCUMENT, str(document_id) if document_id else None)
        group.setData(0, _PAGE, pages[0].number if pages else None)
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

    @staticmethod
    def _heading(document: DocumentRecord) -> str:
        number = document.entry["number"] if document.entry else None
        if number:
            return f"✓ {number}"
        return text("counter.document", position=document.position)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        if item.data(0, _DOCUMENT):
            self.document_chosen.emit(item.data(0, _DOCUMENT))
        if item.data(0, _PAGE):
            self.page_chosen.emit(item.data(0, _PAGE))


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
