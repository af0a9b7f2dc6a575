"""Entries as they travel."""

from registry_desk import wire
from registry_desk.model.document import FIELD_NAMES, Kind
from registry_desk.server.entries.models import Entry
from registry_desk.server.site import register_configuration


def view(entry: Entry) -> wire.Entry:
    """Give an entry with its files, milestones and task."""
    from registry_desk.server.files.models import FileVersion
    from registry_desk.server.files.view import view as file_view
    from registry_desk.server.tasks.models import Task

    files = FileVersion.objects.filter(entry=entry).select_related("source").order_by("pk")
    task = Task.objects.filter(entry=entry).order_by("closed_at", "-assigned_at").first()
    connected = entry.connected_to.number if entry.connected_to else None
    return wire.Entry.model_construct(
        **{name: getattr(entry, name) for name in (*FIELD_NAMES[1:], *_SAME)},
        id=entry.uuid,
        kind=Kind(entry.kind) if entry.kind else None,
        number=entry.number,
        register=entry.register_id,
        department=entry.department_id,
        tracking_url=tracking_url(entry.tracking_code),
        connected_to=connected,
        files=[file_view(f) for f in files],
        milestones=[
            wire.Milestone(code=m.code, at=m.at, department=m.department_id)
            for m in entry.milestones.all()
        ],
        task_id=task.pk if task else None,
    )


_SAME = (
    "year",
    "direction",
    "registered_at",
    "received_at",
    "operator",
    "tracking_code",
    "sheet_count",
    "enclosure_count",
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


def tracking_url(code: str) -> str:
    """Give the address a citizen follows the letter at."""
    return f"{register_configuration().public_url}/u/{code}"
