"""What a document says, as far as search needs it."""

from django.db import models

from registry_desk.server.entries.models import Entry
from registry_desk.server.files.models import FileVersion


class DocumentText(models.Model):
    """The words of one delivered file; a row without words is being read, or said nothing."""

    version = models.OneToOneField(FileVersion, primary_key=True, on_delete=models.CASCADE)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE)
    words = models.TextField(default="", blank=True)
    is_read = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField()
    """While it is being read, nobody else begins it before this."""
    is_scan = models.BooleanField(default=False)
    """Some of its pages are pictures that wait to be recognised."""
    pages_left = models.JSONField(default=list)
    """Which, counted from 1."""
    page_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("held_until",), name="unread_texts", condition=models.Q(is_read=False)
            ),
            models.Index(
                fields=("held_until",), name="unread_scans", condition=models.Q(is_scan=True)
            ),
        )
