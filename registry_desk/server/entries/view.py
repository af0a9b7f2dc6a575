"""Entries as they travel."""

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import F
from pydantic_core import to_json

from registry_desk import wire
from registry_desk.model.document import FIELD_NAMES, Kind
from registry_desk.server.entries.models import Entry, Milestone
from registry_desk.server.site import register_configuration

MASKED = "•••"
"""What stands for a personal number that nobody asked to see."""


def view(entry: Entry) -> wire.Entry:
    """Give an entry with its files, milestones and task."""
    return views([entry])[0]


def new_json(entry: Entry) -> bytes:
    """Give an entry that was registered this moment: nothing has happened to it yet."""
    received = {"code": "received", "at": entry.received_at, "department": None}
    return to_json({**_own(entry), "files": [], "milestones": [received], "task_id": None})


def views(entries: Sequence[Entry]) -> list[wire.Entry]:
    """Give entries as :func:`view` does, however many, with the same few questions."""
    from registry_desk.server.files.models import FileVersion
    from registry_desk.server.files.view import view as file_view
    from registry_desk.server.tasks.models import Task

    files: dict[int, list[wire.FileVersion]] = defaultdict(list)
    versions = FileVersion.objects.filter(entry__in=entries).select_related("source")
    for version in versions.order_by("pk"):
        files[version.entry_id].append(file_view(version))
    milestones: dict[int, list[wire.Milestone]] = defaultdict(list)
    for found in Milestone.objects.filter(entry__in=entries):
        milestones[found.entry_id].append(
            wire.Milestone(code=found.code, at=found.at, department=found.department_id)
        )
    given = [entry for entry in entries if entry.department_id]
    open_last = F("closed_at").asc(nulls_last=True)
    tasks = Task.objects.filter(entry__in=given) if given else Task.objects.none()
    task_ids = dict(tasks.order_by(open_last, "assigned_at").values_list("entry", "pk"))
    return [
        _view(entry, files[entry.pk], milestones[entry.pk], task_ids.get(entry.pk))
        for entry in entries
    ]


def _view(
    entry: Entry,
    files: list[wire.FileVersion],
    milestones: list[wire.Milestone],
    task_id: UUID | None,
) -> wire.Entry:
    return wire.Entry.model_construct(
        **_own(entry), files=files, milestones=milestones, task_id=task_id
    )


def _own(entry: Entry) -> dict[str, Any]:
    """Give what an entry's own row says, as it travels."""
    connected = entry.connected_to if entry.connected_to_id else None
    return {
        **dict(zip(_SAME, _same_values(entry), strict=True)),
        "id": entry.uuid,
        "kind": Kind(entry.kind) if entry.kind else None,
        "cnp": MASKED if entry.cnp else None,
        "number": entry.number,
        "register": entry.register_id,
        "department": entry.department_id,
        "tracking_url": tracking_url(entry.tracking_code),
        "is_notice_wanted": bool(entry.notice_to),
        "connected_to": connected.number if connected else None,
    }


_SAME = (
    *(name for name in FIELD_NAMES if name not in ("kind", "cnp")),
    "year",
    "direction",
    "registered_at",
    "received_at",
    "operator",
    "tracking_code",
    "sheet_count",
    "enclosure_count",
    "addressee",
    "file_code",
    "revision",
    "is_confidential",
    "paused_on",
    "paused_days",
    "state",
    "due_on",
    "due_internal_on",
    "due_article",
    "outcome",
    "closed_at",
    "annulled_at",
    "annulled_reason",
    "audit_leaf",
)
_same_values = attrgetter(*_SAME)


def tracking_url(code: str) -> str:
    """Give the address a citizen follows the letter at."""
    return f"{register_configuration().public_url}/u/{code}"
