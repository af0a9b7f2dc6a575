"""Which letter the receipt and the label are of: the one looked at, or the last one numbered."""

from collections.abc import Iterable
from uuid import UUID

from registry_desk.journey.records import DocumentRecord


class Numbered:
    """Remembers the letters of the pile on the counter that were registered."""

    def __init__(self) -> None:
        self.last: UUID | None = None
        self._first: DocumentRecord | None = None
        """Got its number while the pages of its pile were being read."""

    @property
    def has_first(self) -> bool:
        """Tell whether the pile's first letter got its number before its pages."""
        return self._first is not None

    def number_first(self, document: DocumentRecord) -> None:
        """Note the letter whose number came before its pages."""
        self._first, self.last = document, document.id

    def begin(self) -> None:
        """Another pile comes to the counter."""
        self._first = None

    def of(
        self, shown: DocumentRecord | None, pile: Iterable[DocumentRecord]
    ) -> DocumentRecord | None:
        """Give the letter that papers are printed of; None where nothing was registered yet."""
        if shown is not None and shown.accepted_at is not None:
            return shown
        known = (self._first, *pile) if self._first is not None else pile
        return next((document for document in known if document.id == self.last), None)
