"""A term that stands still for a while, and runs on. All inside a write."""

from uuid import UUID

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.deadlines.terms import due_now
from registry_desk.server.entries.acts import changeable, milestone
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import Actor
from registry_desk.wire.errors import TermNotPausable


def pause(entry_id: UUID, asked: wire.Pause, actor: Actor) -> Entry:
    """Stop a term with a reason; a term that stands still stays as it is.

    Raises:
        TermNotPausable: the entry has no term.
    """
    entry = changeable(entry_id, actor)
    if entry.paused_on:
        return entry
    if entry.due_on is None:
        raise TermNotPausable(number=entry.number)
    entry.paused_on = clock.today()
    entry.paused_reason, entry.paused_article = asked.reason, asked.article
    entry.save()
    milestone(entry, "paused", note=asked.reason)
    record(actor.username, "paused", entry.number, article=asked.article)
    return entry


def restart(entry_id: UUID, actor: Actor) -> Entry:
    """Let a term run on: its dates move by the days it stood still."""
    entry = changeable(entry_id, actor)
    if entry.paused_on is None:
        return entry
    days = (clock.today() - entry.paused_on).days
    entry.paused_days += days
    entry.paused_on = None
    due = due_now(entry)
    if due is not None:
        entry.due_on, entry.due_internal_on = due.legal_on, due.internal_on
        entry.due_article = due.article
    entry.save()
    milestone(entry, "restarted")
    record(actor.username, "restarted", entry.number, days=days)
    return entry
