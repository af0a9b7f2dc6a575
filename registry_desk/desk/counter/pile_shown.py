"""A pile as the counter shows it; plain values that need no stage."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.desk.parts import DeskParts
from registry_desk.journey.records import Batch, BatchState, DocumentRecord, PageRecord

if TYPE_CHECKING:
    from registry_desk.journey.boundaries import DoubtfulPlace
    from registry_desk.journey.devices import ScanSettings


@dataclass(frozen=True, slots=True)
class PileShown:
    """A batch as the counter shows it."""

    batch: Batch
    documents: list[tuple[DocumentRecord, list[PageRecord]]]
    pages: list[PageRecord]
    doubts: "tuple[DoubtfulPlace, ...]" = ()
    """Where a document may begin, or may not."""

    @property
    def has_open(self) -> bool:
        """Tell whether a document still waits for the clerk."""
        return any(is_open(document) for document, _pages in self.documents)

    @property
    def aside(self) -> list[PageRecord]:
        """Give the pages that were set aside."""
        return [page for page in self.pages if page.is_set_aside]

    @property
    def loose(self) -> list[PageRecord]:
        """Give the pages that no document has."""
        return [p for p in self.pages if p.document_id is None and not p.is_set_aside]

    def with_document(self, changed: DocumentRecord) -> "PileShown":
        """Give the pile after one of its documents changed."""
        documents = [(changed if d.id == changed.id else d, pages) for d, pages in self.documents]
        return replace(self, documents=documents)


@dataclass(frozen=True, slots=True)
class ScanWay:
    """How a pile is scanned and what becomes of it."""

    scan: "ScanSettings"
    hides_blank_backs: bool = True
    is_split: bool = True


def is_open(document: DocumentRecord) -> bool:
    """Tell whether a document waits for the clerk."""
    return document.accepted_at is None and not document.is_set_aside


def image_file(parts: DeskParts, page: PageRecord) -> Path:
    """Give the file to show for a page."""
    return parts.counter.tray.path(page.cleaned_file or page.file)


def unfinished_batch(parts: DeskParts) -> Batch | None:
    """Give the latest batch that still has something for the clerk to do."""
    tray = parts.counter.tray
    for batch in reversed(tray.batches()):
        if batch.is_mail:
            continue  # has a screen of its own
        documents = tray.documents(batch.id)
        is_unread = batch.state is not BatchState.PROPOSED and bool(tray.pages(batch.id))
        if is_unread or any(is_open(document) for document in documents):
            return batch
    return None
