"""Write down who looked at an entry: once for each person and day, not at each glance of a desk."""

import contextlib
import threading
from datetime import date

from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import Actor
from registry_desk.server.writing import write
from registry_desk.wire.errors import StoreFull

_MOST_LOOKS = 200_000


class Looks:
    """Remembers in this process which looks of today are written down already."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: date | None = None
        self._noted: set[tuple[str, int]] = set()

    def note(self, entry: Entry, actor: Actor) -> None:
        """Write a look down, unless it was; a full disk keeps nobody from looking.

        What could not be written is no longer taken for written: the next look is.
        """
        look = actor.username, entry.pk
        with self._lock:
            if self._day != clock.today() or len(self._noted) >= _MOST_LOOKS:
                self._day, self._noted = clock.today(), set()
            noted = self._noted
            if look in noted:
                return
            noted.add(look)
        is_written = False
        try:
            with contextlib.suppress(StoreFull):
                write(lambda: record(actor.username, "seen", entry.number) and None)
                is_written = True
        finally:
            if not is_written:
                noted.discard(look)


looks = Looks()
