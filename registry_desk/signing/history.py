"""The reader of signed files, which knows the object numbers that were really free."""

from functools import cached_property
from typing import Any, BinaryIO

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader


def open_signed(opened: BinaryIO) -> PdfFileReader:
    """Open a file whose revisions are to be compared.

    Args:
        opened: the file, open for reading for as long as the reader is used.

    Raises:
        pyhanko.pdf_utils.misc.PdfError: it is no PDF, or damaged.
    """
    return _Reader(opened, strict=False)


class _Revision(HistoricalResolver):
    """One revision of a file."""

    def is_ref_unassignable(self, ref: Reference) -> bool:
        """Tell whether an object of a later revision replaces nothing of this one.

        pyHanko asks only whether its number lies beyond the declared size. That is too strict:
        PDFBox, and with it EU DSS and much else, counts a cross-reference stream in the size
        without listing it, and its next revision takes that number, so that every file whose
        proof was added later would look forged. And it is too mild: a page may refer into the
        void when it is signed, and what is written there later appears on it, which is one more
        of the "shadow" attacks.
        Source: ISO 32000-1, 7.3.10 (undefined objects), 7.5.8.2 (Size, Index); Mainka and others,
        Shadow Attacks (NDSS 2021).
        """
        if ref.idnum in self._referred:
            return False
        return super().is_ref_unassignable(ref) or ref.idnum not in self._listed

    @cached_property
    def _listed(self) -> frozenset[int]:
        """Give every object number that a revision so far has used or freed."""
        xrefs = self.reader.xrefs
        listed: set[Reference] = set()
        for revision in range(self.revision + 1):
            listed |= xrefs.explicit_refs_in_revision(revision)
            listed |= xrefs.refs_freed_in_revision(revision)
        return frozenset(ref.idnum for ref in listed)

    @cached_property
    def _referred(self) -> set[int]:
        """Give every object number that this revision points to, of objects and of voids."""
        numbers: set[int] = set()
        waiting: list[Any] = [self.trailer_view]
        while waiting:
            value = waiting.pop()
            if isinstance(value, IndirectObject):
                if value.idnum in numbers:
                    continue
                numbers.add(value.idnum)
                value = self._read(value)
            value = getattr(value, "decrypted", value)
            if isinstance(value, DictionaryObject):
                waiting += value.values()
            elif isinstance(value, ArrayObject):
                waiting += value
        return numbers

    def _read(self, place: IndirectObject) -> Any:
        """Give an object, or None where it is damaged: then it points nowhere."""
        try:
            return self.get_object(place.reference)
        except PdfError:
            return None


class _Reader(PdfFileReader):
    """A reader whose earlier revisions are as above."""

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        known = self._historical_resolver_cache
        if revision not in known:
            known[revision] = _Revision(self, revision)
        return known[revision]
