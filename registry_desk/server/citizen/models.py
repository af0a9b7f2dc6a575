"""Notices by e-mail on their way."""

from django.db import models

from registry_desk.server.entries.models import Milestone


class Notice(models.Model):
    """One step to be told to its petitioner."""

    milestone = models.OneToOneField(Milestone, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, default="waiting")
    """``waiting``, ``sent`` or ``given_up``."""
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    """Not before; whoever sends it moves this on first, and so holds it alone for a while."""

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",),
                name="waiting_notices",
                condition=models.Q(state="waiting"),
            ),
        )
