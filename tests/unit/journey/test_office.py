"""The office of a desk that is cut off: what the register told it last, and nothing else."""

import json

import pytest

from registry_desk.client import RegisterAway
from registry_desk.journey.office import Known, ask_register, last_known, office_of
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.office import Account, Office, RegisterInfo

ADDRESS = "http://register.test"
ME = Account(username="ana", name="Ana Țepeș", role="head", department="URB")
OFFICE = Office(
    institution="Primăria Valea Stejarului",
    departments=(Department("URB", "Urbanism", ("certificat",), "ARH"),),
    registers=(RegisterInfo(code="GEN", name="General", prefix="G"),),
    accounts=(ME, Account(username="ion", name="Ion", role="clerk")),
    public_url="https://valea.test",
    has_seal=True,
    version="1.2",
)


class Register:
    """Answers, or is away."""

    url, is_away = ADDRESS, False

    def office(self):
        if self.is_away:
            raise RegisterAway(address=self.url)
        return OFFICE

    def me(self):
        return ME


@pytest.fixture
def tray(tmp_path):
    opened = Tray(tmp_path / "tray")
    yield opened
    opened.close()


def test_what_the_register_told_is_known_without_it(tray):
    register = Register()
    assert ask_register(tray, register) == Known(OFFICE, ME) == last_known(tray, ADDRESS)
    register.is_away = True
    assert office_of(tray, register) == OFFICE


def test_another_register_told_nothing(tray):
    ask_register(tray, Register())
    assert last_known(tray, "http://other.test") is None
    other = Register()
    other.url, other.is_away = "http://other.test", True
    with pytest.raises(RegisterAway):
        office_of(tray, other)


@pytest.mark.parametrize(
    "damage",
    [
        lambda told: "no JSON",
        lambda told: json.dumps([told]),
        lambda told: json.dumps({**told, "office": "[]"}),
        lambda told: json.dumps({**told, "office": json.dumps({"institution": 5})}),
        lambda told: json.dumps({**told, "account": told["account"].replace("head", "king")}),
    ],
)
def test_a_file_that_is_not_ours_is_as_good_as_none(tray, damage):
    ask_register(tray, Register())
    file = tray.folder / "office.json"
    file.write_text(damage(json.loads(file.read_text())))
    assert last_known(tray, ADDRESS) is None
    assert ask_register(tray, Register()) == last_known(tray, ADDRESS)
