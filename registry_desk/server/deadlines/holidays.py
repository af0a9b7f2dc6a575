"""The public holidays of Romania: a table with the act each day rests on, and Orthodox Easter.

The ``holidays`` library, with which a test compares every day, loads all countries (the first
number after a start waited 0.1 s for it) and names no act. Bridge days and what a government
decides each January are in the office's own calendar.

Source: Labour Code art. 139 and the acts named in the table.
"""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_TABLE = Path(__file__).with_name("holidays.json")


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Give the public holidays of a year."""
    easter = orthodox_easter(year)
    return frozenset(
        easter + timedelta(days=row["after_easter"])
        if "after_easter" in row
        else date.fromisoformat(f"{year}-{row['day']}")
        for row in _rows()
        if year >= row.get("from_year", year)
    )


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return rows


def orthodox_easter(year: int) -> date:
    """Give Easter Sunday of the Orthodox Church, by the Gregorian calendar.

    Source: J. Meeus, Astronomical Algorithms, chapter 8 (Julian Easter), and the days by which the
    Julian calendar is behind.
    """
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    behind = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=behind)
