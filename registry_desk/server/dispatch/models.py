"""Things that go out, the lists for the post, and their numbers."""

from django.db import models

from registry_desk.server.entries.models import Entry
from registry_desk.server.tasks.models import Reply


class DispatchSequence(models.Model):
    """A yearly sequence of the dispatch: of things sent (``sending``), or of lists (``list``)."""

    year = models.PositiveIntegerField()
    of = models.CharField(max_length=10)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "of"), name="one_dispatch_seq"),)


class PostList(models.Model):
    """Letters handed to the post together; never changed."""

    id = models.UUIDField(primary_key=True)
    year = models.PositiveIntegerField()
    value = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    """Of its file; empty until it is drawn for the first time."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "value"), name="one_post_list"),)

    @property
    def number(self) -> str:
        """Give the number as people write it."""
        return f"{self.value}/{self.year}"


class Sending(models.Model):
    """Something that goes out; once it has left, only its return or receipt is added."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sendings")
    reply = models.ForeignKey(Reply, null=True, on_delete=models.PROTECT)
    sha256 = models.CharField(max_length=64)
    how = models.CharField(max_length=10)
    addressee = models.CharField(max_length=1000, default="", blank=True)
    address = models.CharField(max_length=1000, default="", blank=True)
    kind = models.CharField(max_length=20)
    is_last = models.BooleanField()
    state = models.CharField(max_length=10, default="waiting")
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=40)
    year = models.PositiveIntegerField(null=True)
    value = models.PositiveBigIntegerField(null=True)
    post_list = models.ForeignKey(PostList, null=True, on_delete=models.PROTECT)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=40, default="", blank=True)
    handed_to = models.CharField(max_length=1000, default="", blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    """Of an e-mail: not before; of one on its way, when nobody can be sending it any more."""
    problem = models.CharField(max_length=20, default="", blank=True)
    settled_on = models.DateField(null=True)
    reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("year", "value"), name="one_sending"),)
        indexes = (
            models.Index(
                fields=("next_at",),
                name="mails_due",
                condition=models.Q(state__in=("queued", "on_its_way")),
            ),
            models.Index(fields=("state", "ordered_at"), name="sendings_by_state"),
        )

    @property
    def number(self) -> str:
        """Give the number as people write it; empty where none was given."""
        return f"{self.value}/{self.year}" if self.value else ""
