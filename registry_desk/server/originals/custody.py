"""Record where originals are, and list them; all changes inside a write."""

from uuid import UUID

from django.db.models import Q

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import locked
from registry_desk.server.entries.sight import confided
from registry_desk.server.originals.models import OriginalMove
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.rights import Actor
from registry_desk.server.repeats import require_repeat
from registry_desk.wire.errors import EntryAnnulled, EntryUnknown
from registry_desk.wire.words import PAGE


def move(entry_id: UUID, asked: wire.OriginalMove, actor: Actor) -> wire.Original:
    """Record a hand-over; the same request twice is one. A closed entry's paper still moves.

    Raises:
        EntryUnknown: there is none, or not for this person.
        EntryAnnulled: its number is annulled.
        RequestReused: the id is another entry's.
    """
    entry = locked(entry_id, actor)
    if entry.annulled_at:
        raise EntryAnnulled(number=entry.number)
    done = OriginalMove.objects.filter(pk=asked.id).select_related("entry").first()
    if done is not None:
        require_repeat(is_same=done.entry_id == entry.pk)
        return view(done)
    OriginalMove.objects.filter(entry=entry, is_last=True).update(is_last=False)
    made = OriginalMove.objects.create(
        pk=asked.id,
        entry=entry,
        act=asked.act,
        place=asked.place,
        holder=asked.holder,
        due_back_on=asked.due_back_on if asked.act == "handed_over" else None,
        note=asked.note,
        at=clock.now(),
        by=actor.username,
    )
    record(actor.username, f"original_{asked.act}", entry.number)
    return view(made)


def moves_of(entry_id: UUID, actor: Actor) -> list[wire.Original]:
    """Tell where an entry's original was, in order."""
    from registry_desk.server.entries.acts import entry_for

    found = OriginalMove.objects.filter(entry=entry_for(entry_id, actor)).select_related("entry")
    return [view(made) for made in found.order_by("at", "pk")]


def originals(
    actor: Actor,
    *,
    is_overdue: bool,
    holder: str,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[wire.Original]:
    """List a page of where originals are now; those due back first.

    Raises:
        EntryUnknown: ``after`` has no original, or is not for this person.
    """
    own = OriginalMove.objects.filter(confided(actor, "entry__"), is_last=True)
    if not actor.is_everywhere:
        own = own.filter(entry__department__in=actor.departments)
    found = own.select_related("entry")
    if is_overdue:
        found = found.filter(due_back_on__lt=clock.today())
    if holder:
        found = found.filter(Q(holder__icontains=holder))
    if after:
        last = own.filter(entry__uuid=after).first()
        if last is None:
            raise EntryUnknown(number="")
        found = found.filter(behind(due_back_on=last.due_back_on, at=last.at, pk=last.pk))
    found = found.order_by(*in_order("due_back_on", "at", "pk"))
    return [view(made) for made in page(found, limit)]


def view(made: OriginalMove) -> wire.Original:
    """Give a hand-over as it travels."""
    return wire.Original.model_construct(
        entry_id=made.entry.uuid,
        number=made.entry.number,
        act=made.act,
        place=made.place,
        holder=made.holder,
        since=made.at,
        by=made.by,
        due_back_on=made.due_back_on,
        is_overdue=made.is_last
        and made.due_back_on is not None
        and made.due_back_on < clock.today(),
        note=made.note,
        subject=made.entry.subject or "",
    )
