"""Where open tasks wait, and where one task lay how long."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Avg, Case, Count, F, FloatField, Func, Min, Sum, When
from django.db.models.sql.compiler import SQLCompiler

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.board import counting
from registry_desk.server.board.counting import Scope
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.acts import task_for
from registry_desk.server.tasks.models import Task

_DAY_S = 86_400


class Seconds(Func):
    """An instant as seconds since 1970, counted inside the database."""

    output_field = FloatField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **more: Any) -> Any:
        """Ask SQLite, whose instants are text."""
        return self.as_sql(
            compiler,
            connection,
            template="(julianday(%(expressions)s) - 2440587.5) * 86400.0",
            **more,
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> Any:
        """Ask PostgreSQL."""
        return self.as_sql(
            compiler, connection, template="EXTRACT(EPOCH FROM %(expressions)s)::float8", **more
        )


def waiting(scope: Scope, today: date) -> tuple[list[wire.Waiting], dict[str, int]]:
    """Count open tasks by the step they wait at: not opened yet, in work, decided, given back.

    How long: since it was given, or where somebody opened it, since then. Beside it stands how
    often each department's open tasks were sent on.
    """
    end_s = min(counting.midnight(today).timestamp() + _DAY_S, clock.now().timestamp())
    since = Case(When(opened_at=None, then=F("assigned_at")), default=F("opened_at"))
    rows = Task.objects.filter(scope.of(), closed_at=None).annotate(since=since)
    counted = (
        rows.values("department", "state")
        .order_by("department", "state")
        .annotate(
            n=Count("pk"),
            first=Min("since"),
            mean_s=Avg(Seconds("since")),
            sent_on=Sum("redirected_count"),
        )
    )
    found: list[wire.Waiting] = []
    sent_on: dict[str, int] = defaultdict(int)
    for row in counted:
        sent_on[row["department"]] += row["sent_on"]
        found.append(
            wire.Waiting(
                department=row["department"],
                state=row["state"],
                count=row["n"],
                mean_days=round(max(0.0, end_s - row["mean_s"]) / _DAY_S, 1),
                longest_days=max(0, int((end_s - row["first"].timestamp()) / _DAY_S)),
            )
        )
    return found, sent_on


def stays(task_id: UUID, actor: Actor) -> list[wire.Stay]:
    """Tell where a task lay, in order, and how many days each.

    Raises:
        TaskUnknown: there is none, or not for this person.
    """
    task = task_for(task_id, actor)
    given = list(task.assignments.order_by("at", "pk"))
    ends = [following.at for following in given[1:]] + [task.closed_at]
    return [
        wire.Stay(
            department=lay.department_id,
            official=lay.official,
            from_on=clock.day_of(lay.at),
            to_on=clock.day_of(end) if end else None,
            days=((clock.day_of(end) if end else clock.today()) - clock.day_of(lay.at)).days,
        )
        for lay, end in zip(given, ends, strict=True)
    ]
