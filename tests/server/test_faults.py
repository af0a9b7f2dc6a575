"""Parts are killed in the middle: no gap, no double, nothing acknowledged is lost."""

from datetime import UTC, datetime

import pytest
import requests

from registry_desk.wire.errors import DatabaseAway
from tests.server.arrangements import apart, embedded
from tests.server.cluster import Cluster
from tests.server.killing import kill_while_working
from tests.server.office import Server, found, registration

SAMPLE = {"server": 10}
"""What CI kills on SQLite and a folder."""
SAMPLE_APART = {"server": 10, "database": 10, "store": 10}
"""On PostgreSQL and S3."""
FULL = {"server": 300}
FULL_APART = {"server": 300, "database": 300, "store": 300}


def killed(arrangement, folder, *, kills, **how):
    with arrangement(folder) as parts:
        counted = kill_while_working(parts, parts["server"], folder, kills=kills, **how)
    print(counted)
    assert counted["acknowledged"] > 0
    return counted


def test_killed_while_working(tmp_path):
    killed(embedded, tmp_path, kills=SAMPLE, seed=12)


def test_parts_killed_while_working(open_folder):
    killed(apart, open_folder, kills=SAMPLE_APART, seed=12)


@pytest.mark.full
@pytest.mark.timeout(4 * 3600)
def test_killed_while_working_often(lasting):
    killed(embedded, lasting("kills-embedded"), kills=FULL, seed=13, longest_s=2)


@pytest.mark.full
@pytest.mark.timeout(12 * 3600)
def test_parts_killed_while_working_often(lasting):
    killed(apart, lasting("kills-apart"), kills=FULL_APART, seed=14, longest_s=2)


def test_server_ends_with_its_parent(tmp_path):
    server = Server(found(tmp_path / "child")).start()
    server.process.stdin.close()
    assert server.process.wait(5) is not None
    server.log.close()


def test_database_that_dies_and_comes_back(tmp_path):
    with Cluster.private() as cluster:
        folder = found(tmp_path / "away", "--database", cluster.database("away"))
        server = Server(folder).start()
        clerk = server.client("clerk")
        asked = registration()
        number = clerk.register(asked).number
        cluster.kill()
        with pytest.raises(DatabaseAway):
            clerk.register(registration())
        assert requests.get(f"{server.url}/readyz").status_code == 503
        assert requests.get(f"{server.url}/u/{asked.tracking_code}").status_code == 503
        cluster.start()
        assert clerk.register(asked).number == number
        proof = clerk.numbers(datetime.now(UTC).year)
        assert (proof.given, proof.gaps) == (1, 0)
        server.stop()
