"""Count days as the law does.

Free days: neither the first nor the last day counts, and a last day that is not a working day
moves on to the next working day. Beside that legal date stands an internal one, to be safe: the
plain number of days, moved back to a working day.

Source: Civil Procedure Code art. 181, Civil Code art. 2551-2556.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from registry_desk.server.deadlines.holidays import public_holidays

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: the law's holidays with the decisions made about single days."""

    decided: dict[date, bool] = field(default_factory=dict)
    """Day to whether it is worked."""

    def is_working(self, day: date) -> bool:
        """Tell whether the office works on a day."""
        if day in self.decided:
            return self.decided[day]
        return day.weekday() < _SATURDAY and day not in public_holidays(day.year)

    def why_free(self, day: date) -> str:
        """Give why a day is not worked: ``decided``, ``holiday`` or ``weekend``; else empty."""
        if self.is_working(day):
            return ""
        if day in self.decided:
            return "decided"
        return "holiday" if day in public_holidays(day.year) else "weekend"

    def next_working(self, day: date) -> date:
        """Give the day itself, or the next one that is worked."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working(self, day: date) -> date:
        """Give the day itself, or the one before that is worked."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def after(self, day: date, count: int) -> date:
        """Give the ``count``-th working day after a day."""
        for _ in range(count):
            day = self.next_working(day + _DAY)
        return day


@dataclass(frozen=True, slots=True)
class Due:
    """A term's two dates with the article they come from."""

    legal_on: date
    internal_on: date
    article: str


def count(start: date, days: int, unit: str, calendar: Calendar) -> tuple[date, date]:
    """Give the legal and the internal date.

    Args:
        start: the day the term is counted from, itself not counted.
        days: length of the term.
        unit: ``calendar`` or ``working`` days.
        calendar: which days are worked.
    """
    if unit == "working":
        internal_on = calendar.after(start, days)
        return calendar.after(internal_on, 1), internal_on
    last = start + timedelta(days=days)
    return calendar.next_working(last + _DAY), calendar.last_working(last)
