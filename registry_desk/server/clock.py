"""The register's clock: instants in UTC, days as the town counts them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUCHAREST = ZoneInfo("Europe/Bucharest")


def now() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """Give the day an instant falls on in Bucharest."""
    return at.astimezone(BUCHAREST).date()


def today() -> date:
    """Give today in Bucharest."""
    return day_of(now())


def written(day: date) -> str:
    """Give a day as people write it: ``23.11.2026``."""
    return day.strftime("%d.%m.%Y")
