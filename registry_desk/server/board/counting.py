"""The questions figures are made of that the database answers: closed letters, limits of lists."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncDate

from registry_desk.server import clock
from registry_desk.server.board.ages import LATE_DAYS, SOON_DAYS
from registry_desk.server.entries.models import Entry
from registry_desk.server.tasks.models import Task

_DAY = timedelta(days=1)
_NEVER = Value(0)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which departments are counted; None: all."""

    departments: frozenset[str] | None

    def of(self, path: str = "department") -> Q:
        """Give what a row's department must be."""
        if self.departments is None:
            return Q(**{f"{path}__isnull": False})
        return Q(**{f"{path}__in": self.departments})

    def has(self, department: str | None) -> bool:
        """Tell whether a department is counted; what lies with none is, where all are."""
        return self.departments is None or department in self.departments


def with_term() -> "QuerySet[Entry]":
    """Give the entries figures are about."""
    return Entry.objects.filter(annulled_at=None).exclude(due_on=None)


def band_limits(band: str, today: date) -> Q:
    """Give what an open entry must be to be in a band; for lists, by the index on ``due_on``."""
    if band == "paused":
        return Q(paused_on__isnull=False)
    running = Q(paused_on=None)
    soon = today + timedelta(days=SOON_DAYS)
    if band == "later":
        return running & Q(due_on__gt=soon)
    if band == "soon":
        return running & Q(due_on__gte=today, due_on__lte=soon)
    before = None
    for name, days in LATE_DAYS:
        limit = today - timedelta(days=days)
        if name == band:
            since = Q(due_on__gte=before) if before else Q()
            return running & since & Q(due_on__lt=limit)
        before = limit
    return Q()


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


def closed_by_kind(where: Q, since: date | None, until: date | None = None) -> list[ClosedRow]:
    """Count closed entries by department and kind, and the days they were closed and due.

    Args:
        where: which entries.
        since: the first day of closing; None: from the beginning.
        until: the day after the last; None: to the end.
    """
    return [
        row
        for day in _closing_days(Entry.objects.all(), since, until)
        for row in _closed_on(with_term().filter(where), day, by="kind")
    ]


def closed_by_person(where: Q, since: date | None, until: date | None = None) -> list[ClosedRow]:
    """Count the tasks of closed entries by department and who had them, as :func:`closed_by_kind`.

    Args:
        where: which tasks.
        since: the first day of closing; None: from the beginning.
        until: the day after the last; None: to the end.
    """
    tasks = Task.objects.filter(where)
    with_terms = tasks.filter(entry__annulled_at=None).exclude(entry__due_on=None)
    sent_on = Sum("redirected_count")
    return [
        row
        for day in _closing_days(Task.objects.all(), since, until)
        for row in _closed_on(with_terms, day, by="official", path="entry__", redirected=sent_on)
    ]


def _closing_days(rows: "QuerySet[Any]", since: date | None, until: date | None) -> Iterator[date]:
    """Give the days on which something was closed, one by one, with those between.

    Where both ends are known they are not asked for: it is one day mostly, today.

    Each day is asked for by its two midnights: a day made of each row's instant costs a call into
    Python for each of a million rows, which held up everybody else for minutes.
    """
    if not since or not until:
        closed = rows.filter(closed_at__isnull=False)
        if since:
            closed = closed.filter(closed_at__gte=midnight(since))
        if until:
            closed = closed.filter(closed_at__lt=midnight(until))
        ends = closed.aggregate(first=Min("closed_at"), last=Max("closed_at"))
        if ends["first"] is None:
            return
        since, until = clock.day_of(ends["first"]), clock.day_of(ends["last"]) + _DAY
    while since < until:
        yield since
        since += _DAY


def _closed_on(
    rows: "QuerySet[Any]", day: date, *, by: str, path: str = "", redirected: Any = _NEVER
) -> Iterator[ClosedRow]:
    due_on = f"{path}due_on"
    found = rows.filter(closed_at__gte=midnight(day), closed_at__lt=midnight(day + _DAY))
    for row in (
        found.order_by()
        .values("department", by, due_on)
        .annotate(
            n=Count("pk"),
            extended=Count("pk", filter=Q(**{f"{path}extended_days__gt": 0})),
            redirected=redirected,
        )
    ):
        is_late = row[due_on] < day
        yield ClosedRow(
            row["department"],
            row[by] or "",
            row["n"],
            0 if is_late else row["n"],
            row["extended"],
            row["redirected"],
            day,
            row[due_on] if is_late else None,
        )


def redirected(where: Q, since: date | None) -> dict[str, int]:
    """Count how often tasks closed since a day were sent on, by department.

    A day's are added up here: told to group them, SQLite reads all there are in the order of their
    departments to find them.
    """
    tasks = Task.objects.filter(where, closed_at__isnull=False, redirected_count__gt=0)
    if not since:
        sums = tasks.values_list("department").order_by().annotate(Sum("redirected_count"))
        return dict(sums)
    found: dict[str, int] = defaultdict(int)
    lately = tasks.filter(closed_at__gte=midnight(since))
    for department, count in lately.values_list("department", "redirected_count"):
        found[department] += count
    return found


def closed_on() -> TruncDate:
    """Give the day an entry was closed on, as the town counts days."""
    return TruncDate("closed_at", tzinfo=clock.BUCHAREST)


def midnight(day: date) -> datetime:
    """Give the first instant of a day in Bucharest."""
    return datetime.combine(day, time(), clock.BUCHAREST)
