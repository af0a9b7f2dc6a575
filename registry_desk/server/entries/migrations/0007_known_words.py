from django.db import migrations, models

_SQLITE = (
    "CREATE VIRTUAL TABLE entries_wordpieces USING fts5("
    "word, content='entries_knownword', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER entries_knownword_new AFTER INSERT ON entries_knownword BEGIN "
    "INSERT INTO entries_wordpieces (rowid, word) VALUES (new.id, new.word); END",
)
_HAS_TRIGRAMS = (
    "SELECT installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE') "
    "FROM pg_available_extensions WHERE name = 'pg_trgm'"
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX entries_knownword_pieces ON entries_knownword USING gin (word gin_trgm_ops)",
)


def lay(apps, schema_editor):
    """Index three letters in a row.

    Where PostgreSQL came without its contributed modules the words are read through: ten
    times as slow, and still a fraction of a second.
    """
    with schema_editor.connection.cursor() as cursor:
        for statement in _statements(schema_editor.connection.vendor, cursor):
            cursor.execute(statement)


def _statements(vendor, cursor):
    if vendor == "sqlite":
        return _SQLITE
    cursor.execute(_HAS_TRIGRAMS)
    return _POSTGRESQL if (True,) in cursor.fetchall() else ()


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER entries_knownword_new")
            cursor.execute("DROP TABLE entries_wordpieces")


class Migration(migrations.Migration):
    dependencies = [("entries", "0006_index_at_hand")]

    operations = [
        migrations.CreateModel(
            "KnownWord",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=255, unique=True)),
            ],
        ),
        migrations.CreateModel(
            "Gathered",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("through", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(lay, drop),
    ]
