"""What is due soon, for whoever works on it or answers for it."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.tasks.models import Task

_MOST = 500


def due_within(actor: Actor, days: int) -> list[wire.Reminder]:
    """Give open letters due from today on within so many days, the most pressing first.

    An official gets what they work on themselves; everybody else what they may see.
    """
    today = clock.today()
    found = Entry.objects.filter(
        visible(actor),
        closed_at=None,
        annulled_at=None,
        paused_on=None,
        due_on__gte=today,
        due_on__lte=today + timedelta(days=days),
    )
    if actor.role == OFFICIAL:
        own = Task.objects.filter(entry=OuterRef("pk"), official__in=names_of(actor))
        found = found.filter(Exists(own.filter(closed_at=None)))
    entries = list(found.order_by("due_on", "pk")[:_MOST])
    open_tasks = Task.objects.filter(entry__in=entries, closed_at=None)
    officials = dict(open_tasks.values_list("entry", "official"))
    return [
        wire.Reminder(
            entry_id=entry.uuid,
            number=entry.number,
            department=entry.department_id,
            official=officials.get(entry.pk),
            due_on=entry.due_on,
            due_internal_on=entry.due_internal_on,
            days_left=(entry.due_on - today).days,
        )
        for entry in entries
        if entry.due_on
    ]
