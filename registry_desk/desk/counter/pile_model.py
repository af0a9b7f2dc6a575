"""The pile as rows: each document's heading, then its pages; what was set aside at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from registry_desk.i18n import plural, text
from registry_desk.journey.records import DocumentRecord, PageRecord

if TYPE_CHECKING:
    from registry_desk.journey.boundaries import DoubtfulPlace

ROW = Qt.ItemDataRole.UserRole
PAGES_DRAGGED = "application/x-registry-desk-pages"
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the pile."""

    kind: str
    """``heading``, ``page`` or ``hidden`` (a blank back)."""
    words: str
    page: int
    """Place in the batch; of a heading, its document's first page."""
    document: str = ""
    """UUID; empty where no document has it."""
    tone: str = "text"
    """Token of its words."""
    reason: str = ""

    @property
    def is_heading(self) -> bool:
        """Tell whether a document begins here."""
        return self.kind == "heading"


class PileModel(QAbstractListModel):
    """The rows, for a view that paints only what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def rowCount(self, parent: _Index | None = None) -> int:
        """Give how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a row, its words, or its reason."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return row.words if row.is_heading else text("pile.page_named", page=row.words)
            case Qt.ItemDataRole.ToolTipRole:
                return row.reason or None
            case _:
                return row if role == ROW else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let pages be dragged, and dropped anywhere."""
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        dropped = Qt.ItemFlag.ItemIsDropEnabled
        if not index.isValid():
            return dropped
        is_page = not self.rows[index.row()].is_heading
        return usual | dropped | (Qt.ItemFlag.ItemIsDragEnabled if is_page else usual)

    def mimeTypes(self) -> list[str]:
        """Give what is dragged."""
        return [PAGES_DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Write the dragged pages down, in their order."""
        dragged = QMimeData()
        pages = [str(self.rows[index.row()].page) for index in sorted(indexes, key=_row)]
        dragged.setData(PAGES_DRAGGED, ",".join(pages).encode())
        return dragged

    def supportedDropActions(self) -> Qt.DropAction:
        """Let pages be moved, not copied."""
        return Qt.DropAction.MoveAction

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add(self, row: Row) -> None:
        """Add a row at the end."""
        self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows))
        self.rows.append(row)
        self.endInsertRows()

    def retitle(self, document: DocumentRecord) -> None:
        """Show a document's number in its heading."""
        for place, row in enumerate(self.rows):
            if row.is_heading and row.document == str(document.id):
                self.rows[place] = replace(row, words=heading(document), tone="text", reason="")
                self.dataChanged.emit(self.index(place), self.index(place))

    def place_of_page(self, number: int) -> int | None:
        """Give the row of a page."""
        found = (n for n, r in enumerate(self.rows) if r.page == number and not r.is_heading)
        return next(found, None)

    def place_of_document(self, document_id: UUID) -> int | None:
        """Give the row of a document's heading."""
        wanted = str(document_id)
        found = (n for n, r in enumerate(self.rows) if r.is_heading and r.document == wanted)
        return next(found, None)


def _row(index: QModelIndex) -> int:
    return index.row()


def rows_of(
    documents: Sequence[tuple[DocumentRecord, list[PageRecord]]],
    loose: Sequence[PageRecord],
    aside: Sequence[PageRecord],
    doubts: "Sequence[DoubtfulPlace]",
) -> Iterator[Row]:
    """Give the rows of a pile; nothing that was fed is missing.

    Args:
        documents: with their pages, in order.
        loose: pages that no document has (separator sheets, a page that just came).
        aside: pages that were set aside.
        doubts: where a boundary is unsure.
    """
    doubtful = {doubt.page: doubt for doubt in doubts}
    for document, pages in documents:
        if pages:
            first = next((page for page in pages if not is_hidden_back(page)), pages[0])
            head = Row("heading", heading(document), first.number, str(document.id))
            yield _doubted(head, doubtful.pop(first.number, None), "counter.doubt_begins")
            for page in pages:
                row = page_row(page, str(document.id))
                yield _doubted(row, doubtful.get(page.number), "counter.doubt_goes_on")
    for title, pages in (("counter.loose", loose), ("counter.set_aside", aside)):
        if pages:
            yield Row("heading", text(title), pages[0].number, tone="muted")
            yield from (page_row(page) for page in pages)


def _doubted(row: Row, doubt: "DoubtfulPlace | None", said: str) -> Row:
    """Say where a boundary is unsure: at the document that begins there, or at the page."""
    if doubt is None:
        return row
    why = text("counter.doubt_why", reason=text(doubt.reason))
    return replace(row, words=f"{row.words}\n? {text(said)}", tone="warn", reason=why)


def page_row(page: PageRecord, document: str = "") -> Row:
    """Give the row of a page."""
    if page.problem:
        words = f"{page.number}\n▲ {text('counter.unreadable')}"
        return Row("page", words, page.number, document, "warn")
    if is_hidden_back(page):
        return Row(
            "hidden", f"{page.number}  {text('counter.blank')}", page.number, document, "muted"
        )
    # A separator sheet has no way up that matters; doubts are about the pages of a document.
    if document and page.read and page.read.cleaned.doubts:
        words = f"{page.number}\n◔ {text('doubt.' + page.read.cleaned.doubts[0])}"
        return Row("page", words, page.number, document)
    return Row("page", str(page.number), page.number, document)


def heading(document: DocumentRecord) -> str:
    """Give what a document is called: its number once it has one."""
    number = document.entry["number"] if document.entry else None
    if number:
        return f"✓ {number}"
    if document.is_set_aside:
        return text("counter.document_aside", position=document.position)
    return text("counter.document", position=document.position)


def is_hidden_back(page: PageRecord) -> bool:
    """Tell whether a page is a blank back: hidden from the document, never deleted."""
    return page.read is not None and page.read.cleaned.is_blank


def pile_words(pages: Sequence[PageRecord]) -> str:
    """Say what a pile holds: sheets fed = pages kept + backs hidden + pages set aside."""
    sheets = len({page.sheet or -page.number for page in pages})
    aside = sum(page.is_set_aside for page in pages)
    blank = sum(is_hidden_back(page) and not page.is_set_aside for page in pages)
    kept = plural("count.pages", len(pages) - blank - aside)
    words = f"{plural('count.sheets', sheets)} = {kept}"
    if blank:
        words += f" + {plural('count.blank', blank)}"
    if aside:
        words += f" + {plural('count.aside', aside)}"
    return words
