"""What is done with a task: given, opened, decided, given back. All inside a write."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Q

from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries import index
from registry_desk.server.entries.acts import hold_entry_of, locked, milestone, require_changeable
from registry_desk.server.entries.sight import confided, may_see
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.models import Account, Department
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.repeats import require_repeat
from registry_desk.server.tasks import together
from registry_desk.server.tasks.models import Assignment, Task
from registry_desk.wire import Assignment as AssignmentAsked
from registry_desk.wire import Moving, Resolution
from registry_desk.wire.errors import (
    AccountUnknown,
    DepartmentUnknown,
    ReasonMissing,
    TaskChangedMeanwhile,
    TaskMoved,
    TaskUnknown,
)
from registry_desk.wire.words import PAGE

_WORKED_ON = ("assigned", "opened", "resolved")


def assign(asked: AssignmentAsked, actor: Actor) -> Task:
    """Give an entry to a department, and to a person of it; the same request twice is one.

    Raises:
        DepartmentUnknown: no such department.
        AccountUnknown: nobody of that name works there.
        ReasonMissing: it lies with another department, and no reason is given.
        NotAllowed: a department's head takes another department's letter.
        EntryClosed: it is closed; EntryAnnulled, EntryUnknown alike.
        RequestReused: the id is another entry's.
    """
    entry = locked(asked.entry_id, actor)
    done = Assignment.objects.filter(pk=asked.id).select_related("task__entry").first()
    if done is not None:
        require_repeat(is_same=done.task.entry_id == entry.pk)
        return done.task
    require_changeable(entry)
    if not Department.objects.filter(code=asked.department).exists():
        raise DepartmentUnknown(department=asked.department)
    require_colleague(asked.official, asked.department)
    task = Task.objects.filter(entry=entry, closed_at=None).select_related("entry").first()
    now = clock.now()
    if task is None:
        if entry.department_id:
            actor.require_department(entry.department_id, "assign")
        task = Task(pk=asked.id, entry=entry, department_id=asked.department, assigned_at=now)
    else:
        _move(task, asked, actor, now)
    is_new_department = entry.department_id != asked.department
    task.official, task.note = asked.official, asked.note
    task.save()
    Assignment.objects.create(
        pk=asked.id,
        task=task,
        department_id=asked.department,
        official=asked.official,
        note=asked.note,
        by=actor.username,
        at=now,
    )
    together.support(task, asked.supporting, request=asked.id, by=actor.username)
    entry.department_id = asked.department
    entry.state = "assigned" if entry.state == "received" else entry.state
    entry.save()
    if is_new_department:
        milestone(entry, "assigned", asked.department)
        index.keep(entry)
    record(actor.username, "assigned", entry.number, department=asked.department)
    task.entry = entry
    return task


def require_colleague(official: str | None, department: str) -> None:
    """Stop a name nobody has who works in a department.

    Raises:
        AccountUnknown: nobody of that name works there.
    """
    if official is None:
        return
    colleagues = Account.objects.filter(username=official, is_active=True)
    if not colleagues.filter(Q(department=department) | Q(department=None)).exists():
        raise AccountUnknown(username=official)


def _move(task: Task, asked: AssignmentAsked, actor: Actor, now: datetime) -> None:
    """Give an open task to another department or person: it is opened anew there."""
    actor.require_department(task.department_id, "assign")
    if task.state not in (*_WORKED_ON, "refused"):
        raise TaskMoved
    is_redirected = task.department_id != asked.department
    if is_redirected and not asked.note:
        raise ReasonMissing
    if is_redirected or task.official not in (None, asked.official) or task.state == "refused":
        task.redirected_count += is_redirected
        task.state, task.opened_at, task.opened_by = "assigned", None, None
        task.assigned_at = now
    task.department_id = asked.department


def move_many(asked: Moving, actor: Actor) -> list[Task]:
    """Give many open tasks to another department or person with one reason, all or none.

    Raises:
        TaskUnknown: one is none, or not for this person; TaskMoved: one is past that.
        DepartmentUnknown, AccountUnknown, NotAllowed: as :func:`assign`.
    """
    return [
        assign(
            AssignmentAsked(
                id=uuid5(asked.id, str(task_id)),
                entry_id=_open_task(task_id, actor).entry.uuid,
                department=asked.department,
                official=asked.official,
                note=asked.reason,
            ),
            actor,
        )
        for task_id in dict.fromkeys(asked.task_ids)
    ]


def _open_task(task_id: UUID, actor: Actor) -> Task:
    task = task_for(task_id, actor)
    if task.closed_at:
        raise TaskMoved
    return task


def task_for(task_id: UUID, actor: Actor) -> Task:
    """Give a task of this person's department.

    Raises:
        TaskUnknown: there is none, or not for this person.
    """
    task = Task.objects.filter(pk=task_id).select_related("entry").first()
    if task is None or not (actor.is_everywhere or task.department_id in actor.departments):
        raise TaskUnknown
    if task.entry.is_confidential and not may_see(actor, task.entry):
        raise TaskUnknown
    return task


def own_task(task_id: UUID, actor: Actor) -> Task:
    """Give an open task this person works on: their own, or nobody's in their department.

    Its entry is held until this transaction ends, and the task is read only then: a request that
    comes twice, the second time after the letter was closed, would open it again.

    Raises:
        TaskUnknown: as :func:`task_for`, or a colleague works on it.
        TaskMoved: it is closed.
    """
    hold_entry_of(Task.objects.filter(pk=task_id), "entry")
    task = task_for(task_id, actor)
    is_anothers = actor.role == OFFICIAL and task.official not in (None, *names_of(actor))
    if is_anothers:
        raise TaskUnknown
    if task.closed_at:
        raise TaskMoved
    return task


def tasks_of(
    actor: Actor, state: str | None, *, after: UUID | None = None, limit: int = PAGE
) -> list[Task]:
    """Give the tasks this person may work on, the most pressing first.

    Args:
        actor: who asks.
        state: of the tasks; None: every open one.
        after: the last task of the page before; what comes or goes meanwhile moves nothing.
        limit: how many, a page at the most.

    Raises:
        TaskUnknown: ``after`` is none, or not for this person.
    """
    found = Task.objects.select_related("entry").filter(confided(actor, "entry__"))
    if not actor.is_everywhere:
        found = found.filter(department__in=actor.departments)
    if actor.role == OFFICIAL:
        found = found.filter(Q(official__in=names_of(actor)) | Q(official=None))
        found = found.exclude(state="refused")  # waits for whoever assigns it anew
    found = found.filter(state=state) if state else found.filter(closed_at=None)
    if after:
        last = task_for(after, actor)
        place = {"entry__due_on": last.entry.due_on, "assigned_at": last.assigned_at}
        found = found.filter(behind(**place, pk=last.pk))
    return page(found.order_by(*in_order("entry__due_on", "assigned_at", "pk")), limit)


def open_task(task_id: UUID, actor: Actor) -> Task:
    """Open a task; the first opening acknowledges it and takes it if it is nobody's."""
    task = own_task(task_id, actor)
    if task.opened_at is None and task.state == "assigned":
        task.opened_at, task.opened_by, task.state = clock.now(), actor.username, "opened"
        task.official = task.official or actor.username
        task.save()
        _entry_state(task, "opened")
        milestone(task.entry, "acknowledged", task.department_id)
        record(actor.username, "acknowledged", task.entry.number)
    return task


def resolve(task_id: UUID, asked: Resolution, actor: Actor) -> Task:
    """Write the resolution of a task that was opened.

    Raises:
        TaskMoved: it is not open for a resolution.
        TaskChangedMeanwhile: there is another one than was seen.
    """
    text = asked.text
    task = own_task(task_id, actor)
    if task.state == "resolved" and task.resolution == text:
        return task
    if asked.seen is not None and task.resolution != asked.seen:
        raise TaskChangedMeanwhile(number=task.entry.number)
    if task.state not in ("opened", "resolved"):
        raise TaskMoved
    task.resolution, task.state = text, "resolved"
    task.save()
    _entry_state(task, "resolved")
    record(actor.username, "resolved", task.entry.number)
    return task


def refuse(task_id: UUID, reason: str, actor: Actor) -> Task:
    """Give a task back with a reason; it waits to be assigned anew.

    Raises:
        TaskMoved: it is past that.
    """
    task = own_task(task_id, actor)
    if task.state == "refused":
        return task
    if task.state not in _WORKED_ON:
        raise TaskMoved
    task.state, task.refused_reason = "refused", reason
    task.save()
    record(actor.username, "task_refused", task.entry.number)
    return task


def _entry_state(task: Task, state: str) -> None:
    task.entry.state = state
    task.entry.save(update_fields=["state"])
