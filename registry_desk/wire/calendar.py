"""Days that are free, or worked, against the usual week."""

from datetime import date

from registry_desk.wire.words import Asked, Line


class CalendarDay(Asked):
    """One day with what was decided about it; no reason: a public holiday."""

    day: date
    is_working: bool
    reason: Line = ""
