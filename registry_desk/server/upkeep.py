"""What the server does by itself beside answering, each in a thread of its own.

Everything here is held in the database, so that several processes may do it and one that is
killed loses nothing.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, connection

from registry_desk.errors import RegistryDeskError

_log = logging.getLogger("registry_desk.server.upkeep")
_FIRST_PAUSE_S = 0.5
"""A server that starts answers first."""
_FIRST_CLOSING_S = 600.0
"""Days that were not closed in their night wait until the desks have begun."""


def keep_up() -> None:
    """Start closing days, binding old entries, counting, reading, telling petitioners."""
    from registry_desk.server.audit.adopting import adopt_next
    from registry_desk.server.board.settling import settle_if_due
    from registry_desk.server.citizen.notices import send_waiting
    from registry_desk.server.entries.known_words import gather
    from registry_desk.server.files.trusted import fetch_lists
    from registry_desk.server.prints.closing import Closing
    from registry_desk.server.texts.reading import read_waiting
    from registry_desk.server.texts.scans import recognise_waiting

    for name, work, pause_s, first_s in (
        ("board-totals", settle_if_due, 300.0, _FIRST_PAUSE_S),
        ("old-entries", adopt_next, 300.0, _FIRST_PAUSE_S),
        ("known-words", gather, 30.0, _FIRST_PAUSE_S),
        ("closing", Closing().close_next, 300.0, _FIRST_CLOSING_S),
        ("document-texts", read_waiting, 2.0, _FIRST_PAUSE_S),
        ("scans", recognise_waiting, 2.0, _FIRST_PAUSE_S),
        ("notices", send_waiting, 10.0, _FIRST_PAUSE_S),
        ("trusted-lists", fetch_lists, 6 * 3600.0, _FIRST_PAUSE_S),
    ):
        threading.Thread(
            target=_repeat, args=(work, pause_s, first_s), name=name, daemon=True
        ).start()


def _repeat(work: Callable[[], object], pause_s: float, first_s: float) -> None:
    """Do something again and again: at once where there was something to do."""
    time.sleep(first_s)
    while True:
        try:
            done = work()
        except (DatabaseError, RegistryDeskError, OSError) as error:
            _log.warning("%s: %s", threading.current_thread().name, type(error).__name__)
            connection.close()  # the next round tries again
            done = None
        if not done:
            time.sleep(pause_s)
