"""An end to work on foreign data that takes too long, inside its own process."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager


class TimeUp(BaseException):
    """Reading took too long; not caught by what a library catches for itself."""


@contextmanager
def time_limit(until: float) -> Iterator[None]:
    """Interrupt the block at ``time.monotonic() == until``, where the system can.

    Raises:
        TimeUp: time is up, in the middle of the block or before it.
    """
    left_s = until - time.monotonic()
    if left_s <= 0:
        raise TimeUp
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise TimeUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, left_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
