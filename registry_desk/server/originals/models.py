"""The custody record of originals."""

from django.db import models

from registry_desk.server.entries.models import Entry


class OriginalMove(models.Model):
    """One hand-over of an original; the last one says where it is."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="original_moves")
    act = models.CharField(max_length=12)
    place = models.CharField(max_length=1000)
    holder = models.CharField(max_length=1000, default="", blank=True)
    due_back_on = models.DateField(null=True)
    note = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    is_last = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("entry",), condition=models.Q(is_last=True), name="one_place"
            ),
        )
