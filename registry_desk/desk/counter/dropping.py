"""What it means to drop pages at a place of the pile."""

from collections.abc import Callable, Sequence
from uuid import UUID

from registry_desk.desk.counter.pile_model import Row
from registry_desk.journey.arranging import Arrangement
from registry_desk.journey.placing import begin_with_pages, place_pages, set_pages_aside


def dropped(
    rows: Sequence[Row], pages: Sequence[int], before: Row | None
) -> Callable[[Arrangement], Arrangement]:
    """Give the change that dropping pages makes.

    Args:
        rows: of the pile.
        pages: that were dragged.
        before: the row they were dropped before; None: below everything, a new document.
    """
    place = rows.index(before) if before is not None else len(rows)
    after = rows[place - 1] if place > 0 else None
    if before is None:
        return lambda now: begin_with_pages(now, pages)
    if before.document and (not before.is_heading or after is None):
        target = UUID(before.document)
        return lambda now: place_pages(now, pages, document=target, before=before.page)
    if after is not None and after.document:
        target = UUID(after.document)
        return lambda now: place_pages(now, pages, document=target, before=None)
    return lambda now: set_pages_aside(now, pages)
