from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0003_approval'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at'], name='closed_tasks'),
        ),
    ]
