"""What waits for repartition: letters with no department yet, tasks with no person yet."""

from django.db.models import F, Q

from registry_desk import wire
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import confided
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Task

_MOST = 500


def waiting(actor: Actor) -> list[wire.Unassigned]:
    """Give what this person is to assign, the most pressing first.

    Who works for the whole house sees what lies with no department; who leads one sees what lies
    there with nobody, and what was given back.
    """
    found = [_of_task(task) for task in _tasks(actor)]
    if actor.is_everywhere:
        found += [_of_entry(entry) for entry in _entries(actor)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on, one.registered_at))


def _tasks(actor: Actor) -> list[Task]:
    lying = Q(state="refused") | Q(official=None, state="assigned")
    found = Task.objects.filter(lying, confided(actor, "entry__"), closed_at=None)
    if not actor.is_everywhere:
        found = found.filter(department__in=actor.departments)
    due = F("entry__due_on").asc(nulls_last=True)
    return list(found.select_related("entry").order_by(due, "assigned_at")[:_MOST])


def _entries(actor: Actor) -> list[Entry]:
    found = Entry.objects.filter(
        confided(actor), department=None, direction="incoming", closed_at=None, annulled_at=None
    )
    return list(found.order_by(F("due_on").asc(nulls_last=True), "registered_at")[:_MOST])


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
