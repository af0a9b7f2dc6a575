"""What is due soon, for whoever works on it or answers for it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.tasks.models import Task
from registry_desk.wire.words import PAGE


def due_within(
    actor: Actor, days: int, *, after: UUID | None = None, limit: int = PAGE
) -> list[wire.Reminder]:
    """Give a page of open letters due from today on within so many days, the most pressing first.

    An official gets what they work on themselves; everybody else what they may see.

    Raises:
        EntryUnknown: ``after`` (the last entry of the page before) is none, or not for this person.
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
    if after:
        last = entry_for(after, actor)
        found = found.filter(behind(due_on=last.due_on, pk=last.pk))
    entries = page(found.order_by(*in_order("due_on", "pk")), limit)
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
