"""Tasks as they travel."""

from registry_desk import wire
from registry_desk.server.tasks.models import Task


def view(task: Task) -> wire.Task:
    """Give a task with what one must know of its entry."""
    return wire.Task.model_construct(
        id=task.pk,
        entry_id=task.entry.uuid,
        number=task.entry.number,
        department=task.department_id,
        official=task.official,
        state=task.state,
        due_on=task.entry.due_on,
        subject=task.entry.subject,
        sender_name=task.entry.sender_name,
        note=task.note,
        resolution=task.resolution,
        opened_at=task.opened_at,
        opened_by=task.opened_by,
    )
