"""Which pages later revisions may have changed, by the objects that they are drawn from."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

_MOST_PAGES = 100_000
_DEPTH = 60


def touched_pages(reader: PdfFileReader, signed_revision: int) -> frozenset[int] | None:
    """Give the pages, from 1, that reach an object written after a revision.

    Args:
        reader: the whole file.
        signed_revision: from 0; the last one that was signed.

    Returns:
        None where any page may have changed: other pages, other inherited settings, other layers,
        or a page tree that cannot be followed.
    """
    later = {
        ref.idnum
        for revision in range(signed_revision + 1, reader.xrefs.total_revisions)
        for ref in reader.xrefs.explicit_refs_in_revision(revision)
    }
    try:
        then = list(_pages(reader.get_historical_resolver(signed_revision).root, None))
        now = list(_pages(reader.root, later))
        if [one.idnum for one in then] != [one.idnum for one in now]:
            return None
        walk = _Walk(later, {one.idnum for one in now})
        if walk.is_touched(reader.root.get("/OCProperties")):
            return None
        return frozenset(n for n, page in enumerate(now, start=1) if walk.is_touched(page))
    except (PdfError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _pages(root: Any, later: set[int] | None) -> Iterator[IndirectObject]:
    """Give the page objects in order.

    Raises:
        ValueError: a node of the tree was written later, or it is none.
    """
    waiting = [(root.raw_get("/Pages"), 0)]
    for _ in range(_MOST_PAGES):
        if not waiting:
            return
        node, depth = waiting.pop()
        found = node.get_object()
        if "/Kids" not in found:
            yield node
            continue
        if depth > _DEPTH or (later and node.idnum in later):
            raise ValueError("the page tree cannot be followed")
        kids = found["/Kids"]
        waiting += [(kids.raw_get(i), depth + 1) for i in reversed(range(len(kids)))]
    raise ValueError("too many pages")


class _Walk:
    """Follows references; what was found untouched once is not followed again."""

    def __init__(self, later: set[int], pages: set[int]) -> None:
        self._later, self._pages = later, pages
        self._clean: set[int] = set()

    def is_touched(self, start: Any) -> bool:
        """Tell whether a value reaches an object written later.

        Other pages are not entered: a link to a page draws nothing of it.
        """
        seen: set[int] = set()
        waiting = [start]
        while waiting:
            value = waiting.pop()
            if isinstance(value, IndirectObject):
                number = value.idnum
                if number in self._later and (value is start or number not in self._pages):
                    return True
                is_other_page = number in self._pages and value is not start
                if is_other_page or number in self._clean or number in seen:
                    continue
                seen.add(number)
                value = value.get_object()
            value = getattr(value, "decrypted", value)
            if isinstance(value, DictionaryObject):
                is_page = value.get("/Type") == "/Page"
                waiting += (v for key, v in value.items() if not (is_page and key == "/Parent"))
            elif isinstance(value, ArrayObject):
                waiting += value
        self._clean |= seen
        return False
