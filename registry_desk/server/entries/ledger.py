"""What numbers are written into, in each database's own words: few questions, one answer each.

The rules stand in :mod:`registry_desk.server.entries.numbering`; here is only how their questions
and rows reach the database without the ORM's work for each row, which cost nine tenths of the time
a number took.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from registry_desk.model.document import Kind
from registry_desk.model.number import RegistrationNumber
from registry_desk.server.audit.log import Line
from registry_desk.server.entries import index
from registry_desk.server.entries.models import Entry

_FIELDS = [field for field in Entry._meta.concrete_fields if not field.primary_key]
_COLUMNS = [str(field.column) for field in _FIELDS]
_values = itemgetter(*(field.attname for field in _FIELDS))
_COUNT_ON = (
    "INSERT INTO entries_sequence (year, prefix, last) VALUES (%s, %s, %s) "
    "ON CONFLICT (year, prefix) DO UPDATE SET last = entries_sequence.last + EXCLUDED.last "
    "RETURNING last"
)


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return " ".join(("INSERT INTO", table, f"({', '.join(columns)})", "VALUES", f"({marks})"))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the register stands before new numbers are given."""

    last_at: datetime | None
    """When its last entry was registered."""
    claimed: list[int]
    """Keys of the entries that have one of the asked UUIDs or tracking codes."""


class Ledger(Protocol):
    """The questions and the one act of giving numbers; all inside a write."""

    def standing(self, uuids: Sequence[UUID], codes: Sequence[str]) -> Standing:
        """Say how the register stands."""

    def count_on(self, year: int, prefix: str, count: int) -> int:
        """Count a sequence on; its row stays locked until the transaction ends."""

    def instant_before(self, number: RegistrationNumber) -> datetime | None:
        """Give when the number before was given; somebody may have waited for its lock with us."""

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write new entries with their milestone, audit row and index; gives them their keys."""


def ledger() -> Ledger:
    """Give the ledger in the words of this register's database."""
    return OnSqlite() if connection.vendor == "sqlite" else OnPostgresql()


class OnSqlite:
    """One writer and no way between: a statement a row, which the driver keeps prepared."""

    _ENTER = _insert("entries_entry", _COLUMNS)
    _STEP = _insert("entries_milestone", ("entry_id", "code", "at"))
    _TELL = _insert("audit_auditrow", Line._fields)
    _INDEX = index.SQLITE.replace("%s", "?")
    _CLAIMED = "SELECT id FROM entries_entry WHERE uuid = ? OR tracking_code = ?"
    _LAST = "SELECT registered_at FROM entries_entry ORDER BY id DESC LIMIT 1"

    def standing(self, uuids: Sequence[UUID], codes: Sequence[str]) -> Standing:
        """Say how the register stands."""
        claimed: list[int] = []
        for uuid, code in zip(uuids, codes, strict=True):
            claimed.extend(key for (key,) in self._do(self._CLAIMED, uuid.hex, code))
        last = self._do(self._LAST)
        at = last[0][0].replace(tzinfo=UTC) if last else None
        return Standing(at, claimed)

    def count_on(self, year: int, prefix: str, count: int) -> int:
        """Count a sequence on."""
        return int(self._do(_COUNT_ON.replace("%s", "?"), year, prefix, count)[0][0])

    def instant_before(self, number: RegistrationNumber) -> datetime | None:
        """Give nothing: there is one writer, and nobody waits for a lock."""
        return None

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write each row."""
        do = connection.connection.execute
        for entry in entries:
            entry.pk = do(self._ENTER, _for_sqlite(_values(entry.__dict__))).lastrowid
            do(self._STEP, _for_sqlite((entry.pk, "received", entry.received_at)))
            do(self._INDEX, (entry.pk, index.indexed(entry)))
        for line in told:
            do(self._TELL, _for_sqlite(line))

    def _do(self, statement: str, *values: Any) -> list[Any]:
        found: list[Any] = connection.connection.execute(statement, values).fetchall()
        return found


class OnPostgresql:
    """Many writers: a sequence's row stays locked for two statements and the commit."""

    _STANDING = (
        "SELECT (SELECT registered_at FROM entries_entry ORDER BY id DESC LIMIT 1), "
        "ARRAY(SELECT id FROM entries_entry WHERE uuid = ANY(%s)) "
        "|| ARRAY(SELECT id FROM entries_entry WHERE tracking_code = ANY(%s))"
    )
    _BEFORE = (
        "SELECT registered_at FROM entries_entry WHERE year = %s AND prefix = %s AND value < %s "
        "ORDER BY value DESC LIMIT 1"
    )
    _ENTER = """
        WITH asked AS MATERIALIZED (
          SELECT * FROM json_populate_recordset(NULL::entries_entry, %s::json)
        ), entered AS (
          INSERT INTO entries_entry (<columns>) SELECT <columns> FROM asked
          RETURNING id, uuid, received_at
        ), stepped AS (
          INSERT INTO entries_milestone (entry_id, code, at)
          SELECT id, 'received', received_at FROM entered
        ), told AS (
          INSERT INTO audit_auditrow (<told>)
          SELECT <told> FROM json_populate_recordset(NULL::audit_auditrow, %s::json)
        ), found AS (
          INSERT INTO entries_index (rowid, words) SELECT id, words::tsvector
          FROM entered JOIN json_to_recordset(%s::json) AS said (uuid uuid, words text) USING (uuid)
        )
        SELECT uuid, id FROM entered
    """.replace("<columns>", ", ".join(_COLUMNS)).replace("<told>", ", ".join(Line._fields))

    def standing(self, uuids: Sequence[UUID], codes: Sequence[str]) -> Standing:
        """Say how the register stands."""
        ((last_at, claimed),) = self._do(self._STANDING, list(uuids), list(codes))
        return Standing(last_at, claimed)

    def count_on(self, year: int, prefix: str, count: int) -> int:
        """Count a sequence on; its row stays locked until the transaction ends."""
        return int(self._do(_COUNT_ON, year, prefix, count)[0][0])

    def instant_before(self, number: RegistrationNumber) -> datetime | None:
        """Give when the number before was given."""
        found = self._do(self._BEFORE, number.year, number.prefix, number.value)
        return found[0][0] if found else None

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write all rows of all tables in one statement."""
        rows = [_said(zip(_COLUMNS, _values(entry.__dict__), strict=True)) for entry in entries]
        lines = [line._asdict() for line in told]
        words = [{"uuid": entry.uuid, "words": index.indexed(entry)} for entry in entries]
        keys = dict(self._do(self._ENTER, _json(rows), _json(lines), _json(words)))
        for entry in entries:
            entry.pk = keys[entry.uuid]

    def _do(self, statement: str, *values: Any) -> list[Any]:
        """Ask with a prepared statement; Django's own cursor would put the values in its text."""
        from psycopg import Cursor

        with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
            return cursor.execute(statement.encode(), values, prepare=True).fetchall()


def _said(columns: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Give the columns that have a value; the others are NULL without a word."""
    return {name: value for name, value in columns if value is not None}


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False)


def _for_sqlite(values: Iterable[Any]) -> list[Any]:
    """Give values as Django keeps them in SQLite."""
    written = _WRITTEN
    return [written[kind](v) if (kind := type(v)) in written else v for v in values]


_WRITTEN: dict[type, Callable[[Any], Any]] = {
    datetime: lambda at: str(at.astimezone(UTC).replace(tzinfo=None)),
    date: date.isoformat,
    dict: json.dumps,
    UUID: lambda uuid: uuid.hex,
    Kind: str,
}
