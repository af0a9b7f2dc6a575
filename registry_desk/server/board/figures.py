"""The honest delay figure: closed on time ÷ (closed + open overdue), and what stands beside it.

"Closed on time ÷ closed" would hide old open work. Extensions move a term and pauses stop it, so
both stand beside the figure, with how often work was sent on.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.board import counting, steps, trend
from registry_desk.server.board.ages import BANDS, LATE
from registry_desk.server.board.counting import ClosedRow, Scope
from registry_desk.server.board.models import ClosedTotal
from registry_desk.server.board.night import Night, last_night
from registry_desk.server.board.piles import OpenRow
from registry_desk.server.board.standing import open_work
from registry_desk.server.people.rights import Actor


@dataclass(slots=True)
class Tally:
    """What adds up to a figure."""

    bands: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    oldest: date | None = None
    closed: int = 0
    on_time: int = 0
    extended: int = 0
    redirected: int = 0

    def add_open(self, row: OpenRow) -> None:
        """Add open letters of one age."""
        self.bands[row.band] += row.count
        self.extended += row.extended
        if row.band in LATE and (self.oldest is None or row.oldest < self.oldest):
            self.oldest = row.oldest

    def add_closed(self, row: ClosedRow | ClosedTotal) -> None:
        """Add closed letters."""
        self.closed += row.closed
        self.on_time += row.on_time
        self.extended += row.extended
        self.redirected += row.redirected

    def figures(self, today: date) -> dict[str, Any]:
        """Give the figure's fields."""
        overdue = sum(self.bands[band] for band in LATE)
        judged = self.closed + overdue
        return {
            "open_count": sum(self.bands.values()),
            "overdue_count": overdue,
            "closed_count": self.closed,
            "closed_on_time_count": self.on_time,
            "on_time_share": self.on_time / judged if judged else None,
            "oldest_overdue_days": (today - self.oldest).days if self.oldest else 0,
            "redirected_count": self.redirected,
            "extended_count": self.extended,
            "paused_count": self.bands["paused"],
        }


def delays(actor: Actor, on: date | None = None, *, department: str | None = None) -> wire.Delays:
    """Count the letters that have a term; the worst figure first.

    Args:
        actor: a department's people see their own; everybody else all.
        on: the day it is counted for; today in Bucharest unless given.
        department: only this one, and then its people too.
    """
    today = on or clock.today()
    scope = scope_of(actor, department)
    with open_work() as work:
        opened = list(work.by_kind.rows(today, scope.has))
        theirs = list(work.by_person.rows(today, scope.has)) if department else []
        steps_of = [step for step in work.steps() if scope.has(step.department)]
        sent_on = work.redirected()
    night = last_night()
    until = None if on else today + timedelta(days=1)
    lately = counting.closed_by_kind(scope.of(), night.until, until)
    departments: dict[str, Tally] = defaultdict(Tally)
    kinds: dict[str, Tally] = defaultdict(Tally)
    unassigned = Tally()
    for row in opened:
        if row.department is None:
            unassigned.add_open(row)
            continue
        departments[row.department].add_open(row)
        kinds[row.key].add_open(row)
    ended: list[ClosedRow | ClosedTotal] = [*night.total("kind", scope), *lately]
    for closed in ended:
        departments[closed.department].add_closed(closed)
        kinds[closed.key].add_closed(closed)
    for code, count in _redirected(night, scope, sent_on).items():
        if code in departments:
            departments[code].redirected += count
    people: list[wire.PersonDelays] = []
    if department:
        lately_theirs = counting.closed_by_person(scope.of(), night.until, until)
        people = _people([*night.total("official", scope), *lately_theirs], theirs, today)
    return wire.Delays(
        on=today,
        departments=_worst_first(
            wire.DepartmentDelays(department=code, **tally.figures(today))
            for code, tally in departments.items()
        ),
        unassigned=_unassigned(unassigned, scope, today),
        people=people,
        kinds=_worst_first(
            wire.KindDelays(kind=kind or None, **tally.figures(today))
            for kind, tally in kinds.items()
        ),
        ages=_ages(list(departments.values())),
        waiting=steps.waiting(steps_of, today),
        weeks=trend.weeks(night.weeks(scope), today, opened=opened, lately=lately),
    )


def scope_of(actor: Actor, department: str | None) -> Scope:
    """Give the departments a person's figures are about.

    Raises:
        NotAllowed: one that is not theirs.
    """
    if not actor.departments:
        return Scope(frozenset({department}) if department else None)
    if department:
        actor.require_department(department, "delays")
        return Scope(frozenset({department}))
    return Scope(actor.departments)


def _redirected(night: Night, scope: Scope, sent_on: dict[str, int]) -> dict[str, int]:
    """Count how often work was sent on: open tasks', last night's total, and since."""
    found: dict[str, int] = defaultdict(int, sent_on)
    for total in night.total("official", scope):
        found[total.department] += total.redirected
    for code, count in counting.redirected(scope.of(), night.until).items():
        found[code] += count
    return found


def _people(
    ended: Iterable[ClosedRow | ClosedTotal], opened: Iterable[OpenRow], today: date
) -> list[wire.PersonDelays]:
    people: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for row in opened:
        people[row.department or "", row.key].add_open(row)
    for closed in ended:
        people[closed.department, closed.key].add_closed(closed)
    return _worst_first(
        wire.PersonDelays(department=code, official=name or None, **tally.figures(today))
        for (code, name), tally in people.items()
    )


def _ages(tallies: Iterable[Tally]) -> list[wire.AgeDelays]:
    counts = [(band, sum(tally.bands[band] for tally in tallies)) for band in BANDS]
    return [wire.AgeDelays.model_construct(band=band, count=count) for band, count in counts]


def _unassigned(tally: Tally, scope: Scope, today: date) -> wire.Figures | None:
    return wire.Figures(**tally.figures(today)) if scope.departments is None else None


def _worst_first(found: Iterable[Any]) -> list[Any]:
    def how_bad(figures: wire.Figures) -> tuple[float, int, str]:
        share = 1.0 if figures.on_time_share is None else figures.on_time_share
        return (share, -figures.overdue_count, str(figures))

    return sorted(found, key=how_bad)
