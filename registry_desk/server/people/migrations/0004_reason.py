from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_tree_and_devices'),
    ]

    operations = [
        migrations.AddField(
            model_name='substitution',
            name='reason',
            field=models.TextField(blank=True, default=''),
        ),
    ]
