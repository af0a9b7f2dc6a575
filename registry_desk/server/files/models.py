"""Versions of files and unfinished uploads."""

from django.db import models

from registry_desk.server.entries.models import Entry
from registry_desk.server.tasks.models import Reply


class FileVersion(models.Model):
    """One version of a file of an entry: its bytes never change, and it is never deleted.

    A draft that leaves as it is becomes the reply's file.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.PositiveBigIntegerField()
    role = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    name = models.CharField(max_length=1000)
    created_at = models.DateTimeField()
    source = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("entry", "sha256"), name="one_version"),
            models.UniqueConstraint(fields=("source",), name="sealed_once"),
        )


class Upload(models.Model):
    """A file on its way; how far it has come is the size of its part file."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    role = models.CharField(max_length=20)
    name = models.CharField(max_length=1000)
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT)
    by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
