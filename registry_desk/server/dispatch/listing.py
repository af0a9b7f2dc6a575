"""What goes out and went out, as it travels."""

from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.dispatch.models import PostList, Sending
from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.rights import Actor
from registry_desk.wire.errors import SendingUnknown
from registry_desk.wire.words import PAGE

OPEN = ("waiting", "queued", "on_its_way", "doubtful", "failed")


def sendings(
    actor: Actor, pile: str, *, after: UUID | None = None, limit: int = PAGE
) -> list[wire.Sending]:
    """Give a page of a pile of what this person may see, in the order it came.

    Args:
        actor: who looks.
        pile: ``open`` (not out yet), ``today`` (left today), ``awaited`` (left, neither proven
            received nor returned, though a proof was asked for), ``settled``.
        after: the last one of the page before.
        limit: how many, a page at the most.

    Raises:
        SendingUnknown: ``after`` is none, or not for this person.
    """
    own = Entry.objects.filter(visible(actor))
    found = _with_all(_pile(pile).filter(entry__in=own))
    if after:
        last = Sending.objects.filter(pk=after, entry__in=own).first()
        if last is None:
            raise SendingUnknown
        found = found.filter(behind(ordered_at=last.ordered_at, pk=last.pk))
    return [view(one) for one in page(found.order_by(*in_order("ordered_at", "pk")), limit)]


def _pile(pile: str) -> "QuerySet[Sending]":
    every = Sending.objects.all()
    if pile == "today":
        midnight = datetime.combine(clock.today(), time(), clock.BUCHAREST)
        return every.filter(left_at__gte=midnight)
    if pile == "awaited":
        return every.filter(state="left", how="post", kind="registered_proof")
    if pile == "settled":
        return every.filter(state__in=("returned", "proven"))
    return every.filter(state__in=OPEN)


def of_entry(entry_id: UUID, actor: Actor) -> list[wire.Sending]:
    """Give what went out of one entry."""
    found = Sending.objects.filter(entry=entry_for(entry_id, actor))
    return [view(sending) for sending in _with_all(found).order_by("ordered_at", "pk")]


def _with_all(found: "QuerySet[Sending]") -> "QuerySet[Sending]":
    return found.select_related("entry", "reply", "post_list")


def view(sending: Sending) -> wire.Sending:
    """Give something that goes out as it travels."""
    same = {
        name: getattr(sending, name)
        for name in wire.Sending.model_fields
        if name not in ("id", "entry_id", "entry_number", "subject", "list_number")
    }
    reply = sending.reply
    return wire.Sending.model_construct(
        id=sending.pk,
        entry_id=sending.entry.uuid,
        entry_number=sending.entry.number,
        subject=(reply.subject if reply else "") or sending.entry.subject or "",
        list_number=sending.post_list.number if sending.post_list else "",
        **same,
    )


def list_view(made: PostList) -> wire.PostList:
    """Give a list for the post as it travels."""
    return wire.PostList.model_construct(
        id=made.pk,
        number=made.number,
        made_at=made.made_at,
        made_by=made.made_by,
        item_count=made.sending_set.count(),
        sha256=made.sha256,
    )
