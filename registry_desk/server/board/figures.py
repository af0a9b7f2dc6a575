"""The honest delay figure: closed on time ÷ (closed + open overdue).

"Closed on time ÷ closed" would hide old open work.
"""

from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import TruncDate

from registry_desk.server import clock
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Task
from registry_desk.wire import Delays, DepartmentDelays


def delays(actor: Actor, on: date | None = None) -> Delays:
    """Count each department's entries that have a term; the worst figure first.

    Args:
        actor: a department's people see their own; everybody else all.
        on: the day it is counted for; today in Bucharest unless given.
    """
    today = on or clock.today()
    entries = Entry.objects.exclude(due_on=None).exclude(department=None).filter(annulled_at=None)
    tasks = Task.objects.all()
    if actor.department:
        entries = entries.filter(department=actor.department)
        tasks = tasks.filter(department=actor.department)
    is_open = Q(closed_at=None)
    is_running = Q(paused_on=None)
    on_time = Q(closed_on__lte=F("due_on"))
    rows = (
        entries.annotate(closed_on=TruncDate("closed_at", tzinfo=clock.BUCHAREST))
        .values("department")
        .order_by()
        .annotate(
            opened=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & is_running & Q(due_on__lt=today)),
            paused=Count("pk", filter=is_open & ~is_running),
            closed=Count("pk", filter=~is_open),
            on_time=Count("pk", filter=~is_open & on_time),
            extended=Count("pk", filter=Q(extended_days__gt=0)),
            oldest=Min("due_on", filter=is_open & is_running),
        )
    )
    redirected = dict(tasks.values_list("department").annotate(Sum("redirected_count")).order_by())
    found = [_figure(row, today, redirected.get(row["department"]) or 0) for row in rows]
    return Delays(on=today, departments=sorted(found, key=_worst_first))


def late_entries(department: str) -> list[Entry]:
    """Give a department's open entries past their term, the oldest first, at most 500."""
    found = Entry.objects.filter(
        department=department, closed_at=None, annulled_at=None, paused_on=None
    )
    return list(found.filter(due_on__lt=clock.today()).order_by("due_on")[:500])


def _figure(row: Any, today: date, redirected: int) -> DepartmentDelays:
    closed, overdue, on_time = row["closed"], row["overdue"], row["on_time"]
    judged = closed + overdue
    late_days = (today - row["oldest"]).days if row["oldest"] else 0
    return DepartmentDelays(
        department=row["department"],
        open_count=row["opened"],
        overdue_count=overdue,
        closed_count=closed,
        closed_on_time_count=on_time,
        on_time_share=on_time / judged if judged else None,
        oldest_overdue_days=max(0, late_days),
        redirected_count=redirected,
        extended_count=row["extended"],
        paused_count=row["paused"],
    )


def _worst_first(found: DepartmentDelays) -> tuple[float, int, str]:
    share = 1.0 if found.on_time_share is None else found.on_time_share
    return (share, -found.overdue_count, found.department)
