"""Days the government or the institution decided about."""

from django.db import models


class CalendarDay(models.Model):
    """A day that is free, or worked, against the usual calendar."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    reason = models.CharField(max_length=1000)

    class Meta:
        ordering = ("day",)
