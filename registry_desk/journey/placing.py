"""Where dragged pages come to lie: in another document, in a new one, or set aside."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from registry_desk.journey.arranging import Arrangement, Part


def place_pages(
    now: Arrangement, pages: Sequence[int], *, document: UUID, before: int | None
) -> Arrangement:
    """Move pages into a document.

    Args:
        now: the arrangement.
        pages: in the order they come to lie in.
        document: where they go.
        before: the page they go before; None, or one of themselves: behind the document's last.
    """
    left = _without(now, pages)
    parts = []
    for part in left.parts:
        if part.document_id == document:
            at = part.pages.index(before) if before in part.pages else len(part.pages)
            part = replace(part, pages=(*part.pages[:at], *pages, *part.pages[at:]))
        parts.append(part)
    return replace(left, parts=_kept(parts), aside=now.aside - set(pages))


def begin_with_pages(now: Arrangement, pages: Sequence[int]) -> Arrangement:
    """Make a new document of pages, behind all others."""
    left = _without(now, pages)
    parts = (*_kept(left.parts), Part(uuid4(), tuple(pages)))
    return replace(left, parts=parts, aside=now.aside - set(pages))


def set_pages_aside(now: Arrangement, pages: Sequence[int]) -> Arrangement:
    """Set pages aside; they stay on disk and are shown at the end."""
    left = _without(now, pages)
    return replace(left, parts=_kept(left.parts), aside=now.aside | set(pages))


def replace_page(now: Arrangement, old: int, new: int) -> Arrangement:
    """Put a page that was scanned again into the place of the old one, which is set aside."""
    parts = tuple(
        replace(part, pages=tuple(new if page == old else page for page in part.pages))
        for part in now.parts
    )
    return replace(now, parts=parts, aside=(now.aside - {new}) | {old})


def one_document(now: Arrangement) -> Arrangement:
    """Make one document of all pages that documents have."""
    if len(now.parts) < 2:
        return now
    pages = tuple(page for part in now.parts for page in part.pages)
    return replace(now, parts=(replace(now.parts[0], pages=pages),))


def _without(now: Arrangement, pages: Sequence[int]) -> Arrangement:
    parts = tuple(
        replace(part, pages=tuple(page for page in part.pages if page not in pages))
        for part in now.parts
    )
    return replace(now, parts=parts)


def _kept(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave out documents that lost all their pages: they were only proposals."""
    return tuple(part for part in parts if part.pages)
