"""Progress over pages on a terminal: how many, how fast, how long it still takes."""

import sys
import time
from collections.abc import Callable

import click

from registry_desk.i18n import plural, text

_BAR = 24


class PageProgress:
    """One line on standard error, written anew with each page; silent where no terminal is.

    Call it with what is done and what there is; pages done before the first call (an earlier run's)
    do not count for the rate.
    """

    def __init__(self, label: str, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._label = label
        self._clock_s = clock_s
        self._is_shown = sys.stderr.isatty()
        self._first: tuple[int, float] | None = None
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` pages are finished."""
        if self._first is None:
            self._first = done, self._clock_s()
        if self._is_shown:
            words = self.told(done, total)
            click.echo("\r" + words.ljust(self._width), err=True, nl=False)
            self._width = len(words)

    def told(self, done: int, total: int) -> str:
        """Give the line: bar, pages, pages a minute, time left (from the second page on)."""
        filled = _BAR * done // max(1, total)
        parts = [f"{self._label} [{'#' * filled}{'-' * (_BAR - filled)}] {done}/{total}"]
        before, began_s = self._first or (done, self._clock_s())
        took_s = self._clock_s() - began_s
        if done > before and took_s > 0:
            per_s = (done - before) / took_s
            parts.append(plural("process.rate", max(1, round(per_s * 60))))
            parts.append(text("process.left", time=_clock((total - done) / per_s)))
        return " · ".join(parts)

    def close(self) -> None:
        """Leave the line."""
        if self._width:
            click.echo(err=True)
            self._width = 0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
