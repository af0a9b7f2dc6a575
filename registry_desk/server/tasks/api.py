"""Addresses of tasks and replies."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from registry_desk import wire
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.tasks import acts, replies, together
from registry_desk.server.tasks.view import view
from registry_desk.server.writing import write
from registry_desk.wire.words import PAGE

router = Router(tags=["tasks"])


@router.post("/assignments", response=wire.Task)
def assign(request: HttpRequest, asked: wire.Assignment) -> Any:
    """Give an entry to a department, and to a person of it."""
    who = actor(request)
    who.require("assign")
    return write(lambda: view(acts.assign(asked, who)))


@router.get("/tasks", response=list[wire.Task])
def tasks(
    request: HttpRequest,
    state: str | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> Any:
    """Give the tasks this person may see, page by page: ``after`` is the last one seen."""
    who = actor(request)
    who.require("read")
    return [view(task) for task in acts.tasks_of(who, state, after=after, limit=limit)]


@router.post("/tasks/{uuid:task_id}/opening", response=wire.Task)
def open_task(request: HttpRequest, task_id: UUID) -> Any:
    """Open a task: the first opening acknowledges it."""
    who = actor(request)
    who.require("work")
    return write(lambda: view(acts.open_task(task_id, who)))


@router.post("/tasks/{uuid:task_id}/resolution", response=wire.Task)
def resolve(request: HttpRequest, task_id: UUID, asked: wire.Resolution) -> Any:
    """Write the resolution."""
    who = actor(request)
    who.require("work")
    return write(lambda: view(acts.resolve(task_id, asked, who)))


@router.post("/tasks/{uuid:task_id}/refusal", response=wire.Task)
def refuse(request: HttpRequest, task_id: UUID, asked: wire.Reason) -> Any:
    """Give a task back with a reason."""
    who = actor(request)
    who.require("work")
    return write(lambda: view(acts.refuse(task_id, asked.reason, who)))


@router.post("/tasks/moving", response=list[wire.Task])
def move(request: HttpRequest, asked: wire.Moving) -> Any:
    """Move many tasks at once with one reason, all or none."""
    who = actor(request)
    who.require("assign")
    return write(lambda: [view(task) for task in acts.move_many(asked, who)])


@router.post("/tasks/{uuid:task_id}/questions", response=wire.Consultation)
def ask(request: HttpRequest, task_id: UUID, asked: wire.Question) -> Any:
    """Ask a colleague or a department about a task."""
    who = actor(request)
    who.require("work")
    return write(lambda: together.view(together.ask(task_id, asked, who)))


@router.get("/tasks/{uuid:task_id}/questions", response=list[wire.Consultation])
def consultations(request: HttpRequest, task_id: UUID) -> Any:
    """Give everything that was asked about a task, in order."""
    who = actor(request)
    who.require("read")
    return [together.view(found) for found in together.of_task(acts.task_for(task_id, who))]


@router.get("/questions", response=list[wire.Consultation])
def questions(request: HttpRequest, after: UUID | None = None, limit: int = PAGE) -> Any:
    """Give what waits for this person's answer, page by page."""
    who = actor(request)
    who.require("read")
    return [together.view(found) for found in together.waiting(who, after=after, limit=limit)]


@router.post("/questions/{uuid:question_id}/answer", response=wire.Consultation)
def answer(request: HttpRequest, question_id: UUID, asked: wire.Resolution) -> Any:
    """Answer a question."""
    who = actor(request)
    who.require("work")
    return write(lambda: together.view(together.answer(question_id, asked.text, who)))


@router.post("/replies", response={204: None})
def begin_reply(request: HttpRequest, asked: wire.Reply) -> Any:
    """Open a reply under the number of the letter it answers."""
    who = actor(request)
    who.require("work")
    write(lambda: replies.begin(asked, who))
    return 204, None


@router.post("/replies/{uuid:reply_id}/dispatch", response={204: None})
def dispatch(request: HttpRequest, reply_id: UUID, asked: wire.Dispatch) -> Any:
    """Record how a reply left the house."""
    who = actor(request)
    who.require("dispatch")
    write(lambda: replies.dispatch(reply_id, asked, who))
    return 204, None
