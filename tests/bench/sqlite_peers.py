"""Writing into SQLite without HTTP: processes with a busy time-out, and our one writer.

    python -m tests.bench.sqlite_peers FOLDER THREADS SECONDS

The processes write bare rows, prepared before, in plain SQL. Run as a program, this module gives
numbers in threads of one process, through the register's own writer with all that a number takes
(checks, terms, audit leaf, the answer's JSON), and prints how many a second.
"""

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from contextlib import closing
from pathlib import Path

from tests.server.office import registration

MOST_A_SECOND = 4_000
ENTER = """
  INSERT INTO entries_entry (uuid, request_digest, year, prefix, value, register_id, direction,
    registered_at, received_at, registered_by, tracking_code, kind, sender_name, subject,
    sheet_count, enclosure_count, state, due_article, extended_days, paused_days, paused_reason,
    paused_article, revision, audit_leaf)
  VALUES (?, ?, 2001, '', ?, 'GEN', 'incoming', ?, ?, 'bench', ?, 'petition', 'Crăciun Sânziana',
    'Certificat de nomenclatură', 1, 0, 'received', '', 0, 0, '', '', 0, ?)
"""
COUNT_ON = """
  INSERT INTO entries_sequence (year, prefix, last) VALUES (2001, '', 1)
  ON CONFLICT (year, prefix) DO UPDATE SET last = entries_sequence.last + 1 RETURNING last
"""
STEP = "INSERT INTO entries_milestone (entry_id, code, at) VALUES (?, 'received', ?)"
TELL = """
  INSERT INTO audit_auditrow (at, actor, act, subject, detail, leaf)
  VALUES (?, 'bench', 'registered', ?, '{}', ?)
"""
INDEX = "REPLACE INTO entries_index (rowid, words) VALUES (?, 'craciun sanziana certificat')"


def writing_process(path, seconds, ready, waits):
    """Write the same rows from a process of its own, as programs do that share one file."""
    connection = sqlite3.connect(path, timeout=20, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    own, zeros = [], "0" * 64
    ready.wait()  # nobody writes before all are up
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        one, now = uuid.uuid4().hex, "2026-11-23 09:00:00"
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        (last,) = connection.execute(COUNT_ON).fetchone()
        row = (one, zeros, last, now, now, one[:20], zeros)
        key = connection.execute(ENTER, row).lastrowid
        connection.execute(STEP, (key, now))
        connection.execute(TELL, (now, f"{last}/2001", zeros))
        connection.execute(INDEX, (key,))
        connection.execute("COMMIT")
        own.append(time.perf_counter() - begun)
    waits.put(own)


def processes_on_sqlite(empty, count, seconds):
    """Give rate and waits of processes that write with a busy time-out into the same tables."""
    path = empty.with_name(f"peers-{count}.sqlite3")
    with closing(sqlite3.connect(empty)) as source, closing(sqlite3.connect(path)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode=WAL")
    spawning = multiprocessing.get_context("spawn")
    waits, ready = spawning.Queue(), spawning.Barrier(count + 1)
    peers = [
        spawning.Process(target=writing_process, args=(path, seconds, ready, waits))
        for _ in range(count)
    ]
    for peer in peers:
        peer.start()
    ready.wait()
    begun = time.monotonic()
    found_waits = [wait for _ in peers for wait in waits.get()]
    took_s = time.monotonic() - begun
    for peer in peers:
        peer.join()
    return len(found_waits) / took_s, found_waits


def with_own_writer(folder, threads, seconds):
    """Give how many numbers our writer gives in a second to threads of its process."""
    asked = [sys.executable, "-m", "tests.bench.sqlite_peers", folder, threads, seconds]
    done = subprocess.run(list(map(str, asked)), capture_output=True, text=True, check=True)
    return float(done.stdout)


def main():
    folder, threads, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    from registry_desk.server import loading, site
    from registry_desk.server.configuration import load

    with loading.undisturbed():
        site.set_up(load(folder).change(public_url="https://register.example"))
    from registry_desk.server.entries.registering import registered
    from registry_desk.server.people.rights import Actor

    clerk = Actor("clerk", "", "clerk", None)
    asked = [registration() for _ in range(int(MOST_A_SECOND * seconds))]
    given, ready = [], threading.Barrier(threads + 1)

    def desk():
        ready.wait()
        end = time.monotonic() + seconds
        while asked and time.monotonic() < end:
            given.append(registered(asked.pop(), clerk))

    desks = [threading.Thread(target=desk) for _ in range(threads)]
    for one in desks:
        one.start()
    ready.wait()
    begun = time.monotonic()
    for one in desks:
        one.join()
    print(len(given) / (time.monotonic() - begun))


if __name__ == "__main__":
    main()
