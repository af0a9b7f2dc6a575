"""The server is killed in the middle: no gap, no double, nothing acknowledged is lost."""

import contextlib
import random
import threading
import time
from datetime import UTC, datetime

import pytest
import requests

from registry_desk.client import RegisterClient
from registry_desk.errors import UnavailableError
from registry_desk.wire.errors import DatabaseAway
from tests.server.cluster import Cluster
from tests.server.office import Server, command, file_of, found, registration


@pytest.fixture
def mortal(tmp_path):
    """Give a server of the test's own, to be killed."""
    server = Server(found(tmp_path / "mortal")).start()
    yield server
    server.stop()


class Desk(threading.Thread):
    """A desk that registers and asks again until it is answered."""

    def __init__(self, server, stopping):
        super().__init__(daemon=True)
        self.client = RegisterClient(server.url, server.token("clerk"), timeout_s=5)
        self.stopping = stopping
        self.acknowledged = {}

    def run(self):
        while not self.stopping.is_set():
            asked = registration()
            entry = None
            while entry is None:
                try:
                    entry = self.client.register(asked)
                except UnavailableError:
                    time.sleep(0.02)
            self.acknowledged[asked] = entry


def kill_while_numbering(server, kills, seed):
    chance, stopping = random.Random(seed), threading.Event()
    desks = [Desk(server, stopping) for _ in range(6)]
    for desk in desks:
        desk.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 0.6))
        server.kill()
        server.start()
    time.sleep(0.3)
    stopping.set()
    for desk in desks:
        desk.join(60)
        assert not desk.is_alive()
    given = {}
    for desk in desks:
        given |= desk.acknowledged
    assert len({entry.number for entry in given.values()}) == len(given) > kills
    client = server.client("clerk")
    for asked, entry in list(given.items())[::7]:
        assert client.register(asked).number == entry.number
    proof = client.numbers(datetime.now(UTC).year)
    assert (proof.given, proof.gaps, proof.doubles) == (len(given), 0, 0)
    assert command("audit", "verify", "--folder", str(server.folder))["is_whole"]


def test_killed_while_numbering(mortal):
    kill_while_numbering(mortal, kills=5, seed=11)


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_killed_while_numbering_often(mortal):
    kill_while_numbering(mortal, kills=150, seed=12)


def kill_while_uploading(server, tmp_path, kills, seed):
    chance = random.Random(seed)
    client = RegisterClient(server.url, server.token("clerk"), timeout_s=5)
    left = kills
    while left > 0:
        entry = client.register(registration())
        path, sha256 = file_of(tmp_path, chance.randbytes(24 * 2**20))
        finished = threading.Event()
        done = []

        def deliver(entry=entry, path=path, sha256=sha256, done=done, finished=finished):
            while not done:
                with contextlib.suppress(UnavailableError):
                    done.append(
                        client.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
                    )
            finished.set()

        threading.Thread(target=deliver, daemon=True).start()
        while not finished.wait(chance.uniform(0.01, 0.15)) and left > 0:
            server.kill()
            server.start()
            left -= 1
        assert finished.wait(60)
        again = tmp_path / "again.pdf"
        client.download(sha256, again)
        assert again.read_bytes() == path.read_bytes()
        path.unlink()
        assert [f.sha256 for f in client.entry_by_id(entry.id).files] == [sha256]
    assert list((server.folder / "uploads").iterdir()) == []


def test_killed_while_uploading(mortal, tmp_path):
    kill_while_uploading(mortal, tmp_path, kills=5, seed=21)


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_killed_while_uploading_often(mortal, tmp_path):
    kill_while_uploading(mortal, tmp_path, kills=150, seed=22)


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
