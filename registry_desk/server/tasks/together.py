"""Work done together: questions to colleagues, supporting departments. All inside a write."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import hold_entry_of
from registry_desk.server.entries.sight import confided
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.models import Department
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.repeats import require_repeat
from registry_desk.server.tasks.models import Consultation, Task
from registry_desk.wire.errors import DepartmentUnknown, QuestionAnswered, QuestionUnknown
from registry_desk.wire.words import PAGE


def support(task: Task, departments: Iterable[str], *, request: UUID, by: str) -> None:
    """Let further departments work on a task; the task's own department leads.

    Raises:
        DepartmentUnknown: there is no such department.
    """
    for code in departments:
        if code == task.department_id:
            continue
        require_departments([code])
        Consultation.objects.get_or_create(
            task=task,
            department_id=code,
            is_support=True,
            defaults={
                "id": uuid5(request, code),
                "question": task.note,
                "asked_by": by,
                "asked_at": clock.now(),
            },
        )


def require_departments(codes: Iterable[str]) -> None:
    """Stop a department's code nobody knows.

    Raises:
        DepartmentUnknown: there is no such department.
    """
    for code in codes:
        if not Department.objects.filter(code=code).exists():
            raise DepartmentUnknown(department=code)


def ask(task_id: UUID, asked: wire.Question, actor: Actor) -> Consultation:
    """Ask a colleague or a department about an open task; the same request twice is one.

    Raises:
        TaskUnknown: it is not this person's; TaskMoved: it is closed.
        DepartmentUnknown: there is no such department.
        AccountUnknown: nobody of that name works there.
        RequestReused: the id is another task's.
    """
    from registry_desk.server.tasks.acts import own_task, require_colleague

    task = own_task(task_id, actor)
    done = Consultation.objects.filter(pk=asked.id).select_related("task__entry").first()
    if done is not None:
        require_repeat(is_same=done.task_id == task.pk)
        return done
    require_departments([asked.department])
    require_colleague(asked.official, asked.department)
    made = Consultation.objects.create(
        pk=asked.id,
        task=task,
        department_id=asked.department,
        official=asked.official,
        question=asked.text,
        asked_by=actor.username,
        asked_at=clock.now(),
    )
    record(actor.username, "question_asked", task.entry.number, department=asked.department)
    return made


def answer(consultation_id: UUID, text: str, actor: Actor) -> Consultation:
    """Answer a question, or give a supporting department's part; the first answer stands.

    Raises:
        QuestionUnknown: there is none, or it is not for this person.
        QuestionAnswered: a colleague gave another answer meanwhile.
    """
    hold_entry_of(Consultation.objects.filter(pk=consultation_id), "task__entry")
    found = _for(consultation_id, actor)
    if found.answered_at:
        if found.answer != text:
            raise QuestionAnswered(number=found.task.entry.number, by=found.answered_by)
        return found
    found.answer, found.answered_by, found.answered_at = text, actor.username, clock.now()
    found.save()
    record(actor.username, "question_answered", found.task.entry.number)
    return found


def _for(consultation_id: UUID, actor: Actor) -> Consultation:
    seen = Consultation.objects.filter(confided(actor, "task__entry__"), pk=consultation_id)
    found = seen.select_related("task__entry").first()
    if found is None or not _is_for(found, actor):
        raise QuestionUnknown
    return found


def _is_for(found: Consultation, actor: Actor) -> bool:
    if actor.role != OFFICIAL and actor.is_everywhere:
        return True
    is_own = found.department_id in actor.departments
    return is_own and (actor.role != OFFICIAL or found.official in (None, *names_of(actor)))


def waiting(actor: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[Consultation]:
    """Give a page of the unanswered questions for this person, the oldest first.

    Raises:
        QuestionUnknown: ``after`` is none, or not for this person.
    """
    found = Consultation.objects.filter(
        confided(actor, "task__entry__"), answered_at=None, task__closed_at=None
    )
    if not actor.is_everywhere:
        found = found.filter(department__in=actor.departments)
    if actor.role == OFFICIAL:
        found = found.filter(Q(official=None) | Q(official__in=names_of(actor)))
    if after:
        last = _for(after, actor)
        found = found.filter(behind(asked_at=last.asked_at, pk=last.pk))
    return page(found.select_related("task__entry").order_by(*in_order("asked_at", "pk")), limit)


def of_task(task: Task) -> list[Consultation]:
    """Give everything that was asked about a task, in order."""
    found = Consultation.objects.filter(task=task).select_related("task__entry")
    return list(found.order_by("asked_at"))


def view(found: Consultation) -> wire.Consultation:
    """Give a consultation as it travels."""
    return wire.Consultation.model_construct(
        id=found.pk,
        task_id=found.task_id,
        entry_id=found.task.entry.uuid,
        number=found.task.entry.number,
        department=found.department_id,
        official=found.official,
        is_support=found.is_support,
        question=found.question,
        asked_by=found.asked_by,
        asked_at=found.asked_at,
        answer=found.answer,
        answered_by=found.answered_by,
        answered_at=found.answered_at,
    )
