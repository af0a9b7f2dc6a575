"""What a file that arrived can make this machine ask: nothing inside, and nothing offline."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID

from registry_desk.signing import SealKey, Trust, Verdict, seal, verify
from registry_desk.signing.judging import Judging
from registry_desk.signing.outside import _is_outside
from registry_desk.signing.question import Question
from tests.judges import trusted_list as lists


class Machine:
    """A machine inside the own network that notes who calls; it may send callers on."""

    def __init__(self):
        self.calls, self.sends_to = [], None
        machine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.do_GET()

            def do_GET(self):
                machine.calls.append(self.path)
                self.send_response(302 if machine.sends_to else 404)
                if machine.sends_to:
                    self.send_header("Location", machine.sends_to)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def machines():
    made = [Machine(), Machine()]
    yield made
    for machine in made:
        machine.server.shutdown()
        machine.server.server_close()


def _naming(url):
    """Give extensions that name an address for everything one may be asked for."""
    access = x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(oid, x509.UniformResourceIdentifier(f"{url}/{path}"))
            for oid, path in (
                (AuthorityInformationAccessOID.OCSP, "ocsp"),
                (AuthorityInformationAccessOID.CA_ISSUERS, "issuer"),
            )
        ]
    )
    name = x509.UniformResourceIdentifier(f"{url}/crl")
    point = x509.DistributionPoint([name], None, None, None)
    return access, x509.CRLDistributionPoints([point])


@pytest.fixture
def authority():
    return lists.certificate("authority")


@pytest.fixture
def signed(authority, reply, tmp_path):
    def sign(url, *, is_issuer_known=True):
        signer = lists.certificate("signer", issuer=authority, more=_naming(url))
        key = lists.pkcs12_file(
            signer, authority if is_issuer_known else None, tmp_path / "signer.p12"
        )
        target = tmp_path / "signed.pdf"
        seal(reply, target, key=SealKey(key, "secret"))
        return target

    return sign


def test_a_stranger_has_nobody_inside_asked(signed, machines, tmp_path):
    inner, _ = machines
    root = lists.pem_file(lists.certificate("another"), tmp_path / "root.pem")
    for is_issuer_known in (True, False):
        file = signed(inner.url, is_issuer_known=is_issuer_known)
        assert verify(file, trust=[root]).verdict is Verdict.CANNOT_CHECK
        assert verify(file).verdict is Verdict.CANNOT_CHECK
    assert inner.calls == []


def test_a_host_that_the_settings_allow_is_asked(signed, machines, tmp_path):
    inner, _ = machines
    root = lists.pem_file(lists.certificate("another"), tmp_path / "root.pem")
    trust = Trust(anchors=(root,), inward_hosts=("localhost",))
    verify(signed(inner.url, is_issuer_known=False), trust=trust)
    assert inner.calls != []


def test_an_authority_of_the_office_may_stand_inside(signed, machines, authority, tmp_path):
    inner, _ = machines
    root = lists.pem_file(authority, tmp_path / "root.pem")
    verify(signed(inner.url), trust=[root])
    assert inner.calls != []


def test_nobody_is_sent_on_to_a_machine_inside(signed, machines, authority, tmp_path):
    known, inner = machines
    known.sends_to = f"{inner.url}/secret"
    root = lists.pem_file(authority, tmp_path / "root.pem")
    told = verify(signed(known.url), trust=[root])
    assert told.verdict is Verdict.CANNOT_CHECK
    assert known.calls != []
    assert inner.calls == []


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.9", "169.254.169.254", "100.64.0.1",
     "0.0.0.0", "::1", "fe80::1%eth0", "fd00::5", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_addresses_inside(address):
    assert not _is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00:1450:400d:80e::200e", "::ffff:8.8.8.8"])
def test_addresses_outside(address):
    assert _is_outside(address)


def test_offline_never_connects(signed, machines, authority, tmp_path, monkeypatch):
    inner, _ = machines
    file = signed(inner.url)
    root = lists.pem_file(authority, tmp_path / "root.pem")
    trust = Trust(anchors=(root,), lists=(f"{inner.url}/list.xml",), inward_hosts=("127.0.0.1",))
    tried = []

    def trap(*arguments, **_):
        tried.append(arguments)
        raise OSError("trap")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, trap)
    monkeypatch.setattr(socket, "getaddrinfo", trap)
    told = Judging().judge(Question(file, trust, True, 4.0, "ro"))
    monkeypatch.undo()
    assert (told.verdict, tried) == (Verdict.CANNOT_CHECK, [])
    assert inner.calls == []
