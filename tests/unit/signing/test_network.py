"""The way outside: through a real proxy and to authorities that want a login, or barred."""

import base64
import logging
import pickle
import traceback
from urllib.parse import urlsplit

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from registry_desk import settings
from registry_desk.cli.outside import network_from
from registry_desk.secrets import SecretFileExposed
from registry_desk.server.outward import LoginsUnreadable, _logins
from registry_desk.signing import Network, Trust, Verdict, seal, verify
from registry_desk.signing.errors import (
    LoginWanted,
    ProxyAway,
    ProxyLoginWanted,
    RevocationAway,
    TimestampAway,
)
from registry_desk.signing.network import origin
from registry_desk.signing.renewal import renew
from tests.judges import trusted_list as lists
from tests.judges.proxy import Proxy, hosts

PASSWORD = "parolă:cu ș"
LOGIN = f"ana:{PASSWORD}"


def basic(login):
    return f"Basic {base64.b64encode(login.encode()).decode()}"


@pytest.fixture
def proxy():
    made = Proxy()
    yield made
    made.close()


@pytest.fixture
def sealed(reply, authority, key):
    """Give a function that seals for long over a network."""

    def make(network):
        target = reply.with_name("sealed.pdf")
        seal(
            reply, target, key=key, trust=[authority.root_pem], level="B-LT",
            tsa_url=authority.tsa_url, network=network,
        )  # fmt: skip
        return target

    return make


def test_everything_goes_through_the_proxy(proxy, sealed, authority):
    proxy.login = LOGIN
    target = sealed(Network(proxy.url, LOGIN))
    kinds = {urlsplit(one).path.split("/")[2] for one in proxy.passed}
    assert (kinds, proxy.refused) == ({"tsa", "ocsp", "crls"}, 0)
    renewed = target.with_name("renewed.pdf")
    before = len(proxy.passed)
    renew(
        target, renewed, tsa_url=authority.tsa_url, trust=[authority.root_pem],
        network=Network(proxy.url, LOGIN),
    )  # fmt: skip
    assert len(proxy.passed) > before
    assert verify(renewed, trust=[authority.root_pem], is_offline=True).verdict == "valid"


def test_hosts_that_are_asked_directly(proxy, sealed):
    sealed(Network(proxy.url, direct_hosts=("127.0.0.1",)))
    assert proxy.passed == []


@pytest.mark.parametrize("login", ["", "ana:alta"])
def test_a_proxy_that_lets_nobody_through(proxy, sealed, login, reply, caplog):
    caplog.set_level(logging.DEBUG)
    proxy.login = LOGIN
    with pytest.raises(ProxyLoginWanted) as caught:
        sealed(Network(proxy.url, login))
    told = f"{caught.value.message} {caught.value.next_step} {caplog.text}"
    told += "".join(traceback.format_exception(caught.value))
    assert f"proxy:{proxy.url}" in caught.value.next_step
    assert "alta" not in told
    assert basic("ana:alta") not in told
    assert [file.name for file in reply.parent.glob("*.pdf*")] == ["reply.pdf"]
    sealed(Network(proxy.url, LOGIN))


def test_the_login_opens_the_tunnel_for_tls(proxy, reply, authority, key):
    """What goes over TLS is let through by the proxy, or not, before anything is sent."""
    proxy.login = LOGIN
    for login, error in (("", ProxyLoginWanted), (LOGIN, TimestampAway)):
        with pytest.raises(error):
            seal(
                reply, reply.with_name("x.pdf"), key=key, trust=[authority.root_pem], level="B-T",
                tsa_url="https://tsa.invalid/", network=Network(proxy.url, login),
            )  # fmt: skip
    assert proxy.passed == ["tsa.invalid:443"]


def test_a_proxy_that_is_not_there(proxy, sealed):
    proxy.close()
    with pytest.raises(ProxyAway):
        sealed(Network(proxy.url, LOGIN))


@pytest.mark.parametrize("kept", [LOGIN, "Bearer abc.def"])
@pytest.mark.parametrize("kind", ["tsa", "revocation"])
def test_an_authority_that_wants_a_login(authority, sealed, kept, kind, reply):
    authority.login = basic(kept) if kept == LOGIN else kept
    authority.login_for.update(["tsa"] if kind == "tsa" else ["ocsp", "crls"])
    for wrong in (Network(), Network(logins=((authority.url, "ana:alta"),))):
        with pytest.raises(LoginWanted) as caught:
            sealed(wrong)
        assert f"login:{authority.url}" in caught.value.next_step
    assert [file.name for file in reply.parent.glob("*.pdf*")] == ["reply.pdf"]
    target = sealed(Network(logins=((f"{authority.url}/any", kept),)))
    assert verify(target, trust=[authority.root_pem], is_offline=True).verdict == "valid"


def test_a_login_goes_to_its_own_machine_only(authority, sealed, proxy):
    """Another machine's login is not sent, and a service that is away is still called away."""
    authority.login, authority.login_for = basic(LOGIN), {"tsa"}
    with pytest.raises(LoginWanted):
        sealed(Network(logins=((proxy.url, LOGIN),)))
    authority.login_for.clear()
    authority.away.update(["ocsp", "crls"])
    with pytest.raises(RevocationAway):
        sealed(Network())


def test_verifying_asks_through_the_proxy(proxy, authority, reply, key, tmp_path):
    signed = tmp_path / "signed.pdf"
    seal(reply, signed, key=key, trust=[authority.root_pem])
    roots = (authority.root_pem, authority.chain())
    proxy.login = LOGIN
    barred = verify(signed, trust=Trust(roots, network=Network(proxy.url)))
    assert (barred.verdict, proxy.passed) == (Verdict.CANNOT_CHECK, [])
    told = verify(signed, trust=Trust(roots, network=Network(proxy.url, LOGIN)))
    assert told.verdict == Verdict.VALID
    assert hosts(proxy.passed) == hosts([authority.url])


def test_a_stranger_has_the_proxy_ask_nobody_inside(proxy, authority, reply, key, tmp_path):
    """Who vouches for an address inside must be trusted, whoever connects to it."""
    signed = tmp_path / "signed.pdf"
    seal(reply, signed, key=key, trust=[authority.root_pem])
    other = lists.pem_file(lists.certificate("another"), tmp_path / "root.pem")
    told = verify(signed, trust=Trust((other,), network=Network(proxy.url)))
    assert (told.verdict, proxy.passed) == (Verdict.CANNOT_CHECK, [])


def test_lists_come_through_the_proxy(proxy, authority, reply, key, tmp_path):
    signed = tmp_path / "signed.pdf"
    seal(reply, signed, key=key, trust=[authority.root_pem])
    proxy.login = LOGIN
    trust = Trust(
        (authority.root_pem,), lists=("http://lists.invalid/list.xml",),
        network=Network(proxy.url, LOGIN),
    )  # fmt: skip
    verify(signed, trust=trust)
    assert "http://lists.invalid/list.xml" in proxy.passed


def test_machines_are_told_apart_by_how_they_are_spoken_to():
    assert origin("https://tsa.example/a") == origin("https://tsa.example:443/b")
    assert origin("https://tsa.example/") != origin("http://tsa.example/")
    assert origin("https://tsa.example") != origin("https://tsa.example.evil")
    assert origin("https://tsa.example@evil.example") != origin("https://tsa.example")


def test_logins_are_never_shown():
    network = Network("http://proxy:3128", LOGIN, (("https://tsa.example", LOGIN),))
    assert PASSWORD not in repr(network) + repr(Trust(network=network))
    assert pickle.loads(pickle.dumps(network)) == network


class Kept(KeyringBackend):
    """A keyring in memory; it notes what was asked for."""

    priority = 1

    def __init__(self, kept, *, is_locked=False):
        super().__init__()
        self.kept, self.is_locked, self.asked = kept, is_locked, []

    def get_password(self, service, username):
        self.asked.append(username)
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get(username)

    def set_password(self, service, username, password):
        self.kept[username] = password


@pytest.fixture
def kept(monkeypatch):
    before = keyring.get_keyring()

    def use(secrets, **more):
        backend = Kept(secrets, **more)
        keyring.set_keyring(backend)
        return backend

    yield use
    keyring.set_keyring(before)


def test_from_settings_and_keyring(kept, monkeypatch):
    backend = kept({"proxy:http://proxy:3128": LOGIN, "login:https://tsa.example": "Bearer x"})
    assert network_from(settings.load()) == Network()
    assert backend.asked == [], "nothing is asked of a keyring that nobody needs"
    monkeypatch.setenv("REGISTRY_DESK_SIGNING_PROXY", "http://proxy:3128")
    monkeypatch.setenv(
        "REGISTRY_DESK_SIGNING_LOGIN_AT", "https://tsa.example/tsp, https://crl.example"
    )
    monkeypatch.setenv("REGISTRY_DESK_SIGNING_INWARD_HOSTS", "ca.primaria.ro")
    assert network_from(settings.load()) == Network(
        "http://proxy:3128", LOGIN, (("https://tsa.example", "Bearer x"),), ("ca.primaria.ro",)
    )
    kept({}, is_locked=True)
    assert network_from(settings.load()).proxy_login == ""


def test_the_servers_file_of_logins(tmp_path):
    file = tmp_path / "logins"
    file.write_text(f"http://proxy:3128 {LOGIN}\n\nhttps://tsa.example Bearer x\n")
    file.chmod(0o600)
    found = _logins(file, 1)
    assert found == (("http://proxy:3128", LOGIN), ("https://tsa.example", "Bearer x"))
    file.write_text("https://tsa.example\n")
    with pytest.raises(LoginsUnreadable):
        _logins(file, 2)
    file.chmod(0o644)
    with pytest.raises(SecretFileExposed):
        _logins(file, 3)
