"""The trend by week: what was closed, how much of it on time, what lay overdue at each end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from registry_desk import wire
from registry_desk.server.board import ages
from registry_desk.server.board.counting import ClosedRow
from registry_desk.server.board.night import Week
from registry_desk.server.board.piles import OpenRow

Counts = dict[date, int]


def weeks(
    night: Mapping[date, Week],
    today: date,
    *,
    opened: Iterable[OpenRow],
    lately: Iterable[ClosedRow],
) -> list[wire.WeekDelays]:
    """Give the last thirteen weeks, the present one last.

    What was overdue when a week ended is what is open now and was due by then, and what was due by
    then, closed late, and closed only after.
    """
    closed, on_time, late_due = _closed(night, lately)
    open_due: Counts = defaultdict(int)
    for row in opened:
        if row.before and row.department is not None:
            open_due[row.before] += row.count
    shown = ages.weeks(today)
    earlier = {week for week in (*closed, *late_due) if week < shown[0][0]}
    late = sum(late_due[week] - closed[week] + on_time[week] for week in earlier)
    made = []
    for begins_on, end in shown:
        late += late_due[begins_on] - closed[begins_on] + on_time[begins_on]
        lies = sum(n for before, n in open_due.items() if before <= end)
        overdue = max(0, late) + lies
        judged = closed[begins_on] + overdue
        made.append(
            wire.WeekDelays(
                begins_on=begins_on,
                closed_count=closed[begins_on],
                closed_on_time_count=on_time[begins_on],
                overdue_count=overdue,
                on_time_share=on_time[begins_on] / judged if judged else None,
            )
        )
    return made


def _closed(
    night: Mapping[date, Week], lately: Iterable[ClosedRow]
) -> tuple[Counts, Counts, Counts]:
    """Give closed, closed on time, and late ones by the week they were due, for each week."""
    closed: Counts = defaultdict(int)
    on_time: Counts = defaultdict(int)
    late_due: Counts = defaultdict(int)
    for week, counts in night.items():
        closed[week], on_time[week], late_due[week] = counts
    for row in lately:
        closed[ages.week_of(row.closed_on)] += row.closed
        on_time[ages.week_of(row.closed_on)] += row.on_time
        if row.late_due_on:
            late_due[ages.week_of(row.late_due_on)] += row.closed
    return closed, on_time, late_due
