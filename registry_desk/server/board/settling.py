"""Count what was closed before today once a night, so that the board reads totals.

Everything is counted anew each time: nothing that went wrong one night outlives the next.
"""

from collections.abc import Iterable
from datetime import date

from registry_desk.server import clock
from registry_desk.server.board import ages, counting, night
from registry_desk.server.board.counting import ClosedRow
from registry_desk.server.board.models import ClosedTotal, ClosedWeek, Counted
from registry_desk.server.writing import write

_AT_ONCE = 500


def settle(until: date | None = None) -> None:
    """Count every letter closed before a day, today in Bucharest unless given."""
    until = until or clock.today()
    everywhere = counting.Scope(None).of()
    by_kind = counting.closed_by_kind(everywhere, None, until)
    by_person = counting.closed_by_person(everywhere, None, until)
    totals = [*_totals(by_kind, "kind"), *_totals(by_person, "official")]
    weeks = _weeks(by_kind)

    def job() -> None:
        Counted.objects.all().delete()
        ClosedTotal.objects.all().delete()
        ClosedWeek.objects.all().delete()
        ClosedTotal.objects.bulk_create(totals, _AT_ONCE)
        ClosedWeek.objects.bulk_create(weeks, _AT_ONCE)
        Counted.objects.create(until=until)

    write(job)
    night.forget()


def settle_if_due() -> None:
    """Count anew where a day has passed since."""
    if not Counted.objects.filter(until__gte=clock.today()).exists():
        settle()


def _totals(rows: Iterable[ClosedRow], by: str) -> list[ClosedTotal]:
    found: dict[tuple[str, str], ClosedTotal] = {}
    for row in rows:
        empty = ClosedTotal(
            by=by,
            department=row.department,
            key=row.key,
            closed=0,
            on_time=0,
            extended=0,
            redirected=0,
        )
        total = found.setdefault((row.department, row.key), empty)
        total.closed += row.closed
        total.on_time += row.on_time
        total.extended += row.extended
        total.redirected += row.redirected
    return list(found.values())


def _weeks(rows: Iterable[ClosedRow]) -> list[ClosedWeek]:
    """Count by week; days are counted by the database, weeks made of them here."""
    found: dict[tuple[str, date], ClosedWeek] = {}

    def week(department: str, day: date) -> ClosedWeek:
        key = (department, ages.week_of(day))
        return found.setdefault(key, ClosedWeek(department=key[0], begins_on=key[1]))

    for row in rows:
        made = week(row.department, row.closed_on)
        made.closed += row.closed
        made.on_time += row.on_time
        if row.late_due_on:
            week(row.department, row.late_due_on).late_due += row.closed
    return list(found.values())
