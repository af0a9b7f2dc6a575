"""Names nobody has here: tried again and again they wait as long as real ones.

Otherwise the sixth wrong password would tell whether there is such an account. Kept in this
process's memory only, and no more names than fit there.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

FREE_TRIES = 5
_LONGEST_WAIT_S = 900
_MOST_NAMES = 20_000


def wait_after(failed_count: int) -> timedelta | None:
    """Give how long a name waits after so many wrong passwords; None: not at all."""
    beyond = failed_count - FREE_TRIES
    if beyond < 0:
        return None
    return timedelta(seconds=min(30 * 2 ** min(beyond, 10), _LONGEST_WAIT_S))


class Strangers:
    """Counts the tries of each unknown name."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried: OrderedDict[str, tuple[int, datetime | None]] = OrderedDict()

    def locked_until(self, name: str) -> datetime | None:
        """Give until when a name waits, as an account's ``locked_until`` does."""
        with self._lock:
            return self._tried.get(name, (0, None))[1]

    def count(self, name: str, now: datetime) -> None:
        """Count one wrong try."""
        with self._lock:
            failed_count = self._tried.pop(name, (0, None))[0] + 1
            wait = wait_after(failed_count)
            self._tried[name] = failed_count, now + wait if wait else None
            while len(self._tried) > _MOST_NAMES:
                self._tried.popitem(last=False)
