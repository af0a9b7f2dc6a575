import django.db.models.deletion
from django.db import migrations, models

import registry_desk.server.entries.models

_AT_ONCE = 2_000
_SQLITE = (
    "CREATE VIRTUAL TABLE entries_index USING fts5("
    "words, prefix='5 8', tokenize=\"unicode61 remove_diacritics 2 tokenchars '_'\")",
)
_POSTGRESQL = (
    "CREATE TABLE entries_index (rowid bigint PRIMARY KEY "
    "REFERENCES entries_entry (id) ON DELETE CASCADE, words tsvector NOT NULL)",
    # A rare word with ORDER BY and LIMIT took seconds with the usual 100.
    "ALTER TABLE entries_index ALTER COLUMN words SET STATISTICS 2000",
    "CREATE INDEX entries_index_words ON entries_index USING gin (words)",
)


def lay(apps, schema_editor):
    """Make the index's table."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    with schema_editor.connection.cursor() as cursor:
        for statement in _SQLITE if is_sqlite else _POSTGRESQL:
            cursor.execute(statement)


def drop(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DROP TABLE entries_index")


def fill(apps, schema_editor):
    """Index what is in the register already."""
    from registry_desk.server.entries.index import keep

    Entry = apps.get_model("entries", "Entry")
    Entry.number = registry_desk.server.entries.models.Entry.number
    for entry in Entry.objects.select_related("department").iterator(_AT_ONCE):
        keep(entry)


class Migration(migrations.Migration):
    dependencies = [("entries", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.AddField("entry", "addressee", models.CharField(max_length=1000, null=True)),
        migrations.AddField("entry", "file_code", models.CharField(max_length=1000, null=True)),
        migrations.CreateModel(
            "IndexRow",
            [
                (
                    "entry",
                    models.OneToOneField(
                        "entries.entry",
                        primary_key=True,
                        serialize=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="indexed",
                        db_column="rowid",
                    ),
                ),
                ("words", registry_desk.server.entries.models.IndexedWords()),
            ],
            options={"db_table": "entries_index", "managed": False},
        ),
        migrations.RunPython(lay, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveField("entry", "search_text"),
    ]
