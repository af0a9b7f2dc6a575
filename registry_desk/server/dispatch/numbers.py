"""The dispatch's own numbers, by year, without gaps; inside a write."""

from django.db.models import F

from registry_desk.server import clock
from registry_desk.server.dispatch.models import DispatchSequence


def next_number(of: str) -> tuple[int, int]:
    """Give the next number of this year as (year, value).

    Args:
        of: ``sending`` or ``list``.
    """
    year = clock.today().year
    DispatchSequence.objects.get_or_create(year=year, of=of)
    own = DispatchSequence.objects.filter(year=year, of=of)
    own.update(last=F("last") + 1)  # holds the row until this transaction ends
    return year, own.values_list("last", flat=True).get()
