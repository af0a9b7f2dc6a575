"""Close days and years of the register by themselves, each with its print, once they are over.

Looked for are years that are over and the last days in which numbers were given, of every sequence;
a day when the server stood still, or its seal was away, is closed as soon as it works again. What
only this machine's clock takes for over waits until somebody else has seen a later time.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from registry_desk.locking import locked_now
from registry_desk.server import clock
from registry_desk.server.board.counting import midnight
from registry_desk.server.entries.models import Entry, Sequence
from registry_desk.server.people.founding import OPERATOR
from registry_desk.server.people.models import Register
from registry_desk.server.prints import printing
from registry_desk.server.prints.models import RegisterPrint
from registry_desk.server.prints.witness import has_seen_end
from registry_desk.server.site import register_configuration
from registry_desk.wire import PrintOrder

_log = logging.getLogger("registry_desk.server.closing")
_BACK = timedelta(days=31)
"""How long a day is looked for that was not closed in its own night."""
_DAY = timedelta(days=1)


class Closing:
    """Closes one period at a time; remembers until when nothing is left to do."""

    def __init__(self) -> None:
        self._done_until: date | None = None
        self._told_of: date | None = None

    def close_next(self) -> bool:
        """Close the next period that is over and not closed; False when there is none.

        Raises:
            RegistryDeskError: it cannot be printed or sealed now.
        """
        last = clock.day_of(clock.now() - printing.SETTLED) - _DAY
        if self._done_until == last or register_configuration().is_restored:
            return False
        with _alone() as is_alone:
            if not is_alone:
                return False
            waiting = []
            for order in _over(last):
                if has_seen_end(order):
                    printing.make(order, OPERATOR)
                    return True
                waiting.append(order)
        if waiting:
            self._tell_of(last, len(waiting))
        else:
            self._done_until = last
        return False

    def _tell_of(self, last: date, count: int) -> None:
        if self._told_of != last:
            self._told_of = last
            _log.warning("%d periods up to %s wait: nobody but the clock saw them end", count, last)


@contextmanager
def _alone() -> Iterator[bool]:
    """Tell whether no other process of this folder is closing; they take turns."""
    descriptor = os.open(register_configuration().uploads, os.O_RDONLY)
    try:
        yield locked_now(descriptor)
    finally:
        os.close(descriptor)


def _over(last: date) -> Iterator[PrintOrder]:
    """Give what is to be closed, the oldest of each sequence first."""
    for prefix in sorted(set(Register.objects.values_list("prefix", flat=True))):
        closed = RegisterPrint.objects.filter(prefix=prefix, is_final=True)
        for day in reversed(list(_days(prefix, last))):
            if not closed.filter(period=day.isoformat()).exists():
                yield PrintOrder(day=day, prefix=prefix)
        years = Sequence.objects.filter(prefix=prefix, year__lte=(last + _DAY).year - 1)
        for year in years.exclude(last=0).order_by("year").values_list("year", flat=True):
            if not closed.filter(period=str(year)).exists():
                yield PrintOrder(year=year, prefix=prefix)


def _days(prefix: str, last: date) -> Iterator[date]:
    """Give the days in which a sequence gave numbers, the newest first."""
    for year in (last.year, last.year - 1):
        before = midnight(last + _DAY)
        while True:
            given = Entry.objects.filter(year=year, prefix=prefix, registered_at__lt=before)
            at = given.order_by("-value").values_list("registered_at", flat=True).first()
            if at is None or clock.day_of(at) < last - _BACK:
                break
            yield clock.day_of(at)
            before = midnight(clock.day_of(at))
