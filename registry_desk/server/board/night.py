"""Last night's count, read once: it stands still until the next night."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry_desk.server.board.counting import Scope
from registry_desk.server.board.models import ClosedTotal, ClosedWeek, Counted

Week = tuple[int, int, int]
"""Letters closed in a week, on time among them, and late ones that were due in it."""
_NOTHING: Week = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Night:
    """What was counted, by department."""

    until: date | None
    """The day from which closed letters are counted one by one; None: all of them."""
    totals: dict[str, list[ClosedTotal]]
    """By ``kind`` and by ``official``."""
    of_all: dict[date, Week]
    of_each: dict[str, dict[date, Week]]

    def total(self, by: str, scope: Scope) -> list[ClosedTotal]:
        """Give the totals of the departments that are counted."""
        return [one for one in self.totals.get(by, ()) if scope.has(one.department)]

    def weeks(self, scope: Scope) -> dict[date, Week]:
        """Give the weeks of the departments that are counted."""
        if scope.departments is None:
            return self.of_all
        return _added(self.of_each.get(code, {}) for code in scope.departments)


_read: dict[tuple[int, date], Night] = {}
"""The last one that was asked for, by the row that tells of it."""


def last_night() -> Night:
    """Give what was counted last night; each count has a row of its own."""
    counted = Counted.objects.values_list("pk", "until").first()
    if counted is None:
        return Night(None, {}, {}, {})
    found = _read.get(counted)
    if found is None:
        found = _night(counted[1])
        forget()
        _read[counted] = found
    return found


def forget() -> None:
    """Forget what was read: it is counted anew."""
    _read.clear()


def _night(until: date) -> Night:
    totals: dict[str, list[ClosedTotal]] = defaultdict(list)
    for total in ClosedTotal.objects.all():
        totals[total.by].append(total)
    weeks: dict[str, dict[date, Week]] = defaultdict(dict)
    for row in ClosedWeek.objects.all():
        weeks[row.department][row.begins_on] = (row.closed, row.on_time, row.late_due)
    return Night(until, totals, _added(weeks.values()), weeks)


def _added(found: Iterable[dict[date, Week]]) -> dict[date, Week]:
    whole: dict[date, Week] = {}
    for weeks in found:
        for day, (closed, on_time, late_due) in weeks.items():
            before = whole.get(day, _NOTHING)
            whole[day] = (before[0] + closed, before[1] + on_time, before[2] + late_due)
    return whole
