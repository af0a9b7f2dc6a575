"""Entries from the house itself: internal ones and documents of our own initiative."""

from uuid import uuid5

from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.tasks.models import Task


def begin(entry: Entry, actor: Actor) -> None:
    """Give an entry to the department it comes from, and to the official who wrote it.

    The official may write, sign and send it at once, as a reply under its number.
    """
    if entry.direction == "incoming" or actor.department is None:
        return
    entry.department_id, entry.state = actor.department, "assigned"
    if actor.role == OFFICIAL:
        entry.state = "resolved"
        Task.objects.create(
            pk=uuid5(entry.uuid, "own"),
            entry=entry,
            department_id=actor.department,
            official=actor.username,
            state="resolved",
            assigned_at=entry.registered_at,
            opened_at=entry.registered_at,
            opened_by=actor.username,
        )
    entry.save(update_fields=["department_id", "state"])
