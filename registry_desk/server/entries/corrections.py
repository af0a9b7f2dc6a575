"""What is corrected or added after a number was given. All inside a write."""

from datetime import date
from typing import Any
from uuid import UUID

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.deadlines.terms import due_now
from registry_desk.server.entries import index, known_words, numbering
from registry_desk.server.entries.acts import (
    changeable,
    entry_for,
    locked,
    milestone,
    require_changeable,
)
from registry_desk.server.entries.columns import changes_digest
from registry_desk.server.entries.models import Addition, Amendment, Entry
from registry_desk.server.entries.view import MASKED
from registry_desk.server.people.rights import Actor
from registry_desk.server.repeats import require_repeat
from registry_desk.wire.errors import EntryChangedMeanwhile, FieldInvalid

_TERM = {"kind", "deadline_days"}


def amend(entry_id: UUID, asked: wire.Amendment, actor: Actor) -> Entry:
    """Change the fields that are given; old and new values are kept, their hash in the audit.

    Raises:
        EntryClosed: it is closed; EntryAnnulled, EntryUnknown alike.
        EntryChangedMeanwhile: somebody changed it after the revision that was seen.
        FieldInvalid: it would be connected to itself.
    """
    entry = changeable(entry_id, actor)
    if asked.revision not in (None, entry.revision):
        raise EntryChangedMeanwhile(number=entry.number)
    changes: dict[str, list[Any]] = {}
    for name in sorted(asked.model_fields_set - {"revision"}):
        old, new = _written(entry, name), getattr(asked, name)
        if old != new and not (name == "cnp" and new == MASKED):  # sent back as it was shown
            changes[name] = [_plain(old), _plain(new)]
            _set(entry, name, new)
    if not changes:
        return entry
    if _TERM & changes.keys() and not entry.paused_on:
        due = due_now(entry)
        entry.due_on = due.legal_on if due else None
        entry.due_internal_on = due.internal_on if due else None
        entry.due_article = due.article if due else ""
    entry.revision += 1
    entry.save()
    index.keep(entry)
    known_words.keep([entry])
    Amendment.objects.create(entry=entry, at=clock.now(), by=actor.username, changes=changes)
    digest = changes_digest(changes)
    record(actor.username, "amended", entry.number, fields=list(changes), changes=digest)
    return entry


def _written(entry: Entry, name: str) -> Any:
    if name == "connected_to":
        return entry.connected_to.number if entry.connected_to else None
    return getattr(entry, name)


def _set(entry: Entry, name: str, value: Any) -> None:
    if name == "connected_to" and value is not None:
        value = numbering.by_number(value)
        if value == entry:
            raise FieldInvalid(field=name)
    setattr(entry, name, value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def amendments_of(entry_id: UUID, actor: Actor) -> list[wire.Amended]:
    """Tell what was corrected in an entry, in order; a personal number is hidden."""
    entry = entry_for(entry_id, actor)
    return [
        wire.Amended(
            at=made.at,
            by=made.by,
            changes=[
                wire.FieldChange(field=name, old=_shown(name, old), new=_shown(name, new))
                for name, (old, new) in made.changes.items()
            ],
        )
        for made in Amendment.objects.filter(entry=entry).order_by("pk")
    ]


def _shown(name: str, value: Any) -> str | None:
    if value is None:
        return None
    return MASKED if name == "cnp" else str(value)


def complete(entry_id: UUID, asked: wire.Addition, actor: Actor) -> Entry:
    """Add papers that came later to an existing number; the same request twice is one.

    Raises:
        EntryClosed: it is closed; EntryAnnulled, EntryUnknown alike.
        RequestReused: the id is another entry's.
    """
    entry = locked(entry_id, actor)
    done = Addition.objects.filter(pk=asked.id).first()
    if done is not None:
        require_repeat(is_same=done.entry_id == entry.pk)
        return entry
    require_changeable(entry)
    Addition.objects.create(
        pk=asked.id,
        entry=entry,
        received_at=asked.received_at,
        registered_at=clock.now(),
        by=actor.username,
        sheet_count=asked.sheet_count,
        enclosure_count=asked.enclosure_count,
        note=asked.note,
    )
    entry.sheet_count += asked.sheet_count
    entry.enclosure_count += asked.enclosure_count
    entry.save(update_fields=["sheet_count", "enclosure_count"])
    milestone(entry, "completed")
    record(
        actor.username,
        "completed",
        entry.number,
        sheets=asked.sheet_count,
        enclosures=asked.enclosure_count,
    )
    return entry
