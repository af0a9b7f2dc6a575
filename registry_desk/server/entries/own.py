"""Entries from the house itself: internal ones and documents of our own initiative."""

from uuid import uuid5

from registry_desk.server.entries.models import Entry
from registry_desk.server.people.rights import OFFICIAL, Actor
from registry_desk.server.tasks.models import Task


def settle(entry: Entry, actor: Actor) -> None:
    """Give a new entry to the department it comes from, before it is written."""
    if entry.direction == "incoming" or actor.department is None:
        return
    entry.department_id = actor.department
    entry.state = "resolved" if actor.role == OFFICIAL else "assigned"


def begin(entry: Entry, actor: Actor) -> None:
    """Give an entry of the house to the official who wrote it, once it is written.

    The official may write, sign and send it at once, as a reply under its number.
    """
    if entry.state == "resolved" and entry.department_id is not None:
        Task.objects.create(
            pk=uuid5(entry.uuid, "own"),
            entry=entry,
            department_id=entry.department_id,
            official=actor.username,
            state="resolved",
            assigned_at=entry.registered_at,
            opened_at=entry.registered_at,
            opened_by=actor.username,
        )
