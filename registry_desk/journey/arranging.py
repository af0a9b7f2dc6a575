"""How a batch falls into documents, as the clerk has it: split, joined, moved, set aside, undone.

A change makes a whole new arrangement from the old one; writing an arrangement down is one
transaction, and undoing is writing the old one down again. What is registered, or arrived as a
finished file, stays as it is. No image is ever deleted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from registry_desk.errors import RefusedError
from registry_desk.journey.records import DocumentRecord, PageRecord


class ArrangementFixed(RefusedError):
    """The document is registered, or arrived as a finished file: its pages stay where they are."""

    code = "arrangement_fixed"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of an arrangement."""

    document_id: UUID
    pages: tuple[int, ...]
    """Places in the batch, in the document's order."""
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A whole batch as it falls into documents."""

    parts: tuple[Part, ...]
    aside: frozenset[int]
    """Pages the clerk set aside; unreadable ones are not among them."""
    hidden_backs: frozenset[int]
    """Blank backs, kept out of the document's PDF."""

    def part_of(self, page: int) -> int | None:
        """Give the place of the document that has a page; None where no document has it."""
        return next((n for n, part in enumerate(self.parts) if page in part.pages), None)


def arrangement_of(documents: Sequence[DocumentRecord], pages: Sequence[PageRecord]) -> Arrangement:
    """Give a batch's arrangement as it stands in the tray."""
    held: dict[UUID, list[PageRecord]] = {document.id: [] for document in documents}
    for page in pages:
        if page.document_id in held and not page.is_set_aside:
            held[page.document_id].append(page)
    return Arrangement(
        parts=tuple(
            Part(
                document.id,
                tuple(p.number for p in sorted(held[document.id], key=lambda p: p.position or 0)),
                document.is_set_aside,
            )
            for document in documents
        ),
        aside=frozenset(p.number for p in pages if p.is_set_aside and p.problem is None),
        hidden_backs=frozenset(p.number for p in pages if p.read and p.read.cleaned.is_blank),
    )


def split_before(now: Arrangement, page: int) -> Arrangement:
    """Begin a new document with a page; nothing changes where one begins there already."""
    place = now.part_of(page)
    if place is None or now.parts[place].pages[0] == page:
        return now
    part = now.parts[place]
    cut = part.pages.index(page)
    two = (replace(part, pages=part.pages[:cut]), Part(uuid4(), part.pages[cut:]))
    return replace(now, parts=(*now.parts[:place], *two, *now.parts[place + 1 :]))


def join_with_previous(now: Arrangement, page: int) -> Arrangement:
    """Join the document that has a page with the one before it; the first one stays alone."""
    place = now.part_of(page)
    if not place:
        return now
    before, part = now.parts[place - 1], now.parts[place]
    joined = replace(before, pages=before.pages + part.pages)
    return replace(now, parts=(*now.parts[: place - 1], joined, *now.parts[place + 1 :]))


def move_page(now: Arrangement, page: int, step: int) -> Arrangement:
    """Move a page one place back (-1) or on (1), over the edge into the neighbouring document."""
    place = now.part_of(page)
    if place is None:
        return now
    held = [list(part.pages) for part in now.parts]
    at = held[place].index(page)
    if 0 <= at + step < len(held[place]):
        held[place][at], held[place][at + step] = held[place][at + step], page
    elif 0 <= place + step < len(held):
        held[place].remove(page)
        neighbour = held[place + step]
        neighbour.insert(0 if step > 0 else len(neighbour), page)
    else:
        return now
    parts = (replace(p, pages=tuple(h)) for p, h in zip(now.parts, held, strict=True) if h)
    return replace(now, parts=tuple(parts))


def turn_page_aside(now: Arrangement, page: int) -> Arrangement:
    """Set a page aside, or take it back behind the page that came before it."""
    if page in now.aside:
        return _taken_back(now, page)
    place = now.part_of(page)
    if place is None:
        return now
    left = tuple(number for number in now.parts[place].pages if number != page)
    kept = (replace(now.parts[place], pages=left),) if left else ()
    parts = (*now.parts[:place], *kept, *now.parts[place + 1 :])
    return replace(now, parts=parts, aside=now.aside | {page})


def _taken_back(now: Arrangement, page: int) -> Arrangement:
    aside = now.aside - {page}
    before = max((n for part in now.parts for n in part.pages if n < page), default=None)
    place = now.part_of(before) if before is not None else None
    if before is None or place is None:
        return replace(now, aside=aside, parts=(Part(uuid4(), (page,)), *now.parts))
    held = list(now.parts[place].pages)
    held.insert(held.index(before) + 1, page)
    part = replace(now.parts[place], pages=tuple(held))
    return replace(now, aside=aside, parts=(*now.parts[:place], part, *now.parts[place + 1 :]))


def turn_document_aside(now: Arrangement, page: int) -> Arrangement:
    """Set the document that has a page aside, or take it back."""
    place = now.part_of(page)
    if place is None:
        return now
    part = replace(now.parts[place], is_set_aside=not now.parts[place].is_set_aside)
    return replace(now, parts=(*now.parts[:place], part, *now.parts[place + 1 :]))


def show_backs(now: Arrangement, pages: Iterable[int]) -> Arrangement:
    """Bring blank backs into their document again."""
    return replace(now, hidden_backs=now.hidden_backs - set(pages))
