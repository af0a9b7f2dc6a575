"""Furniture of the server's tests: one running server for the whole session."""

import pytest

from tests.server.office import Server, found


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Give a running server of a small town hall, on SQLite."""
    running = Server(found(tmp_path_factory.mktemp("server"))).start()
    yield running
    running.stop()


@pytest.fixture
def clerk(server):
    client = server.client("clerk")
    yield client
    client.close()
