"""Replies: begun, answered when they are sealed, dispatched. All inside a write.

A reply that is signed and sealed may be the answer or an interim one; the dispatch is told which.
Only then does its citizen hear of it. After an interim one the letter is as it was: decided, not
answered, its term running (OG 27/2002, art. 8), and it may be redirected.
"""

from uuid import UUID

from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import (
    changeable,
    entry_for,
    hold_entry_of,
    locked,
    milestone,
    require_changeable,
)
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.repeats import require_repeat
from registry_desk.server.site import register_configuration
from registry_desk.server.tasks.acts import own_task
from registry_desk.server.tasks.models import Reply, Task
from registry_desk.wire import Dispatch
from registry_desk.wire import Reply as ReplyAsked
from registry_desk.wire.errors import ReplyNotReady, ReplyUnknown, TaskMoved, TaskUnknown

_RESOLVED, _ANSWERED, _DISPATCHED = "resolved", "answered", "dispatched"
_INTERIM = "interim_answered"


def begin(asked: ReplyAsked, actor: Actor) -> None:
    """Open a reply under the number of the letter it answers; the same request twice is one.

    Raises:
        TaskUnknown: the task is not this entry's, or not this person's.
        TaskMoved: nothing was decided yet.
        ReplyUnknown: somebody else began it.
        RequestReused: the id is another task's.
    """
    entry = locked(asked.entry_id, actor)
    begun = Reply.objects.filter(pk=asked.id).first()
    if begun is not None:
        if begun.begun_by != actor.username:
            raise ReplyUnknown
        require_repeat(is_same=begun.task_id == asked.task_id)
        return
    require_changeable(entry)
    task = own_task(asked.task_id, actor)
    if task.entry_id != entry.pk:
        raise TaskUnknown
    if task.state not in (_RESOLVED, _ANSWERED, _DISPATCHED):
        raise TaskMoved
    Reply.objects.create(
        pk=asked.id,
        entry=entry,
        task=task,
        subject=asked.subject,
        begun_at=clock.now(),
        begun_by=actor.username,
    )
    record(actor.username, "reply_begun", entry.number, reply=str(asked.id))


def answered(reply_id: UUID, actor: Actor) -> None:
    """Note that a reply stands in its final form, the first time that it does."""
    reply = _held(reply_id)
    if reply.answered_at:
        return
    reply.answered_at = clock.now()
    reply.save(update_fields=["answered_at"])
    _state(reply, _ANSWERED)
    record(actor.username, _ANSWERED, reply.entry.number, reply=str(reply_id))


def call(reply: Reply, *, is_interim: bool) -> None:
    """Tell the citizen of a signed reply by what it is: the answer, or an interim one.

    A reply that came back may go out again as the other.

    Raises:
        ReplyNotReady: it is not in its final form yet.
    """
    signed_at = reply.answered_at
    if signed_at is None:
        raise ReplyNotReady
    names = (_ANSWERED, _INTERIM)
    told = reply.entry.milestones.filter(code__in=names, at=signed_at)
    if not told.update(code=names[is_interim]):
        milestone(reply.entry, names[is_interim], at=signed_at)
    states = ((_ANSWERED, _DISPATCHED), _RESOLVED) if is_interim else ((_RESOLVED,), _ANSWERED)
    before, after = states
    tasks = Task.objects.filter(pk=reply.task_id, closed_at=None, state__in=before)
    if tasks.update(state=after):
        Entry.objects.filter(pk=reply.entry_id, closed_at=None).update(state=after)


def dispatch(reply_id: UUID, asked: Dispatch, actor: Actor) -> None:
    """Record how a reply left the house; doing it twice changes nothing.

    Raises:
        ReplyUnknown: there is none, or not for this person.
        ReplyNotReady: it is not in its final form yet.
    """
    reply = _held(reply_id)
    entry_for(reply.entry.uuid, actor)
    if actor.role == OFFICIAL and reply.task.official not in (None, *names_of(actor)):
        raise ReplyUnknown
    if reply.dispatched_at:
        return
    changeable(reply.entry.uuid, actor)
    call(reply, is_interim=False)
    left(reply, how=asked.how, address=asked.address, by=actor.username)


def left(reply: Reply, *, how: str, address: str, by: str, step: str = _DISPATCHED) -> None:
    """Write down that a reply has left the house; ``step`` is the milestone the citizen sees."""
    reply.dispatched_at = clock.now()
    reply.how, reply.address, reply.dispatched_by = how, address, by
    reply.save()
    if step == _DISPATCHED:
        _state(reply, _DISPATCHED)
    milestone(reply.entry, step)
    record(by, _DISPATCHED, reply.entry.number, how=how)


def _held(reply_id: UUID) -> Reply:
    """Give a reply as it stands; its entry is held until this transaction ends.

    Raises:
        ReplyUnknown: there is none.
    """
    found = Reply.objects.filter(pk=reply_id)
    hold_entry_of(found, "entry")
    reply = found.select_related("task", "entry").first()
    if reply is None:
        raise ReplyUnknown
    return reply


def is_final_when_delivered() -> bool:
    """Tell whether a delivered reply is in its final form: where the office has no seal."""
    return not register_configuration().has_seal


def _state(reply: Reply, state: str) -> None:
    Task.objects.filter(pk=reply.task_id, closed_at=None).update(state=state)
    # An answer that came back leaves a closed entry again.
    Entry.objects.filter(pk=reply.entry_id, closed_at=None).update(state=_ANSWERED)
