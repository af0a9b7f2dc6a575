from datetime import timedelta

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery

_A_MOMENT = timedelta(seconds=5)


def date_steps(apps, schema_editor):
    """Date a step as the reply it tells of.

    A step told as soon as its reply was sealed got the moment a little after; now it is told when
    the reply goes out, unless there is one of the moment of the seal.
    """
    replies = apps.get_model("tasks", "Reply").objects.filter(entry=OuterRef("entry"))
    steps = apps.get_model("entries", "Milestone").objects.filter(code="answered")
    just_before = replies.filter(
        answered_at__lt=OuterRef("at"), answered_at__gt=OuterRef("at") - _A_MOMENT
    ).order_by("-answered_at")
    undated = steps.filter(~Exists(replies.filter(answered_at=OuterRef("at"))), Exists(just_before))
    undated.update(at=Subquery(just_before.values("answered_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0005_closed_of"), ("entries", "0007_known_words")]

    operations = [migrations.RunPython(date_steps, migrations.RunPython.noop)]
