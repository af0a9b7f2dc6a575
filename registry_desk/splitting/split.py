"""A batch falls into documents: by separator sheets, by files, by what the pages say.

Every beginning carries a confidence and a reason; where the pages are of two minds, the place is
shown to the clerk as doubtful instead of being decided in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.model.document import Boundary, Split
from registry_desk.model.page import Barcode, ReadPage
from registry_desk.splitting.content import SeenPage, by_content
from registry_desk.splitting.page_lines import bare
from registry_desk.splitting.separators import UNREAD, SeparatorOrder, read_separator

DOUBT_BELOW = 0.8
"""A beginning that is less sure is shown as uncertain."""
_NAME_OF_SHEET = "PATCHT"
_SHEET_WORDS = 14
"""A separator sheet says no more than this; with more words it is a letter that shows a code."""
BEGINS_FROM = 0.4
"""A letter lost behind another is registered nowhere, an annex parted from its letter is seen:
the doubtful page begins a document somewhat before it is as likely as not."""
SHOWN_FROM = 0.1
"""Of the pages told between 0.1 and 0.15 one in ten began a document, below 0.05 none."""


@dataclass(frozen=True, slots=True)
class _Judged:
    is_separator: bool
    confidence: float
    doubt: str = ""
    """Reason code of a code that was no order."""


def split(pages: Sequence[ReadPage], *, separator_key: bytes | None = None) -> Split:
    """Propose the documents of a batch.

    Args:
        pages: in the order they were fed.
        separator_key: the institution's key; with it only proven sheets of ours are taken at
            their word wherever they lie.
    """
    judgements = [_judge(page, separator_key) for page in pages]
    backs = _separator_backs(pages, judgements)
    course = _Course()
    for page, judged in zip(pages, judgements, strict=True):
        if judged.is_separator:
            course.pass_separator(page, judged)
        elif page.index not in backs:
            course.pass_page(page, judged)
    return course.end()


class _Course:
    """What has come of the batch up to a page."""

    def __init__(self) -> None:
        self._documents: list[list[int]] = []
        self._boundaries: list[Boundary] = []
        self._doubtful: list[Boundary] = []
        self._separators: list[int] = []
        self._waiting: list[int] = []
        """Blank pages that no document has yet."""
        self._opened: _Judged | None = None
        """The separator sheet that came last, until a written page follows."""
        self._last: ReadPage | None = None
        self._seen: dict[int, SeenPage] = {}

    def pass_separator(self, page: ReadPage, judged: _Judged) -> None:
        self._separators.append(page.index)
        self._opened = judged

    def pass_page(self, page: ReadPage, judged: _Judged) -> None:
        if page.is_whole_source or not page.cleaned.is_blank:
            self._pass_written(page, judged)
        elif self._documents and self._opened is None and not self._is_last_whole():
            self._documents[-1].append(page.index)
        else:
            self._waiting.append(page.index)

    def _pass_written(self, page: ReadPage, judged: _Judged) -> None:
        self._seen[page.index] = SeenPage.of(page)
        is_first = not self._documents
        boundary = _begin(page, self._last, self._seen, self._opened, is_first=is_first)
        if judged.doubt:
            self._doubtful.append(Boundary(page.index, 0.5, judged.doubt))
        if boundary.confidence >= BEGINS_FROM or is_first:
            self._documents.append([*self._waiting, page.index])
            self._boundaries.append(boundary)
            self._waiting = []
        else:
            self._documents[-1].append(page.index)
            if boundary.confidence >= SHOWN_FROM:
                self._doubtful.append(boundary)
        self._last, self._opened = page, None

    def _is_last_whole(self) -> bool:
        """Tell whether the last document is a file that takes no other pages."""
        return self._last is not None and self._last.is_whole_source

    def end(self) -> Split:
        """Give the split; blank pages that are left go to the last document that may take them."""
        if self._waiting and self._documents and not self._is_last_whole():
            self._documents[-1].extend(self._waiting)
        elif self._waiting:
            self._documents.append(self._waiting)
            self._boundaries.append(Boundary(self._waiting[0], 0.5, "boundary.first"))
        return Split(
            tuple(tuple(sorted(document)) for document in self._documents),
            tuple(self._boundaries),
            tuple(self._separators),
            tuple(self._doubtful),
        )


def _separator_backs(pages: Sequence[ReadPage], judgements: Sequence[_Judged]) -> set[int]:
    """Give the blank other sides of separator sheets: they are no document's."""
    sheets = {
        page.sheet
        for page, judged in zip(pages, judgements, strict=True)
        if judged.is_separator and page.sheet is not None
    }
    return {page.index for page in pages if page.cleaned.is_blank and page.sheet in sheets}


def _begin(
    page: ReadPage,
    last: ReadPage | None,
    seen: dict[int, SeenPage],
    opened: _Judged | None,
    *,
    is_first: bool,
) -> Boundary:
    """Judge whether a document begins with this page."""
    if opened is not None:
        return Boundary(page.index, opened.confidence, "boundary.separator")
    if is_first or last is None:
        return Boundary(page.index, 1.0, "boundary.first")
    is_other_file = last.source != page.source or page.source_page <= last.source_page
    if is_other_file and (last.is_whole_source or page.is_whole_source):
        return Boundary(page.index, 1.0, "boundary.file")
    if page.is_whole_source and last.is_whole_source:
        return Boundary(page.index, 0.0, "boundary.same_file")
    return by_content(page.index, seen[last.index], seen[page.index])


def _judge(page: ReadPage, key: bytes | None) -> _Judged:
    """Tell whether a page is a separator sheet."""
    orders = [order for code in page.barcodes if (order := read_separator(code, key))]
    if not orders:
        is_unread = any(code.symbology == UNREAD for code in page.barcodes)
        is_doubtful = is_unread and _says_little(page)
        return _Judged(False, 0.0, "boundary.code_unreadable" if is_doubtful else "")
    if any(order.is_proven for order in orders):
        return _Judged(True, 1.0)
    if _is_bare_sheet(page) and not all(order.is_refused for order in orders):
        return _Judged(True, 0.9)
    return _Judged(False, 0.0, _reason(orders))


def _reason(orders: list[SeparatorOrder]) -> str:
    if any(order.is_refused for order in orders):
        return "boundary.foreign_sheet"
    return "boundary.code_in_letter"


def _is_bare_sheet(page: ReadPage) -> bool:
    return _says_little(page) or _has_patches_around(page)


def _says_little(page: ReadPage) -> bool:
    words = [w for w in page.text.words if w.confidence > 0.5 and sum(map(str.isalpha, w.text)) > 2]
    others = [w for w in words if not bare(w.text).startswith(("separator", "separat", "patch"))]
    return len(others) <= _SHEET_WORDS


def _has_patches_around(page: ReadPage) -> bool:
    """Tell whether patch codes run along two edges of a page, over half its width or more.

    The sheets that scanner makers print explain themselves in many words; no letter has such bars.
    Where the edge of a scan took some of them, a Code 39 on the sheet still says what it is.
    Source: Kodak, publication A-61599 (patch code sheets).
    """
    width = min(page.cleaned.width_px, page.cleaned.height_px)
    width = round(width * page.cleaned.cleaned_dpi / max(1, page.cleaned.dpi))
    long = [c for c in page.barcodes if c.symbology == "patch" and _length(c) > width / 2]
    is_named = any(c.symbology == "code39" and c.value == _NAME_OF_SHEET for c in page.barcodes)
    return len(long) >= (1 if is_named else 2)


def _length(code: Barcode) -> int:
    return max(code.box.width, code.box.height)
