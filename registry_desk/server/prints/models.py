"""Prints of the register."""

from django.db import models


class RegisterPrint(models.Model):
    """One print of a period of a sequence; never changed, never deleted."""

    period = models.CharField(max_length=10)
    """``2026-11-23`` or ``2026``."""
    prefix = models.CharField(max_length=8, default="", blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    page_count = models.PositiveIntegerField()
    entry_count = models.PositiveIntegerField()
    annulled_count = models.PositiveIntegerField()
    is_final = models.BooleanField()
    is_sealed = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("period", "prefix"),
                condition=models.Q(is_final=True),
                name="one_final_print",
            ),
        )
