"""Days and moments as people here write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from registry_desk.i18n import plural, text

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


def day(value: date | datetime | None) -> str:
    """Write a day as 23.11.2026; nothing where there is none."""
    if isinstance(value, datetime):
        value = value.astimezone(_OFFICE_TIME)
    return "" if value is None else f"{value:%d.%m.%Y}"


def moment(value: datetime | None) -> str:
    """Write an instant as 23.11.2026 14:32 in the office's time."""
    return "" if value is None else f"{value.astimezone(_OFFICE_TIME):%d.%m.%Y %H:%M}"


def today() -> date:
    """Give the office's day."""
    return datetime.now(_OFFICE_TIME).date()


def days_left(due_on: date | None) -> str:
    """Say how many days are left: „mai sunt 3 zile”, „azi”, „depășit cu 2 zile”."""
    if due_on is None:
        return text("term.none")
    left = (due_on - today()).days
    if left == 0:
        return text("term.today")
    return plural("term.left", left) if left > 0 else plural("term.late", -left)


def urgency(due_on: date | None) -> str:
    """Give the token's name for a term: late, near, far."""
    if due_on is None:
        return "muted"
    left = (due_on - today()).days
    return "danger" if left < 0 else "warn" if left <= 5 else "text"
