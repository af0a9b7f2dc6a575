"""What numbers are written into, in each database's own words: few questions, one answer each.

The rules stand in :mod:`registry_desk.server.entries.numbering`; here is only how their questions
and rows reach the database without the ORM's work for each row, which cost nine tenths of the time
a number took.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.db import connection

from registry_desk.model.document import Kind
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


_Into = tuple[str, tuple[str, ...]]
"""How a row is written, and its columns."""
_MOST_ROWS = 64
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the register stands before new numbers are given."""

    last_at: datetime | None
    """When its last entry was registered."""
    claimed: list[int]
    """Keys of the entries that have one of the asked UUIDs or tracking codes."""


class Counted(NamedTuple):
    """A sequence counted on."""

    last: int
    """The last of the new numbers."""
    before: datetime | None
    """When the number before them was given: by somebody, perhaps, whose lock we waited for."""


class Ledger(Protocol):
    """The questions and the one act of giving numbers; all inside a write."""

    def standing(self, uuids: Sequence[UUID], codes: Sequence[str]) -> Standing:
        """Say how the register stands."""

    def count_on(self, year: int, prefix: str, count: int) -> Counted:
        """Count a sequence on; its row stays locked until the transaction ends."""

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write new entries with their milestone, audit row and index; gives them their keys."""


def ledger() -> Ledger:
    """Give the ledger in the words of this register's database."""
    return OnSqlite() if connection.vendor == "sqlite" else OnPostgresql()


class OnSqlite:
    """One writer and no way between: as few statements as there are, each for many rows.

    While a statement runs, Python goes on in the threads that wait to be answered; each time the
    writer has to wait until one of them lets it in again. With a statement a row this took longer
    than all the rest.
    """

    _ENTER = ("INSERT INTO entries_entry", tuple(_COLUMNS))
    _STEP = ("INSERT INTO entries_milestone", ("entry_id", "code", "at"))
    _TELL = ("INSERT INTO audit_auditrow", Line._fields)
    _INDEX = ("REPLACE INTO entries_index", ("rowid", "words"))
    _LAST = "SELECT registered_at FROM entries_entry ORDER BY id DESC LIMIT 1"

    def standing(self, uuids: Sequence[UUID], codes: Sequence[str]) -> Standing:
        """Say how the register stands."""
        claimed: list[int] = []
        for asked in _portions(list(zip(uuids, codes, strict=True))):
            values = (*(uuid.hex for uuid, _ in asked), *(code for _, code in asked))
            claimed.extend(key for (key,) in self._do(_claimed(len(asked)), *values))
        last = self._do(self._LAST)
        at = last[0][0].replace(tzinfo=UTC) if last else None
        return Standing(at, claimed)

    def count_on(self, year: int, prefix: str, count: int) -> Counted:
        """Count a sequence on; there is one writer, and nobody waits for a lock."""
        ((last,),) = self._do(_COUNT_ON.replace("%s", "?"), year, prefix, count)
        return Counted(last, None)

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write all rows of each table."""
        last = self._write(self._ENTER, [_values(entry.__dict__) for entry in entries])
        for key, entry in enumerate(entries, start=last - len(entries) + 1):
            entry.pk = key
        self._write(self._STEP, [(entry.pk, "received", entry.received_at) for entry in entries])
        self._write(self._INDEX, [(entry.pk, index.indexed(entry)) for entry in entries])
        self._write(self._TELL, told)

    def _write(self, into: _Into, rows: Sequence[Sequence[Any]]) -> int:
        """Write rows in their order; gives the last one's key.

        Keys follow each other without a gap: they count on from the highest ever given.
        Source: SQLite, Autoincrement.
        """
        key = 0
        for portion in _portions(rows):
            values = _for_sqlite(chain.from_iterable(portion))
            key = connection.connection.execute(_written(into, len(portion)), values).lastrowid
        return key

    def _do(self, statement: str, *values: Any) -> list[Any]:
        found: list[Any] = connection.connection.execute(statement, values).fetchall()
        return found


class OnPostgresql:
    """Many writers: a sequence's row stays locked for two statements and the commit."""

    _STANDING = """
        SELECT (SELECT registered_at FROM entries_entry ORDER BY id DESC LIMIT 1),
        ARRAY(SELECT found.id FROM unnest(%s::uuid[]) AS asked, LATERAL (
          SELECT id FROM entries_entry WHERE uuid = asked LIMIT 1) AS found)
        || ARRAY(SELECT found.id FROM unnest(%s::text[]) AS asked, LATERAL (
          SELECT id FROM entries_entry WHERE tracking_code = asked LIMIT 1) AS found)
    """
    """Each by its index, however few entries there were when the plan was made: with ``= ANY`` a
    new register was read from end to end for every batch, until the database had looked at it."""
    _BEFORE = (
        "SELECT registered_at FROM entries_entry WHERE year = %s AND prefix = %s "
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
        (((last_at, claimed),),) = self._do_all((self._STANDING, (list(uuids), list(codes))))
        return Standing(last_at, claimed)

    def count_on(self, year: int, prefix: str, count: int) -> Counted:
        """Count a sequence on; its row stays locked until the transaction ends.

        The second question sees what was committed while the first waited for the lock.
        Source: PostgreSQL, 13.2.1 Read Committed Isolation Level.
        """
        ((last,),), before = self._do_all(
            (_COUNT_ON, (year, prefix, count)), (self._BEFORE, (year, prefix))
        )
        return Counted(last, before[0][0] if before else None)

    def enter(self, entries: Sequence[Entry], told: Sequence[Line]) -> None:
        """Write all rows of all tables in one statement."""
        rows = [_said(zip(_COLUMNS, _values(entry.__dict__), strict=True)) for entry in entries]
        lines = [line._asdict() for line in told]
        words = [{"uuid": entry.uuid, "words": index.indexed(entry)} for entry in entries]
        (found,) = self._do_all((self._ENTER, (_json(rows), _json(lines), _json(words))))
        keys = dict(found)
        for entry in entries:
            entry.pk = keys[entry.uuid]

    def _do_all(self, *asked: tuple[str, tuple[Any, ...]]) -> list[list[Any]]:
        """Ask with prepared statements, sent together with what begins the transaction.

        Django's own cursor would put the values into the text. Each time the answer is waited for,
        Python goes on in other threads and has to be waited for as well.
        """
        from psycopg import Cursor

        line = connection.connection
        with connection.wrap_database_errors, line.pipeline():
            cursors = [
                Cursor(line).execute(statement.encode(), values, prepare=True)
                for statement, values in asked
            ]
            return [cursor.fetchall() for cursor in cursors]


def _said(columns: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Give the columns that have a value; the others are NULL without a word."""
    return {name: value for name, value in columns if value is not None}


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, default=str, ensure_ascii=False)


def _portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Give rows in portions of 64, 32, … 1: few sizes, so that the driver keeps each prepared."""
    place = 0
    while place < len(rows):
        size = min(_MOST_ROWS, 1 << ((len(rows) - place).bit_length() - 1))
        yield rows[place : place + size]
        place += size


@cache
def _written(into: _Into, count: int) -> str:
    head, columns = into
    marks = f"({', '.join('?' * len(columns))})"
    return f"{head} ({', '.join(columns)}) VALUES {', '.join([marks] * count)}"


@cache
def _claimed(count: int) -> str:
    marks = ", ".join("?" * count)
    asked = f"uuid IN ({marks}) OR tracking_code IN ({marks})"
    return " ".join(("SELECT id FROM entries_entry WHERE", asked))


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
