from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_closed")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["department", "closed_at"],
                name="closed_tasks_of",
            ),
        ),
    ]
