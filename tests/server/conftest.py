"""Furniture of the server's tests: a running server, and the register's rooms in this process."""

import contextlib
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.server.bucket import Service
from tests.server.cluster import Cluster
from tests.server.office import OFFICE, Server, found

TABLES = (
    "archive_hold",
    "archive_filecode",
    "texts_documenttext",
    "dispatch_sending",
    "dispatch_postlist",
    "dispatch_dispatchsequence",
    "files_upload",
    "files_fileversion",
    "tasks_consultation",
    "people_stranger",
    "people_substitution",
    "tasks_reply",
    "tasks_assignment",
    "tasks_task",
    "citizen_notice",
    "board_counted",
    "board_closedtotal",
    "board_closedweek",
    "entries_milestone",
    "entries_confidant",
    "entries_index",
    "entries_gathered",
    "entries_amendment",
    "entries_addition",
    "originals_originalmove",
    "entries_entry",
    "entries_sequence",
    "audit_auditrow",
    "audit_auditblock",
    "deadlines_calendarday",
    "prints_registerprint",
)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request, tmp_path_factory):
    """Give a running server of a small town hall: SQLite and a folder, PostgreSQL and S3."""
    folder = tmp_path_factory.mktemp(request.param)
    with contextlib.ExitStack() as ending:
        more, service = (), None
        if request.param == "postgresql":
            cluster = ending.enter_context(Cluster.private())
            service = ending.enter_context(Service.private())
            more = ("--database", cluster.database("register"), *service.arguments)
        running = Server(found(folder, *more)).start()
        running.service = service
        ending.callback(running.stop)
        yield running


@pytest.fixture
def open_folder():
    """Give a folder that PostgreSQL, which runs as somebody else, may go into."""
    with tempfile.TemporaryDirectory(prefix="registry-desk-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def lasting(request):
    """Give folders for long counts: kept until the test has passed, so that it can go on."""
    kept = {}

    def folder(name):
        stored = request.config.cache.get(f"soak/{name}", None)
        if stored is None or not Path(stored).is_dir():
            stored = tempfile.mkdtemp(prefix=f"registry-desk-{name}-")
            Path(stored).chmod(0o755)  # PostgreSQL is somebody else
            request.config.cache.set(f"soak/{name}", stored)
        kept[name] = Path(stored)
        return kept[name]

    failed_before = request.session.testsfailed
    yield folder
    if request.session.testsfailed == failed_before:
        for name, stored in kept.items():
            request.config.cache.set(f"soak/{name}", None)
            shutil.rmtree(stored, ignore_errors=True)


@pytest.fixture
def clerk(server):
    client = server.client("clerk")
    yield client
    client.close()


def _emptied():
    from django.db import connection

    from registry_desk.server.writing import write

    def empty():
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DELETE FROM {table}")

    write(empty)
    connection.close()


@pytest.fixture(scope="session")
def _rooms(tmp_path_factory):
    """Set the server's rooms up in this process, once: Django knows one configuration."""
    from registry_desk.server import founding

    plan = founding.OfficePlan.model_validate(
        {**OFFICE, "public_url": "https://urmarire.example", "accounts": []}
    )
    founding.found(tmp_path_factory.mktemp("rooms") / "register", plan)
    _emptied()  # the founding itself is in the audit


@pytest.fixture
def rooms(_rooms):
    """Give the register's rooms, to be called directly, with empty books."""
    yield
    _emptied()
