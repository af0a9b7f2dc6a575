"""Where open tasks wait, and where one task lay how long."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.board import counting
from registry_desk.server.board.piles import Step
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.acts import task_for

_DAY_S = 86_400


def waiting(steps: Iterable[Step], today: date) -> list[wire.Waiting]:
    """Tell how long open tasks wait at their steps: not opened yet, in work, decided, given back.

    How long: since it was given, or where somebody opened it, since then.
    """
    end_s = min(counting.midnight(today).timestamp() + _DAY_S, clock.now().timestamp())
    return [
        wire.Waiting(
            department=step.department,
            state=step.state,
            count=step.count,
            mean_days=round(max(0.0, end_s - step.mean_s) / _DAY_S, 1),
            longest_days=max(0, int((end_s - step.first_s) / _DAY_S)),
        )
        for step in steps
    ]


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
