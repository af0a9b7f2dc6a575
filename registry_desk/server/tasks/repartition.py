"""What waits for repartition: letters with no department yet, tasks with no person yet."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from registry_desk import wire
from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import confided
from registry_desk.server.paging import Row, behind, in_order, page
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Task
from registry_desk.wire.words import PAGE


def waiting(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[wire.Unassigned]:
    """Give a page of what this person is to assign, the most pressing first.

    Who works for the whole house sees what lies with no department; who leads one sees what lies
    there with nobody, and what was given back.

    Raises:
        EntryUnknown: ``after`` is none, or not for this person.
    """
    last = entry_for(after, actor) if after else None
    found = [(task.entry, _of_task(task)) for task in _tasks(actor, last, limit)]
    if actor.is_everywhere:
        found += [(entry, _of_entry(entry)) for entry in _entries(actor, last, limit)]
    found.sort(key=lambda one: (one[0].due_on or date.max, one[0].registered_at, one[0].pk))
    return [told for _, told in found[: max(1, limit)][:PAGE]]


def _tasks(actor: Actor, last: Entry | None, limit: int) -> list[Task]:
    lying = Q(state="refused") | Q(official=None, state="assigned")
    found = Task.objects.filter(lying, confided(actor, "entry__"), closed_at=None)
    if not actor.is_everywhere:
        found = found.filter(department__in=actor.departments)
    return page(_further(found, last, "entry__").select_related("entry"), limit)


def _entries(actor: Actor, last: Entry | None, limit: int) -> list[Entry]:
    found = Entry.objects.filter(
        confided(actor), department=None, direction="incoming", closed_at=None, annulled_at=None
    )
    return page(_further(found, last, ""), limit)


def _further(found: "QuerySet[Row]", last: Entry | None, path: str) -> "QuerySet[Row]":
    """Give what comes after an entry, in order; both lists are ordered by their entries."""
    names = ("due_on", "registered_at", "pk")
    if last:
        found = found.filter(behind(**{f"{path}{name}": getattr(last, name) for name in names}))
    return found.order_by(*in_order(*(f"{path}{name}" for name in names)))


def _of_task(task: Task) -> wire.Unassigned:
    told = _of_entry(task.entry)
    reason = task.refused_reason if task.state == "refused" else task.note
    return told.model_copy(
        update={"task_id": task.pk, "department": task.department_id, "reason": reason}
    )


def _of_entry(entry: Entry) -> wire.Unassigned:
    return wire.Unassigned.model_construct(
        entry_id=entry.uuid,
        number=entry.number,
        sender_name=entry.sender_name,
        subject=entry.subject,
        due_on=entry.due_on,
        registered_at=entry.registered_at,
    )
