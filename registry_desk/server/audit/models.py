"""Audit rows and the blocks that bind them."""

from django.db import models


class AuditBlock(models.Model):
    """A closed run of rows: RFC 6962 Merkle root, chained to the block before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    row_count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    closed_at = models.DateTimeField()


class AuditRow(models.Model):
    """One act; holds no personal data beyond the account that acted."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=100)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=100, db_index=True)
    detail = models.JSONField(default=dict)
    leaf = models.CharField(max_length=64, db_index=True)
    block = models.ForeignKey(AuditBlock, null=True, on_delete=models.PROTECT)
    position = models.PositiveIntegerField(null=True)
