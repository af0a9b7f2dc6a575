from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_reason'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stranger',
            fields=[
                ('name_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failed_count', models.PositiveIntegerField(default=0)),
                ('locked_until', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
