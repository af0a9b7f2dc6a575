"""How old open letters are: the bands of the board, and the days at which weeks ended."""

from datetime import date, timedelta

WEEKS = 13
"""How far back the trend goes."""
_WEEK = timedelta(days=7)
SOON_DAYS = 5
LATE_DAYS = (("older", 90), ("quarter", 30), ("month", 7), ("week", 0))
"""Bands past their term, and how many days past at least."""
LATE = frozenset(band for band, _ in LATE_DAYS)
BANDS = ("older", "quarter", "month", "week", "soon", "later", "paused")


def band_on(due_on: date, today: date) -> str:
    """Give the band of an open letter that is due on a day and not paused."""
    for band, days in LATE_DAYS:
        if due_on < today - timedelta(days=days):
            return band
    return "soon" if due_on <= today + timedelta(days=SOON_DAYS) else "later"


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(today: date) -> list[tuple[date, date]]:
    """Give the trend's weeks, the present one last: its Monday, and the day that ended it.

    What was due before that day was overdue when the week ended; the present week ends today.
    """
    present = week_of(today)
    past = (present - _WEEK * back for back in reversed(range(1, WEEKS)))
    return [*((monday, monday + _WEEK) for monday in past), (present, today)]


def days_that_matter(today: date) -> list[date]:
    """Give the days at which bands and weeks begin, in order."""
    bands = {today - timedelta(days=days) for _, days in LATE_DAYS}
    ends = (end for _, end in weeks(today))
    return sorted({*bands, today + timedelta(days=SOON_DAYS + 1), *ends})
