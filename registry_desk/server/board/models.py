"""What is counted once a night: letters that were closed before today never change again."""

from django.db import models


class Counted(models.Model):
    """Until which day closed letters are in the totals; one row."""

    until = models.DateField()


class ClosedTotal(models.Model):
    """Closed letters of a department by kind, or by person."""

    department = models.CharField(max_length=40)
    by = models.CharField(max_length=8)
    """``kind`` or ``official``: what ``key`` names."""
    key = models.CharField(max_length=40)
    closed = models.PositiveBigIntegerField()
    on_time = models.PositiveBigIntegerField()
    extended = models.PositiveBigIntegerField()
    redirected = models.PositiveBigIntegerField()
    """By person: how often their tasks were sent on, before or after."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("by", "department", "key"), name="one_closed_total"),
        )


class ClosedWeek(models.Model):
    """Closed letters of a department by week, and late ones by the week they were due in."""

    department = models.CharField(max_length=40)
    begins_on = models.DateField()
    closed = models.PositiveBigIntegerField(default=0)
    on_time = models.PositiveBigIntegerField(default=0)
    late_due = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("department", "begins_on"), name="one_closed_week"),
        )
