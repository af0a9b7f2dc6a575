"""A certificate authority over real HTTP, and a reply to sign."""

from datetime import date, timedelta

import pytest

from registry_desk.pdf import Reply, compose_reply
from registry_desk.signing import SealKey
from tests.judges.authority import Authority

REPLY = Reply(
    "Primăria Valea Stejarului",
    "Urbanism",
    "12/2026",
    date(2026, 11, 23),
    "Crăciun Sânziana",
    "str. Păcii nr. 11",
    "Certificat",
    ("Vă comunicăm că cererea a fost aprobată.",),
    "Ion Ionescu",
    "Consilier",
    date(2026, 11, 24),
)


@pytest.fixture(scope="session")
def whole_authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture
def authority(whole_authority):
    """Give the authority with every service at work."""
    whole_authority.away.clear()
    whole_authority.slow_s, whole_authority.twisted_nonce = 0.0, False
    whole_authority.clock_off = timedelta()
    whole_authority.login_for.clear()
    return whole_authority


@pytest.fixture
def key(authority):
    return SealKey(authority.seal_file, "secret")


@pytest.fixture
def reply(tmp_path):
    file = tmp_path / "reply.pdf"
    compose_reply(REPLY, file)
    return file
