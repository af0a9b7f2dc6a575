"""Entries on the same matter: what one is connected to, and what is connected to it."""

from uuid import UUID

from django.db.models import Q

from registry_desk.server.entries.acts import entry_for
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.people.rights import Actor

_MOST = 100


def links_of(entry_id: UUID, actor: Actor) -> list[Entry]:
    """Give the entries connected with one that this person may see, in the order of registration.

    Documents on the same matter are connected to the first: its other ones are among them.

    Raises:
        EntryUnknown: there is none, or not for this person.
    """
    entry = entry_for(entry_id, actor)
    first = entry.connected_to_id or entry.pk
    matter = Q(pk=first) | Q(connected_to=first) | Q(connected_to=entry.pk)
    found = Entry.objects.filter(matter, visible(actor)).exclude(pk=entry.pk)
    return list(found.select_related("connected_to").order_by("registered_at", "pk")[:_MOST])
