"""Where a document may begin, or may not: the places of a batch a clerk should look at."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.journey.records import PageRecord
from registry_desk.splitting import split
from registry_desk.splitting.split import DOUBT_BELOW


@dataclass(frozen=True, slots=True)
class DoubtfulPlace:
    """A page that may begin a document, told without certainty."""

    page: int
    """Place in the batch, counted from 1."""
    reason: str
    """Catalogue code: ``boundary.letterhead``, …"""


def doubtful_places(
    pages: Sequence[PageRecord], *, separator_key: bytes | None
) -> tuple[DoubtfulPlace, ...]:
    """Give the uncertain boundaries of a batch, made and not made, in its order."""
    read = [page.read for page in pages if page.read is not None and not page.is_set_aside]
    if not read:
        return ()
    found = split(read, separator_key=separator_key)
    unsure = [b for b in found.boundaries if b.confidence < DOUBT_BELOW and b.first_page > 1]
    places = {b.first_page: b.reason for b in (*unsure, *found.doubtful)}
    return tuple(DoubtfulPlace(page, reason) for page, reason in sorted(places.items()))
