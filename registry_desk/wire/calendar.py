"""Days that are free, or worked, against the usual week."""

from registry_desk.wire.words import Asked, Day, Line


class CalendarDay(Asked):
    """One day with what was decided about it; no reason: a public holiday."""

    day: Day
    is_working: bool
    reason: Line = ""
