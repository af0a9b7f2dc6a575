"""How long work still takes, by what it took so far; clocks that jump do not matter to it."""

import math
import time
from collections.abc import Callable

from registry_desk.i18n import plural

_TOLD_AFTER_S = 3.0
_TOLD_AFTER = 2
"""So many have to be done before a time is told: the first ones load libraries."""
_ROUNDED_S = 5


class TimeLeft:
    """Watches one piece of work."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Watch nothing yet.

        Args:
            clock: only ever goes forward.
        """
        self._clock = clock
        self._began: tuple[int, float] | None = None

    def begin(self) -> None:
        """Watch other work from now on."""
        self._began = None

    def words(self, done: int, total: int) -> str:
        """Say how long it still takes; empty while nobody can know."""
        if self._began is None:
            self._began = done, self._clock()
        done_before, began_at = self._began
        took_s, here = self._clock() - began_at, done - done_before
        if here < _TOLD_AFTER or took_s < _TOLD_AFTER_S or done >= total:
            return ""
        left_s = took_s / here * (total - done)
        if left_s < 60:
            return plural("time_left.seconds", math.ceil(left_s / _ROUNDED_S) * _ROUNDED_S)
        return plural("time_left.minutes", math.ceil(left_s / 60))
