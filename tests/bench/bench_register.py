"""Registering under load, beside peers doing the same work in the same run.

    python -m tests.bench.bench_register [--full]

PostgreSQL: letters over HTTP beside pgbench running the same writes (sequence, entry, milestone,
audit row, index) in one transaction on the same tables, and beside a plain register written with
Django's ORM behind the same HTTP server (orm_peer); 64 desks on one register. SQLite: the
embedded server beside processes that each write the same rows with a busy time-out. Those have no
HTTP, no JSON, no login, no audit leaf to make; so like is beside like as well: our writer in one
process beside them, and the plain register in several server processes beside ours, both over HTTP.
fsync stays on everywhere.
"""

import argparse
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import orm_peer
from tests.bench.sqlite_peers import processes_on_sqlite, with_own_writer
from tests.server.cluster import Cluster
from tests.server.office import Server, found, registration

LIMIT_PGBENCH, LIMIT_ORM, LIMIT_SQLITE, LIMIT_P99, LIMIT_QUEUE = 0.5, 1.3, 2.0, 0.1, 8.0
SERVERS = 4
MOST_A_SECOND = 2500
SCRIPT = """
WITH numbered AS (
  INSERT INTO entries_sequence (year, prefix, last) VALUES (2001, '', 1)
  ON CONFLICT (year, prefix) DO UPDATE SET last = entries_sequence.last + 1 RETURNING last
), entered AS (
  INSERT INTO entries_entry (uuid, request_digest, year, prefix, value, register_id, direction,
    registered_at, received_at, registered_by, tracking_code, kind, sender_name, subject,
    sheet_count, enclosure_count, state, due_article, extended_days, paused_days, paused_reason,
    paused_article, revision, audit_leaf)
  SELECT gen_random_uuid(), repeat('0', 64), 2001, '', last, 'GEN', 'incoming', now(), now(),
    'bench', 'b' || last, 'petition', 'Crăciun Sânziana', 'Certificat de nomenclatură', 1, 0,
    'received', '', 0, 0, '', '', 0, repeat('0', 64) FROM numbered RETURNING id
), stepped AS (
  INSERT INTO entries_milestone (entry_id, code, at) SELECT id, 'received', now() FROM entered
), logged AS (
  INSERT INTO audit_auditrow (at, actor, act, subject, detail, leaf)
  SELECT now(), 'bench', 'registered', last || '/2001', '{}', repeat('0', 64) FROM numbered
)
INSERT INTO entries_index (rowid, words)
  SELECT id, '''craciun'':1 ''sanziana'':2 ''certificat'':3 ''nomenclatura'':4'::tsvector
  FROM entered;
"""


ASKED = (
    "POST {path} HTTP/1.1\r\nHost: register\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)


def prepared(count):
    """Write the letters before the clock runs."""
    return [registration().model_dump_json(exclude_unset=True).encode() for _ in range(count)]


def over_http(server, desks, seconds, *, path="/api/v1/entries", ports=()):
    """Register from many desks at once; give the rate and every wait in seconds.

    Each desk is a kept connection; one thread looks after them all, as pgbench's do after its
    clients: what is measured is the server, not threads of Python on the same two cores.
    """
    token = server.token("clerk")
    asked = [
        ASKED.format(path=path, token=token, length=len(body)).encode() + body
        for body in prepared(int(seconds * MOST_A_SECOND))
    ]
    waits, asked_at = [], {}
    begun = time.perf_counter()
    with ExitStack() as open_lines, selectors.DefaultSelector() as ready:
        ports = ports or (server.port,)
        for desk in range(desks):
            address = ("127.0.0.1", ports[desk % len(ports)])
            line = open_lines.enter_context(socket.create_connection(address))
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(line, selectors.EVENT_READ)
            asked_at[line] = time.perf_counter()
            line.sendall(asked.pop())
        while asked_at:
            for key, _ in ready.select(60):
                answer, now = key.fileobj.recv(65536), time.perf_counter()
                assert answer.startswith(b"HTTP/1.1 200"), answer
                waits.append(now - asked_at.pop(key.fileobj))
                if asked and now - begun < seconds:
                    asked_at[key.fileobj] = now
                    key.fileobj.sendall(asked.pop())
    return len(waits) / (time.perf_counter() - begun), waits


@contextmanager
def plain_register(folder, place=0):
    """Give the port of a plain register on the database of a folder."""
    announce = folder / f"plain-announced-{place}"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.orm_peer", str(folder), str(announce)]
    ) as peer:
        try:
            until = time.monotonic() + 60
            while not announce.exists() or not announce.read_text():
                assert peer.poll() is None and time.monotonic() < until, "the peer does not start"
                time.sleep(0.05)
            yield int(announce.read_text())
        finally:
            peer.terminate()


def p99(waits):
    return sorted(waits)[min(len(waits) - 1, int(0.99 * len(waits)))]


def with_pgbench(cluster, folder, seconds):
    """Give how many of the same writes pgbench does in a second, eight connections."""
    script = folder / "register.sql"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [
            "pgbench", "-n", "-c8", "-j2", "-M", "prepared", "-T", str(seconds), "-f", str(script),
            *("-h", "127.0.0.1", "-p", str(cluster.port), "-U", "office", "bench"),
        ],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("tps")]
    return float(line.split()[2])


def shown(name, ratio, limit, *, is_least, detail):
    is_met = ratio >= limit if is_least else ratio <= limit
    sign = "≥" if is_least else "≤"
    mark = "" if is_met else "  MISSED"
    print(f"{name:48} {ratio:6.2f} (asked {sign} {limit:g}){mark}   {detail}")
    return 0 if is_met else 1


def on_postgresql(folder, seconds):
    with ExitStack() as ending:
        cluster = ending.enter_context(Cluster.private())
        server = Server(found(folder / "pg", "--database", cluster.database("bench"))).start()
        ending.callback(server.stop)
        port = ending.enter_context(plain_register(server.folder))
        plain = {"path": orm_peer.PATH, "ports": (port,)}
        over_http(server, 8, 1)  # warm
        over_http(server, 8, 1, **plain)
        ours, theirs, plainly = [], [], []
        for _ in range(2):
            ours.append(over_http(server, 8, seconds)[0])
            theirs.append(with_pgbench(cluster, folder, seconds))
            plainly.append(over_http(server, 8, seconds, **plain)[0])
        _, waits = over_http(server, 64, seconds)
        proof = server.client("mayor").numbers(time.gmtime().tm_year)
    rate, peer = statistics.mean(ours), statistics.mean(theirs)
    missed = shown(
        "PostgreSQL: HTTP, 8 desks ÷ pgbench -c8", rate / peer, LIMIT_PGBENCH, is_least=True,
        detail=f"{rate:.0f}/s, pgbench {peer:.0f}/s",
    )  # fmt: skip
    plain_rate = statistics.mean(plainly)
    missed += shown(
        "PostgreSQL: HTTP, 8 desks ÷ a plain ORM register", rate / plain_rate, LIMIT_ORM,
        is_least=True, detail=f"{rate:.0f}/s, plain ORM {plain_rate:.0f}/s",
    )  # fmt: skip
    middle = statistics.median(waits)
    missed += shown(
        "PostgreSQL: 64 desks, p99 ÷ median", p99(waits) / middle, LIMIT_QUEUE, is_least=False,
        detail=f"{p99(waits) * 1000:.0f} ms, median {middle * 1000:.0f} ms",
    )  # fmt: skip
    return missed + said(proof)


def on_sqlite(folder, seconds):
    empty = found(folder / "peers") / "register.sqlite3"
    own = with_own_writer(found(folder / "own"), 32, seconds)
    peer, _ = processes_on_sqlite(empty, 32, seconds)
    server = Server(found(folder / "sqlite")).start()
    try:
        over_http(server, 8, 1)  # warm
        rate, _ = over_http(server, 32, seconds)
        again, _ = processes_on_sqlite(empty, 32, seconds)
        _, waits = over_http(server, 64, seconds)
        _, peer_waits = processes_on_sqlite(empty, 64, seconds)
        proof = server.client("mayor").numbers(time.gmtime().tm_year)
    finally:
        server.stop()
    plain_rate, plain_waits = plainly(server, seconds)
    missed = shown(
        "SQLite: HTTP, 32 desks ÷ 32 writing processes", rate / again, LIMIT_SQLITE, is_least=True,
        detail=f"{rate:.0f}/s, processes {again:.0f}/s",
    )  # fmt: skip
    missed += shown(
        "SQLite: 64 desks, p99 ÷ the processes' p99", p99(waits) / p99(peer_waits), LIMIT_P99,
        is_least=False,
        detail=f"{p99(waits) * 1000:.0f} ms, processes {p99(peer_waits) * 1000:.0f} ms",
    )  # fmt: skip
    missed += shown(
        "  like to like: 32 threads ÷ 32 processes", own / peer, LIMIT_SQLITE, is_least=True,
        detail=f"{own:.0f}/s without HTTP, processes {peer:.0f}/s",
    )  # fmt: skip
    missed += shown(
        f"  like to like: HTTP ÷ plain ORM, {SERVERS} servers", rate / plain_rate, LIMIT_SQLITE,
        is_least=True,
        detail=f"{rate:.0f}/s, plain ORM {plain_rate:.0f}/s, its longest wait "
        f"{max(plain_waits):.1f} s",
    )  # fmt: skip
    return missed + said(proof)


def plainly(stopped, seconds):
    """Give rate and waits of plain registers that share a server's SQLite file after it ended."""
    with ExitStack() as ending:
        ports = [
            ending.enter_context(plain_register(stopped.folder, place)) for place in range(SERVERS)
        ]
        over_http(stopped, 8, 1, path=orm_peer.PATH, ports=ports)  # warm
        return over_http(stopped, 32, seconds, path=orm_peer.PATH, ports=ports)


def said(proof):
    print(f"  {proof.given} numbers, {proof.gaps} gaps, {proof.doubles} doubles")
    return bool(proof.gaps or proof.doubles)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    seconds = 20 if asked.parse_args().full else 4
    with tempfile.TemporaryDirectory() as folder:
        missed = on_postgresql(Path(folder), seconds) + on_sqlite(Path(folder), seconds)
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
