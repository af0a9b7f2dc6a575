"""Sequences, entries and milestones."""

from django.db import models

from registry_desk.server.people.models import Department, Register


class Sequence(models.Model):
    """A yearly sequence; the empty prefix is the one all registers share."""

    year = models.PositiveIntegerField()
    prefix = models.CharField(max_length=8, default="", blank=True)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "prefix"), name="one_sequence"),)


class Entry(models.Model):
    """A row of the register; never deleted."""

    uuid = models.UUIDField(unique=True)
    request_digest = models.CharField(max_length=64)
    year = models.PositiveIntegerField()
    prefix = models.CharField(max_length=8, default="", blank=True)
    value = models.PositiveBigIntegerField()
    register = models.ForeignKey(Register, on_delete=models.PROTECT)
    direction = models.CharField(max_length=10)
    registered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    registered_by = models.CharField(max_length=40)
    operator = models.CharField(max_length=1000, null=True)
    tracking_code = models.CharField(unique=True, max_length=20)

    kind = models.CharField(max_length=20, null=True)
    sender_name = models.CharField(max_length=1000, null=True)
    sender_address = models.CharField(max_length=1000, null=True)
    sender_registration_number = models.CharField(max_length=1000, null=True)
    sender_date = models.DateField(null=True)
    subject = models.CharField(max_length=1000, null=True)
    email = models.CharField(max_length=1000, null=True)
    phone = models.CharField(max_length=1000, null=True)
    cui = models.CharField(max_length=1000, null=True)
    cnp = models.CharField(max_length=1000, null=True)
    iban = models.CharField(max_length=1000, null=True)
    amount = models.CharField(max_length=1000, null=True)
    deadline_days = models.PositiveIntegerField(null=True)
    case_number = models.CharField(max_length=1000, null=True)
    addressee = models.CharField(max_length=1000, null=True)
    file_code = models.CharField(max_length=1000, null=True)
    sheet_count = models.PositiveIntegerField(default=0)
    enclosure_count = models.PositiveIntegerField(default=0)
    connected_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, default="received")
    due_on = models.DateField(null=True)
    due_internal_on = models.DateField(null=True)
    due_article = models.CharField(max_length=200, default="", blank=True)
    extended_days = models.PositiveIntegerField(default=0)
    paused_on = models.DateField(null=True)
    paused_days = models.PositiveIntegerField(default=0)
    paused_reason = models.TextField(default="", blank=True)
    paused_article = models.CharField(max_length=1000, default="", blank=True)
    revision = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=20, null=True)
    closed_at = models.DateTimeField(null=True)
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.CharField(max_length=40, null=True)
    annulled_reason = models.TextField(null=True)
    audit_leaf = models.CharField(max_length=64)
    is_confidential = models.BooleanField(default=False, db_default=False)
    """Seen by its department, whoever registered it, and the people named."""
    notice_to = models.CharField(max_length=1000, default="", db_default="", blank=True)
    """Where each step is told by e-mail; only with the petitioner's consent."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("year", "prefix", "value"), name="one_number"),
        )
        indexes = (
            models.Index(
                fields=("department", "due_on", "paused_on", "kind", "extended_days"),
                name="open_work",
                condition=models.Q(closed_at=None, annulled_at=None),
            ),
            models.Index(
                fields=("due_on",),
                name="open_due",
                condition=models.Q(closed_at=None, annulled_at=None),
            ),
            models.Index(
                fields=("closed_at",),
                name="closed_entries",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=("department", "closed_at"),
                name="closed_of",
                condition=models.Q(closed_at__isnull=False),
            ),
        )

    @property
    def number(self) -> str:
        """Give the number as people write it."""
        head = f"{self.prefix}-" if self.prefix else ""
        return f"{head}{self.value}/{self.year}"


class Milestone(models.Model):
    """One step of an entry that its citizen may see."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="milestones")
    code = models.CharField(max_length=20)
    at = models.DateTimeField()
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT)
    note = models.TextField(default="", db_default="", blank=True)
    """Why, in the words of whoever decided it; shown to the citizen."""

    class Meta:
        ordering = ("at", "pk")


class Confidant(models.Model):
    """Somebody who may see a confidential entry beside its department."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="confidants")
    username = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "username"), name="one_confidant"),)


class Amendment(models.Model):
    """One correction of an entry's fields: name to old and new value."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    changes = models.JSONField()


class Addition(models.Model):
    """Papers that came later to an existing number."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT)
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    by = models.CharField(max_length=40)
    sheet_count = models.PositiveIntegerField(default=0)
    enclosure_count = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=1000, default="", blank=True)


class KnownWord(models.Model):
    """A word of some entry, folded; an index of three letters in a row lies over the table."""

    word = models.CharField(max_length=255, unique=True)


class Gathered(models.Model):
    """Through which entry words are known; one row."""

    through = models.BigIntegerField()


class IndexedWords(models.TextField):  # type: ignore[type-arg]
    """Words as the database's own index keeps them."""


class IndexRow(models.Model):
    """What an entry is found by; the table is an FTS5 one on SQLite, else with a GIN index."""

    entry = models.OneToOneField(
        Entry,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        related_name="indexed",
        db_column="rowid",
    )
    words = IndexedWords()

    class Meta:
        managed = False
        db_table = "entries_index"
