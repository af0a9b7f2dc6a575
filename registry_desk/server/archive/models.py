"""The nomenclator, and entries that must be kept whatever it says."""

from django.db import models

from registry_desk.server.entries.models import Entry


class FileCode(models.Model):
    """How long files of a code are kept; no years: for ever."""

    code = models.CharField(primary_key=True, max_length=100)
    name = models.CharField(max_length=1000, default="", blank=True)
    years = models.PositiveIntegerField(null=True)
    remark = models.CharField(max_length=1000, default="", blank=True)

    class Meta:
        ordering = ("code",)


class Hold(models.Model):
    """An entry that is not disposed of while a court or an inquiry needs it."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT)
    reason = models.TextField()
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
