"""Keep an entry to its department and the people named. Inside a write."""

from uuid import UUID

from registry_desk import wire
from registry_desk.server.audit.log import record
from registry_desk.server.entries.acts import locked
from registry_desk.server.entries.models import Confidant, Entry
from registry_desk.server.people.models import Account
from registry_desk.server.people.rights import Actor
from registry_desk.wire.errors import AccountUnknown


def confide(entry_id: UUID, asked: wire.Confidence, actor: Actor) -> Entry:
    """Make an entry confidential with the people named, or open it again.

    Raises:
        EntryUnknown: there is none, or not for this person.
        AccountUnknown: nobody of a name works here.
    """
    entry = locked(entry_id, actor)
    for username in asked.people:
        if not Account.objects.filter(username=username, is_active=True).exists():
            raise AccountUnknown(username=username)
    entry.is_confidential = asked.is_confidential
    entry.save(update_fields=["is_confidential"])
    Confidant.objects.filter(entry=entry).exclude(username__in=asked.people).delete()
    for username in asked.people:
        Confidant.objects.get_or_create(entry=entry, username=username)
    record(
        actor.username,
        "confided" if asked.is_confidential else "opened_to_all",
        entry.number,
        people=sorted(asked.people),
    )
    return entry


def people_of(entry: Entry) -> list[str]:
    """Give the account names that are named in an entry."""
    return sorted(Confidant.objects.filter(entry=entry).values_list("username", flat=True))
