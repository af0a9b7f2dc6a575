"""The tray's database: SQLite, durable before it answers, shared by processes.

Source: SQLite documentation, PRAGMA synchronous (FULL in WAL: a commit survives a power loss).
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry_desk.durable import FolderClosed
from registry_desk.errors import DamagedError, DeviceError

_SCHEMA = """
CREATE TABLE batch (
    id TEXT PRIMARY KEY, created_at TEXT NOT NULL, state TEXT NOT NULL,
    device TEXT NOT NULL, settings TEXT NOT NULL, operator TEXT NOT NULL
) STRICT;
CREATE TABLE document (
    id TEXT PRIMARY KEY, batch_id TEXT NOT NULL REFERENCES batch, position INTEGER NOT NULL,
    state TEXT NOT NULL, tracking_code TEXT NOT NULL UNIQUE, received_at TEXT NOT NULL,
    understanding TEXT NOT NULL, edits TEXT NOT NULL,
    register TEXT NOT NULL, department TEXT NOT NULL,
    accepted_at TEXT, entry TEXT, finished_file TEXT, letter_sha256 TEXT, sealed_sha256 TEXT,
    is_set_aside INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at TEXT, problem TEXT
) STRICT;
CREATE INDEX document_by_batch ON document (batch_id, position);
CREATE TABLE page (
    batch_id TEXT NOT NULL REFERENCES batch, number INTEGER NOT NULL,
    file TEXT NOT NULL, sha256 TEXT NOT NULL, captured_at TEXT NOT NULL,
    source TEXT NOT NULL, source_page INTEGER NOT NULL, sheet INTEGER,
    is_set_aside INTEGER NOT NULL DEFAULT 0, problem TEXT, read TEXT, cleaned_file TEXT,
    document_id TEXT REFERENCES document, position INTEGER,
    PRIMARY KEY (batch_id, number), UNIQUE (file, source_page)
) STRICT;
CREATE INDEX page_by_document ON page (document_id, position);
CREATE TABLE reply (
    id TEXT PRIMARY KEY, entry_id TEXT NOT NULL, task_id TEXT NOT NULL, state TEXT NOT NULL,
    paragraphs TEXT NOT NULL, written_at TEXT NOT NULL, dispatch_how TEXT NOT NULL,
    signed_sha256 TEXT, sealed_sha256 TEXT
) STRICT;
"""
_CHANGES = (
    _SCHEMA,
    """
ALTER TABLE document ADD COLUMN reached_at TEXT;
ALTER TABLE batch ADD COLUMN erased_at TEXT;
UPDATE document SET reached_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now');
""",
    "ALTER TABLE reply ADD COLUMN template TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE document ADD COLUMN is_label_seen INTEGER NOT NULL DEFAULT 0",
)
"""From nothing to the present version, one step each; what documents reached before counts from now
on."""
_VERSION = len(_CHANGES)
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
_FAMILY = 0xFF
"""Part of an extended result code that names its kind. Source: SQLite, Result and Error Codes."""


_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_OPENINGS, _OPENING_PAUSE_S = 20, 0.05
"""Where another program begins or leaves the same tray at this moment, opening fails, busy time-out
or not. Source: SQLite, Write-Ahead Logging, 9 (the last one to leave removes the log)."""


class TrayDamaged(DamagedError):
    """The tray's database is not what this program wrote."""

    code = "tray_damaged"


class TrayFull(DeviceError):
    """The disk took no more; what was confirmed before is safe."""

    code = "tray_full"


class TrayNewer(DamagedError):
    """A newer program wrote this tray."""

    code = "tray_newer"


class Store:
    """One connection to the tray's database, used by one thread at a time."""

    def __init__(self, file: Path) -> None:
        """Open a tray, or begin one.

        Raises:
            FolderClosed: it may not be written; TrayFull, TrayDamaged, TrayNewer alike.
        """
        self._lock = threading.RLock()
        self._file = file
        for left in reversed(range(_OPENINGS)):
            try:
                self._connection = sqlite3.connect(
                    file, isolation_level=None, check_same_thread=False
                )
                self._begin()
                return
            except sqlite3.DatabaseError as error:
                if not left or getattr(error, "sqlite_errorcode", 0) & _FAMILY not in _PASSING:
                    raise _ours(error, file) from error
            time.sleep(_OPENING_PAUSE_S)

    def _begin(self) -> None:
        try:
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA busy_timeout = 15000")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._migrate()
        except BaseException:
            self._connection.close()
            raise

    def _migrate(self) -> None:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            found = self._connection.execute("PRAGMA user_version").fetchone()[0]
            for change in _CHANGES[found:]:
                for statement in change.split(";"):
                    self._connection.execute(statement)
            if found < _VERSION:
                self._connection.execute(f"PRAGMA user_version = {_VERSION}")
            self._connection.execute("COMMIT")
        if found > _VERSION:
            raise TrayNewer(found=found, known=_VERSION)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction that is durable when the block ends.

        Raises:
            TrayFull: the disk is full; nothing of the block is kept.
            TrayDamaged: the file is not a database any more.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise _ours(error, self._file) from error

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Give the rows of a query."""
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise _ours(error, self._file) from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()


def _ours(error: sqlite3.DatabaseError, file: Path) -> Exception:
    """Give our error for SQLite's; a programming fault stays what it is."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _FULL:
        return TrayFull(folder=str(file.parent))
    if code & _FAMILY in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return TrayDamaged(file=str(file))
    if code & _FAMILY in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return FolderClosed(folder=str(file.parent))
    return error
