"""Entries on the same matter: what one is connected to, and what is connected to it."""

from uuid import UUID

from django.db.models import Q

from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.paging import behind, in_order, page
from registry_desk.server.people.rights import Actor
from registry_desk.wire.words import PAGE


def links_of(
    entry_id: UUID, actor: Actor, *, after: UUID | None = None, limit: int = PAGE
) -> list[Entry]:
    """Give a page of the entries connected with one that this person may see, the oldest first.

    Documents on the same matter are connected to the first: its other ones are among them.

    Raises:
        EntryUnknown: there is none, or not for this person; ``after`` alike.
    """
    entry = entry_for(entry_id, actor)
    first = entry.connected_to_id or entry.pk
    matter = Q(pk=first) | Q(connected_to=first) | Q(connected_to=entry.pk)
    found = Entry.objects.filter(matter, visible(actor)).exclude(pk=entry.pk)
    if after:
        last = entry_for(after, actor)
        found = found.filter(behind(registered_at=last.registered_at, pk=last.pk))
    found = found.select_related("connected_to").order_by(*in_order("registered_at", "pk"))
    return page(found, limit)
