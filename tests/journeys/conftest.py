"""A real register, read pages and a tray for the journeys."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from registry_desk.client import RegisterClient
from registry_desk.demo.keys import TownKeys, keys_in
from registry_desk.demo.letters import sample_letters
from registry_desk.demo.register import credential, running_register
from registry_desk.demo.town import Town, town_in
from registry_desk.journey.counter import Counter
from registry_desk.journey.pile import ReadingRoom, Watcher
from registry_desk.journey.tray import Tray
from registry_desk.reading import PageReaders, ReadingSettings
from tests.journeys.demonstration import BEGUN
from tests.journeys.dovecot import (  # noqa: F401 - fixtures of the mail server
    mail_server,
    mail_server_process,
)
from tests.journeys.line import Line


@pytest.fixture(autouse=True)
def nothing_goes_on_running():
    """End the demonstrations that a failed test left."""
    yield
    while BEGUN:
        BEGUN.pop().clear_away()


@dataclass
class TownHall:
    town: Town
    address: str
    token: str
    keys: TownKeys

    def client(self, address=None):
        return RegisterClient(address or self.address, self.token, timeout_s=15)


@pytest.fixture(scope="module")
def town_hall(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    town = town_in(folder)
    keys = keys_in(folder / "keys", town.institution, [town.one("supervisor").name])
    with running_register(folder / "register", town, keys.seal_files) as address:
        yield TownHall(town, address, credential(address, town.one("clerk")), keys)


@pytest.fixture(scope="session")
def readers():
    with PageReaders(1) as opened:
        yield opened


@pytest.fixture
def room(readers, town_hall):
    return ReadingRoom(readers, ReadingSettings(), town_hall.client().office().departments)


@pytest.fixture
def tray(tmp_path):
    opened = Tray(tmp_path / "tray")
    yield opened
    opened.close()


@pytest.fixture
def counter(tray, town_hall):
    register = town_hall.client()
    return Counter(tray, register, register.office())


@pytest.fixture
def line(town_hall):
    opened = Line(town_hall.address)
    yield opened
    opened.close()


class Patient:
    """Answers every question with yes."""

    def ask(self, code, **params):
        return True


@pytest.fixture
def watcher():
    return Watcher(lambda page: None, lambda done, total: None, lambda: False, Patient())


def sample_page(letter: str) -> Path:
    """Give the first page of a sample letter."""
    letters = sample_letters()
    first = next(page for page, name in letters.names.items() if name == letter)
    return letters.pages[first - 1]
