"""The questions figures are made of: open letters, closed ones, steps; each one query."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    IntegerField,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from registry_desk.server import clock
from registry_desk.server.entries.models import Entry
from registry_desk.server.tasks.models import Task

WEEKS = 13
"""How far back the trend goes."""
_WEEK = timedelta(days=7)
_SOON_DAYS = 5
_LATE_DAYS = (("older", 90), ("quarter", 30), ("month", 7), ("week", 0))
LATE = frozenset(band for band, _ in _LATE_DAYS)
"""Bands past their term."""
BANDS = ("older", "quarter", "month", "week", "soon", "later", "paused")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which departments are counted; None: all."""

    departments: frozenset[str] | None

    def of(self, path: str = "department") -> Q:
        """Give what a row's department must be."""
        if self.departments is None:
            return Q(**{f"{path}__isnull": False})
        return Q(**{f"{path}__in": self.departments})


def with_term() -> "QuerySet[Entry]":
    """Give the entries figures are about."""
    return Entry.objects.filter(annulled_at=None).exclude(due_on=None)


def band_on(due_on: date, today: date) -> str:
    """Give the band of an open letter that is due on a day and not paused."""
    for band, days in _LATE_DAYS:
        if due_on < today - timedelta(days=days):
            return band
    return "soon" if due_on <= today + timedelta(days=_SOON_DAYS) else "later"


def band_limits(band: str, today: date) -> Q:
    """Give what an open entry must be to be in a band; for lists, by the index on ``due_on``."""
    if band == "paused":
        return Q(paused_on__isnull=False)
    running = Q(paused_on=None)
    soon = today + timedelta(days=_SOON_DAYS)
    if band == "later":
        return running & Q(due_on__gt=soon)
    if band == "soon":
        return running & Q(due_on__gte=today, due_on__lte=soon)
    before = None
    for name, days in _LATE_DAYS:
        limit = today - timedelta(days=days)
        if name == band:
            since = Q(due_on__gte=before) if before else Q()
            return running & since & Q(due_on__lt=limit)
        before = limit
    return Q()


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open letters of a department that fall due between two of the days that matter."""

    department: str | None
    key: str
    """Kind, or account name of who has them."""
    before: date | None
    """All are due before this day; None: later than all days that matter."""
    band: str
    count: int
    oldest: date
    extended: int


def open_by_kind(where: Q, today: date) -> list[OpenRow]:
    """Count open entries by department, kind and age."""
    rows = with_term().filter(where, closed_at=None).order_by()
    return _opened(rows, "kind", today, "")


def open_by_person(where: Q, today: date) -> list[OpenRow]:
    """Count open entries by department, who has them, and age."""
    rows = Task.objects.filter(where, closed_at=None, entry__closed_at=None).order_by()
    return _opened(rows.exclude(entry__due_on=None), "official", today, "entry__")


def week_ends(today: date) -> list[date]:
    """Give the days before which something was overdue when each week of the trend ended."""
    last = week_of(today)
    return [*(last - _WEEK * back for back in reversed(range(WEEKS - 1))), today]


def _days_that_matter(today: date) -> list[date]:
    bands = {today - timedelta(days=days) for _, days in _LATE_DAYS}
    return sorted({*bands, today + timedelta(days=_SOON_DAYS + 1), *week_ends(today)})


def _opened(rows: "QuerySet[Any]", by: str, today: date, path: str) -> list[OpenRow]:
    """Count in one look: most letters are due lately, so the last days are asked for first."""
    days = _days_that_matter(today)
    since = [When(**{f"{path}due_on__gte": day}, then=Value(n + 1)) for n, day in enumerate(days)]
    place = Case(
        When(**{f"{path}paused_on__isnull": False}, then=Value(-1)),
        *reversed(since),
        default=Value(0),
        output_field=IntegerField(),
    )
    counted = rows.annotate(place=place).values("department", by, "place")
    made = []
    for row in counted.annotate(
        n=Count("pk"),
        oldest=Min(f"{path}due_on"),
        extended=Count("pk", filter=Q(**{f"{path}extended_days__gt": 0})),
    ):
        is_paused, is_last = row["place"] < 0, row["place"] == len(days)
        band = "paused" if is_paused else band_on(row["oldest"], today)
        before = None if is_paused or is_last else days[row["place"]]
        said = (row["department"], row[by] or "", before, band)
        made.append(OpenRow(*said, row["n"], row["oldest"], row["extended"]))
    return made


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """Closed letters of a department."""

    department: str
    key: str
    closed: int
    on_time: int
    extended: int
    redirected: int
    closed_on: date
    late_due_on: date | None
    """Of late ones: the day they were due."""


def closed_by_kind(where: Q, closed: Q) -> list[ClosedRow]:
    """Count closed entries by department and kind, and the days they were closed and due."""
    rows = with_term().filter(where, closed, closed_at__isnull=False)
    return _closed(rows, "kind", "", redirected=Value(0))


def closed_by_person(where: Q, closed: Q) -> list[ClosedRow]:
    """Count the tasks of closed entries by department and who had them."""
    rows = Task.objects.filter(where, closed, closed_at__isnull=False, entry__annulled_at=None)
    rows = rows.exclude(entry__due_on=None)
    return _closed(rows, "official", "entry__", redirected=Sum("redirected_count"))


def _closed(rows: "QuerySet[Any]", by: str, path: str, *, redirected: Any) -> list[ClosedRow]:
    is_late = Q(closed_day__gt=F(f"{path}due_on"))
    late_due_on = Case(When(is_late, then=F(f"{path}due_on")), output_field=DateField())
    counted = rows.annotate(closed_day=closed_on(path)).annotate(late_due_on=late_due_on).order_by()
    return [
        ClosedRow(
            row["department"],
            row[by] or "",
            row["n"],
            0 if row["late_due_on"] else row["n"],
            row["extended"],
            row["redirected"],
            row["closed_day"],
            row["late_due_on"],
        )
        for row in counted.values("department", by, "closed_day", "late_due_on").annotate(
            n=Count("pk"),
            extended=Count("pk", filter=Q(**{f"{path}extended_days__gt": 0})),
            redirected=redirected,
        )
    ]


def redirected(where: Q, closed: Q) -> dict[str, int]:
    """Count how often closed tasks were sent on, by department."""
    tasks = Task.objects.filter(where, closed, closed_at__isnull=False, redirected_count__gt=0)
    sums = tasks.values_list("department").order_by().annotate(Sum("redirected_count"))
    return dict(sums)


def closed_on(path: str = "") -> TruncDate:
    """Give the day an entry was closed on, as the town counts days."""
    return TruncDate(f"{path}closed_at", tzinfo=clock.BUCHAREST)


def midnight(day: date) -> datetime:
    """Give the first instant of a day in Bucharest."""
    return datetime.combine(day, time(), clock.BUCHAREST)


def week_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
