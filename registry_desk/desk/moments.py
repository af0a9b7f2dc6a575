"""Days and moments as people here write them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from registry_desk.i18n import plural, text

_EXPLAINED = {"termenul cerut de expeditor": "law.asked_for", "30 de zile": "law.thirty_days"}
"""What the table of terms says in words beside its citations, as the register keeps it."""
_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


def day(value: date | datetime | None) -> str:
    """Write a day as 23.11.2026; nothing where there is none."""
    if isinstance(value, datetime):
        value = value.astimezone(_OFFICE_TIME)
    return "" if value is None else f"{value:%d.%m.%Y}"


def written_day(iso: str) -> str:
    """Write a stored day as 23.11.2026; what is no day stays as it is."""
    parts = iso.split("-")
    return ".".join(reversed(parts)) if len(parts) == 3 else iso


def iso_of(written: str) -> str:
    """Give a typed day in ISO form, however it is parted; what is no day stays as it is."""
    parts = re.split(r"[./ -]+", written.strip("., "))
    is_day = len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) <= 2
    if not is_day:
        return written
    day_of, month, year = parts
    return f"{f'20{year}' if len(year) == 2 else year:0>4}-{month:0>2}-{day_of:0>2}"


def moment(value: datetime | None) -> str:
    """Write an instant as 23.11.2026 14:32 in the office's time."""
    return "" if value is None else f"{value.astimezone(_OFFICE_TIME):%d.%m.%Y %H:%M}"


def lately(value: datetime) -> str:
    """Write an instant as short as a list needs it: today's by the clock, others by their day."""
    local = value.astimezone(_OFFICE_TIME)
    return f"{local:%H:%M}" if local.date() == today() else day(value)


def today() -> date:
    """Give the office's day."""
    return datetime.now(_OFFICE_TIME).date()


def law(article: str) -> str:
    """Say what a term rests on: citations stay as they are, words are in the window's language."""
    parts = article.split(", ")
    return ", ".join(text(_EXPLAINED[part]) if part in _EXPLAINED else part for part in parts)


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
