"""The index entries are found by: FTS5 on SQLite, a GIN index on PostgreSQL, one shape for both."""

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from registry_desk.server.entries.models import Entry, IndexedWords
from registry_desk.server.entries.words import Term, tokens

_FIELDS = (
    "sender_name",
    "sender_address",
    "sender_registration_number",
    "addressee",
    "subject",
    "case_number",
    "cui",
    "email",
)
"""What an entry is found by, beside its number and department; the personal number is not."""
SQLITE = "REPLACE INTO entries_index (rowid, words) VALUES (%s, %s)"
POSTGRESQL = (
    "INSERT INTO entries_index (rowid, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words"
)


def keep(entry: Entry) -> None:
    """Index an entry as it stands now; inside a write."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute(SQLITE if is_sqlite else POSTGRESQL, [entry.pk, indexed(entry)])


def indexed(entry: Entry) -> str:
    """Give what is kept of an entry, as its database wants it."""
    said = [entry.number, *(str(getattr(entry, name, None) or "") for name in _FIELDS)]
    if entry.department is not None:
        said.append(entry.department.name)
    found = tokens(" ".join(said))
    if connection.vendor == "sqlite":
        return " ".join(found)
    return " ".join(f"'{token}':{place}" for place, token in enumerate(found, start=1))


@IndexedWords.register_lookup
class Matches(Lookup):
    """``words__matches``: every term of a query is there."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        """Ask FTS5."""
        left, _ = self.process_lhs(compiler, connection)
        asked = (f'"{" ".join(term.words)}"{"*" if term.is_beginning else ""}' for term in self.rhs)
        return f"{left} MATCH %s", [" AND ".join(asked)]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        """Ask the GIN index."""
        left, _ = self.process_lhs(compiler, connection)
        asked = (
            f"({' <-> '.join(map(repr, term.words))}{':*' if term.is_beginning else ''})"
            for term in self.rhs
        )
        return f"{left} @@ %s::tsquery", [" & ".join(asked)]


def matching(found: "models.QuerySet[Entry]", asked: list[Term]) -> "models.QuerySet[Entry]":
    """Keep the entries that have every term, newest first."""
    return found.filter(indexed__words__matches=asked).order_by("-indexed__pk")
