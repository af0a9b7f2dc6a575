"""Tasks, their assignments, and replies."""

from django.db import models

from registry_desk.server.entries.models import Entry
from registry_desk.server.people.models import Department


class Task(models.Model):
    """An entry as work of a department; one open at a time."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    official = models.CharField(max_length=40, null=True)
    state = models.CharField(max_length=12, default="assigned")
    note = models.TextField(default="", blank=True)
    resolution = models.TextField(default="", blank=True)
    assigned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=40, null=True)
    refused_reason = models.TextField(default="", blank=True)
    redirected_count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=models.Q(closed_at=None), name="one_open_task"
            ),
        )
        indexes = (
            models.Index(
                fields=("department", "official"),
                name="open_tasks",
                condition=models.Q(closed_at=None),
            ),
            models.Index(
                fields=("closed_at",),
                name="closed_tasks",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=("department", "closed_at"),
                name="closed_tasks_of",
                condition=models.Q(closed_at__isnull=False),
            ),
        )


class Assignment(models.Model):
    """One giving of a task to somebody: the history of where it lay."""

    id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    official = models.CharField(max_length=40, null=True)
    note = models.TextField(default="", blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class Consultation(models.Model):
    """A question to a colleague about a task, or a supporting department's part in it."""

    id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="consultations")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    official = models.CharField(max_length=40, null=True)
    is_support = models.BooleanField(default=False)
    question = models.TextField(default="", blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer = models.TextField(default="", blank=True)
    answered_by = models.CharField(max_length=40, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("task", "department"),
                condition=models.Q(is_support=True),
                name="one_support",
            ),
        )


class Reply(models.Model):
    """An answer under the number of the letter it answers."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    task = models.ForeignKey(Task, on_delete=models.PROTECT)
    subject = models.CharField(max_length=1000, default="", blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=40)
    answered_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=10, default="", blank=True)
    address = models.CharField(max_length=1000, default="", blank=True)
    dispatched_at = models.DateTimeField(null=True)
    dispatched_by = models.CharField(max_length=40, null=True)


class Approval(models.Model):
    """One step of a reply's way up to be approved before it is signed."""

    id = models.UUIDField(primary_key=True)
    order = models.UUIDField(db_index=True)
    step = models.PositiveIntegerField()
    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="approvals")
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    approver = models.CharField(max_length=40, null=True)
    sha256 = models.CharField(max_length=64)
    note = models.TextField(default="", blank=True)
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    decided_by = models.CharField(max_length=40, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("order", "step"), name="one_step"),)


class ApprovalRule(models.Model):
    """A department whose replies are signed only after approval."""

    department = models.OneToOneField(Department, primary_key=True, on_delete=models.CASCADE)
