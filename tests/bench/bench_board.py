"""The delays board over a large register: figures, a department's page, lists at any depth.

    python -m tests.bench.bench_board [--full]

A seeded set of entries (100,000 with 4,300 open; with --full a million with 43,000) is laid into
SQLite and into a private PostgreSQL, last night's count is made, and each question is asked many
times: the board's page as a browser gets it (without the network), the figures as data, lists of
letters at growing depth. The peer is the same count without last night's totals.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tests.server.cluster import Cluster

LIMIT_P95_S = 0.025
DEPARTMENTS, PEOPLE = 20, 10
KINDS = ("petition", "complaint", "information_request", "official_letter", "other")
OPEN_SHARE = 0.043


def lay(count):
    """Fill the register of this process: four years of letters, the open ones mostly recent."""
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.people.models import Department, Register
    from registry_desk.server.tasks.models import Task

    for place in range(DEPARTMENTS):
        Department.objects.create(code=f"D{place}", name=f"Direcția {place}", place=place)
    register = Register.objects.get(code="GEN")
    now = datetime.now(UTC)
    every = timedelta(days=1460) / count
    open_every = round(1 / OPEN_SHARE)
    entry = Entry(
        request_digest="", year=2026, register=register, direction="incoming",
        registered_by="bench", subject="Cerere", audit_leaf="",
    )  # fmt: skip
    entries, tasks = Rows(entry), Rows(Task())
    for place in range(1, count + 1):
        at = now - every * (count - place)
        # open ones: every 46th anywhere, and as many again at the end
        is_open = place % (2 * open_every) == 0 or place > count * (1 - OPEN_SHARE / 2)
        due_on = (at + timedelta(days=20 + place * 7 % 15)).date()
        ended = at + timedelta(days=place * 13 % 40, hours=3)
        closed_at = None if is_open else ended if ended < now else at
        department = f"D{place * 31 % DEPARTMENTS}"
        entries.add(
            id=place, uuid=UUID(int=place), value=place, registered_at=at, received_at=at,
            tracking_code=f"bench{place}", kind=KINDS[place * 3 % len(KINDS)],
            department_id=department, state="assigned" if is_open else "closed", due_on=due_on,
            closed_at=closed_at, extended_days=15 if place % 17 == 0 else 0,
            paused_on=due_on if is_open and place % 29 == 0 else None,
        )  # fmt: skip
        tasks.add(
            id=UUID(int=place), entry_id=place, department_id=department,
            official=f"{department}p{place * 7 % PEOPLE}", closed_at=closed_at, assigned_at=at,
            state="opened" if place % 3 and is_open else "assigned" if is_open else "closed",
            opened_at=at + timedelta(hours=5) if place % 3 else None,
            redirected_count=1 if place % 19 == 0 else 0,
        )  # fmt: skip
        if place % 5_000 == 0 or place == count:
            entries.write()
            tasks.write()


class Rows:
    """Rows of one table, written many at a time without an object for each."""

    def __init__(self, pattern):
        from django.db import connection

        self._fields = {field.attname: field for field in pattern._meta.concrete_fields}
        self._pattern = {
            name: field.get_db_prep_save(field.value_from_object(pattern), connection)
            for name, field in self._fields.items()
        }
        columns = ", ".join(f'"{field.column}"' for field in self._fields.values())
        places = ", ".join(["%s"] * len(self._fields))
        table = pattern._meta.db_table
        self._statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"
        self._connection = connection
        self._waiting = []

    def add(self, **values):
        prepared = {
            name: self._fields[name].get_db_prep_save(value, self._connection)
            for name, value in values.items()
        }
        self._waiting.append([*(self._pattern | prepared).values()])

    def write(self):
        with self._connection.cursor() as cursor:
            cursor.executemany(self._statement, self._waiting)
        self._waiting = []


def questions():
    """Give what is asked, by name."""
    from django.test import RequestFactory

    from registry_desk.server.board import figures, letters, pages
    from registry_desk.server.people.rights import Actor
    from registry_desk.wire import LettersAsked

    mayor = Actor("mayor", "", "supervisor", None)
    requests = RequestFactory()
    pages.visitor = lambda _request: mayor

    def deep(which, **more):
        """Ask for page after page, to the end of the list or fifty pages down."""
        after = ""

        def ask():
            nonlocal after
            page = letters.letters(LettersAsked(which=which, after=after, limit=100, **more), mayor)
            after = page.next or ""
            return page

        return ask

    return {
        "board page": lambda: pages.board(requests.get("/board")),
        "department page": lambda: pages.board(requests.get("/board/D3"), "D3"),
        "figures as data": lambda: figures.delays(mayor),
        "department as data": lambda: figures.delays(mayor, department="D3"),
        "overdue, all": deep("overdue"),
        "overdue, department": deep("overdue", department="D3"),
        "person's open": deep("open", department="D3", official="D3p4"),
        "closed, all": deep("closed"),
        "closed late, department": deep("closed_late", department="D3"),
    }


def timed(ask, times):
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return seconds


def measure(count, times):
    """Lay, count, ask; print what it took. Gives how many limits were missed."""
    from django.db import connection, transaction

    from registry_desk.server.board import settling
    from registry_desk.server.board.models import Counted

    begun = time.perf_counter()
    with transaction.atomic():
        lay(count)
    if connection.vendor == "postgresql":  # SQLite learns from the register itself
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    laid_s = time.perf_counter() - begun
    print(f"{connection.vendor}: {count} entries laid at {count / laid_s:.0f}/s", flush=True)
    asked = questions()
    alone = statistics.median(timed(asked["figures as data"], 3))
    begun = time.perf_counter()
    settling.settle()
    print(f"  last night's count: {time.perf_counter() - begun:.1f} s")
    assert Counted.objects.exists()
    missed = 0
    for name, ask in asked.items():
        timed(ask, 2)
        seconds = sorted(timed(ask, times))
        p95 = seconds[round(0.95 * len(seconds)) - 1]
        missed += p95 > LIMIT_P95_S
        print(
            f"  {name:24} median {statistics.median(seconds) * 1000:6.1f} ms, p95 "
            f"{p95 * 1000:6.1f} ({p95 / LIMIT_P95_S:.2f} of what is allowed)"
        )
    with_totals = statistics.median(timed(asked["figures as data"], 5))
    print(f"  counting everything each time takes {alone / with_totals:.0f} times as long")
    return missed


def measured_here(folder, database_url, count, times):
    from registry_desk.server import founding

    plan = founding.OfficePlan(institution="Bench", public_url="https://bench.example")
    founding.found(Path(folder) / "register", plan, database_url=database_url)
    return measure(count, times)


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true")
    asked.add_argument("--database", help=argparse.SUPPRESS)
    given = asked.parse_args()
    count, times = (1_000_000, 60) if given.full else (100_000, 40)
    with tempfile.TemporaryDirectory() as folder:
        if given.database is not None:  # Django knows one database in a process
            return 1 if measured_here(folder, given.database, count, times) else 0
        more = ["--full"] if given.full else []
        command = [sys.executable, "-m", "tests.bench.bench_board", *more, "--database"]
        missed = subprocess.run([*command, ""], check=False).returncode
        with Cluster.private() as cluster:
            url = cluster.database("bench")
            missed += subprocess.run([*command, url], check=False).returncode
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
