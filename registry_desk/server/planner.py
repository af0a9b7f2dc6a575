"""Tell SQLite what lies in its tables, so that it looks things up by the index that finds fewest.

PostgreSQL learns that by itself. SQLite, told nothing, takes any equal value for rarer than any
span of days: it read every task of a department, or of all, to find those closed today.
"""

from django.db import connection

from registry_desk.server.writing import write

_MANY_ENTRIES = 10_000
"""In a small register every plan is quick, and what was learnt of a table with five rows would be
wrong by noon."""
_LOOKED_AT = 1_000
"""Rows of each index. Source: SQLite, PRAGMA analysis_limit (100 to 1,000 are enough)."""


def learn() -> None:
    """Look at the tables anew; every connection plans by it from then on.

    A connection reads what was learnt when the schema has changed, hence the table is made anew.

    Source: SQLite, ANALYZE.
    """
    if connection.vendor == "sqlite":
        write(_look)


def _look() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM entries_entry")
        if (cursor.fetchone()[0] or 0) < _MANY_ENTRIES:
            return
        cursor.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
        cursor.execute("ANALYZE")
