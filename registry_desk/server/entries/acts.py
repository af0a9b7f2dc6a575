"""What is done to an entry after it has its number: found, annulled, extended, closed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.citizen.notices import tell
from registry_desk.server.deadlines.terms import due_now, require_extendable
from registry_desk.server.entries.models import Entry, Milestone
from registry_desk.server.entries.sight import may_see
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.people.substitutes import names_of
from registry_desk.server.tasks.models import Reply, Task
from registry_desk.wire import Annulment, Closing, Extension
from registry_desk.wire.errors import (
    EntryAnnulled,
    EntryClosed,
    EntryUnknown,
    NotAllowed,
    ReasonMissing,
    ReplyNotReady,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


def entry_for(entry_id: UUID, actor: Actor) -> Entry:
    """Give an entry this person may see.

    Raises:
        EntryUnknown: there is none, or not for this person.
    """
    entry = Entry.objects.filter(uuid=entry_id).select_related("connected_to").first()
    if entry is None or not may_see(actor, entry):
        raise EntryUnknown(number="")
    return entry


def locked(entry_id: UUID, actor: Actor) -> Entry:
    """Give an entry nobody else changes until this transaction ends; inside a write.

    Raises:
        EntryUnknown: as :func:`entry_for`.
    """
    held = Entry.objects.select_for_update(of=("self",)).filter(uuid=entry_id)
    entry = held.select_related("connected_to").first()
    if entry is None or not may_see(actor, entry):
        raise EntryUnknown(number="")
    return entry


def held(key: int) -> Entry:
    """Give an entry as it stands, which nobody else changes until this transaction ends."""
    return Entry.objects.select_for_update().get(pk=key)


def hold_entry_of(found: "QuerySet[Any]", path: str) -> None:
    """Hold the entry of what is found, before it is read: it may change while this waits.

    Args:
        found: one row or none.
        path: of the entry from there.
    """
    for key in found.values_list(path, flat=True):
        held(key)


def changeable(entry_id: UUID, actor: Actor) -> Entry:
    """Give an entry that may still change; inside a write.

    Raises:
        EntryUnknown: as :func:`entry_for`.
        EntryAnnulled: its number is annulled.
        EntryClosed: it is closed.
    """
    entry = locked(entry_id, actor)
    require_changeable(entry)
    return entry


def require_changeable(entry: Entry) -> None:
    """Stop what is done to an entry that is over.

    A request that comes again is looked for before this, and after the entry is held: the first
    one may be at work still.

    Raises:
        EntryAnnulled: its number is annulled.
        EntryClosed: it is closed.
    """
    if entry.annulled_at:
        raise EntryAnnulled(number=entry.number)
    if entry.closed_at:
        raise EntryClosed(number=entry.number)


def milestone(
    entry: Entry,
    code: str,
    department: str | None = None,
    *,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Add a step the citizen may see; inside a write.

    Args:
        entry: whose.
        code: which; the words are under ``milestone.<code>``.
        department: who has it from here on.
        note: the reason, where it is the citizen's.
        at: when it happened; now unless given.
    """
    made = Milestone.objects.create(
        entry=entry, code=code, at=at or clock.now(), department_id=department, note=note
    )
    tell(made)


def annul(entry_id: UUID, asked: Annulment, actor: Actor) -> Entry:
    """Annul a number with a reason; doing it twice changes nothing. Inside a write."""
    entry = locked(entry_id, actor)
    if entry.annulled_at:
        return entry
    require_changeable(entry)
    entry.annulled_at = clock.now()
    entry.annulled_by = actor.username
    entry.annulled_reason = asked.reason
    entry.state = "annulled"
    entry.save()
    Task.objects.filter(entry=entry, closed_at=None).update(
        closed_at=entry.annulled_at, state="closed"
    )
    record(actor.username, "annulled", entry.number)
    return entry


def extend(entry_id: UUID, asked: Extension, actor: Actor) -> Entry:
    """Extend a term as its law allows; doing it twice changes nothing. Inside a write.

    Raises:
        TermNotExtendable: the law gives none, not so much, or it was given; TermRunOut: too late.
    """
    entry = locked(entry_id, actor)
    if entry.extended_days == asked.days:
        return entry
    require_changeable(entry)
    require_extendable(entry, asked.days)
    entry.extended_days = asked.days
    due = due_now(entry)
    if due is not None:
        entry.due_on, entry.due_internal_on = due.legal_on, due.internal_on
        entry.due_article = due.article
    entry.save()
    milestone(entry, "extended", note=asked.reason)
    record(actor.username, "extended", entry.number, days=asked.days)
    return entry


def _require_own(entry: Entry, actor: Actor) -> None:
    """Let an official end only what they work on themselves."""
    others = Task.objects.filter(entry=entry, closed_at=None).exclude(official=None)
    if actor.role == OFFICIAL and others.exclude(official__in=names_of(actor)).exists():
        raise NotAllowed(act="close")


def close(entry_id: UUID, asked: Closing, actor: Actor) -> Entry:
    """Close an entry with its outcome; doing it twice changes nothing. Inside a write.

    Raises:
        ReplyNotReady: closed as answered, but no reply has left the house.
        ReasonMissing: another outcome needs a reason.
        NotAllowed: a colleague works on it.
    """
    entry = locked(entry_id, actor)
    if entry.closed_at and entry.outcome == asked.outcome:
        return entry
    require_changeable(entry)
    _require_own(entry, actor)
    sent = Reply.objects.filter(entry=entry).exclude(dispatched_at=None)
    if asked.outcome == "answered" and not sent.exists():
        raise ReplyNotReady
    if asked.outcome != "answered":
        if not asked.reason:
            raise ReasonMissing
        milestone(entry, asked.outcome, note=asked.reason)
    end(entry, asked.outcome, actor.username)
    return entry


def end(entry: Entry, outcome: str, by: str) -> None:
    """Close an entry that may be closed, with its task; inside a write."""
    entry.closed_at, entry.outcome, entry.state = clock.now(), outcome, "closed"
    entry.save()
    Task.objects.filter(entry=entry, closed_at=None).update(
        closed_at=entry.closed_at, state="closed"
    )
    milestone(entry, "closed")
    record(by, "closed", entry.number, outcome=outcome)
