"""Qualified status from trusted lists of our own: signed, cached, offline, out of date, forged."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry_desk.signing import SealKey, Trust, Verdict, seal, verify
from tests.judges import trusted_list as lists

LONG_AGO = datetime.now(UTC) - timedelta(days=900)


@pytest.fixture(scope="module")
def authority():
    return lists.certificate("authority", since=LONG_AGO)


@pytest.fixture(scope="module")
def operator():
    return lists.certificate("list operator", since=LONG_AGO)


@pytest.fixture(scope="module")
def signers(authority):
    """Give a signer of each kind."""
    kinds = {
        "signature": ("compliance", "device", "esign"),
        "seal": ("compliance", "device", "eseal"),
        "certificate": ("compliance", "esign"),
        "plain": (),
    }
    return {n: lists.certificate(n, issuer=authority, statements=s) for n, s in kinds.items()}


@pytest.fixture
def signed(signers, authority, reply, tmp_path):
    def sign(kind="signature"):
        key = lists.pkcs12_file(signers[kind], authority, tmp_path / f"{kind}.p12")
        target = tmp_path / f"{kind}.pdf"
        seal(reply, target, key=SealKey(key, "secret"))
        return target

    return sign


@pytest.fixture
def trust(operator, tmp_path):
    """Give trust in one list: its text goes to a file, the operator's certificate beside it."""

    def of(content):
        file = tmp_path / "list.xml"
        file.write_text(content)
        signer = lists.pem_file(operator, tmp_path / "operator.pem")
        return Trust(lists=(str(file),), list_signers=(signer,))

    return of


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("signature", "qualified_signature"),
        ("seal", "qualified_seal"),
        ("certificate", "qualified_certificate"),
        ("plain", "not_qualified"),
    ],
)
def test_what_the_list_says_of_a_signer(signed, trust, authority, operator, kind, status):
    content = lists.trusted_list([(authority, LONG_AGO)], operator)
    told = verify(signed(kind), trust=trust(content), is_offline=True)
    (one,) = told.signatures
    assert (told.verdict, one.qualification.status) == (Verdict.VALID, status), told
    assert one.qualified == (kind in ("signature", "seal"))
    assert told.reasons == ()


def test_withdrawn_before_signing(signed, trust, authority, operator):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    content = lists.trusted_list([(authority, LONG_AGO, yesterday)], operator)
    (one,) = verify(signed(), trust=trust(content), is_offline=True).signatures
    assert (one.qualified, one.qualification.status) == (False, "not_qualified")


def test_granted_only_after_the_certificate_was_issued(signed, trust, authority, operator):
    content = lists.trusted_list([(authority, datetime.now(UTC) - timedelta(days=2))], operator)
    (one,) = verify(signed(), trust=trust(content), is_offline=True).signatures
    assert not one.qualified


def test_list_out_of_date_is_said(signed, trust, authority, operator):
    overdue = datetime.now(UTC) - timedelta(days=10)
    content = lists.trusted_list([(authority, LONG_AGO)], operator, due=overdue)
    told = verify(signed(), trust=trust(content), is_offline=True)
    (one,) = told.signatures
    assert (one.qualified, one.qualification.status) == (False, "list_expired")
    assert f"{overdue.astimezone():%d.%m.%Y}" in told.reasons[0]


def test_list_of_another_signer_is_left_out(signed, trust, authority):
    stranger = lists.certificate("stranger")
    content = lists.trusted_list([(authority, LONG_AGO)], stranger)
    told = verify(signed(), trust=trust(content), is_offline=True)
    assert told.verdict is Verdict.CANNOT_CHECK
    assert "list.xml" in told.reasons[0]


@pytest.mark.parametrize(
    "change", [lambda c: c.replace("TEST Provider", "TEST Forger"), lambda c: c[:-30], lambda c: ""]
)
def test_forged_or_broken_list_is_left_out(signed, trust, authority, operator, change):
    content = lists.trusted_list([(authority, LONG_AGO)], operator)
    told = verify(signed(), trust=trust(change(content)), is_offline=True)
    assert (told.verdict, len(told.reasons)) == (Verdict.CANNOT_CHECK, 1)


class _Site:
    """Serves texts by path on loopback and counts the calls."""

    def __init__(self):
        self.texts, self.calls = {}, 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.calls += 1
                content = site.texts.get(self.path, "").encode()
                self.send_response(200 if content else 404)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site():
    made = _Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_list_of_lists_is_fetched_kept_and_used_offline(
    signed, authority, operator, site, tmp_path
):
    national = lists.certificate("national operator", since=LONG_AGO)
    site.texts["/ro.xml"] = lists.trusted_list([(authority, LONG_AGO)], national)
    pointed = [(f"{site.url}/ro.xml", national)]
    site.texts["/lists.xml"] = lists.list_of_lists(pointed, operator)
    trust = Trust(
        lists=(f"{site.url}/lists.xml",),
        list_signers=(lists.pem_file(operator, tmp_path / "operator.pem"),),
        territories=("RO",),
        cache=tmp_path / "cache",
    )
    file = signed()
    nothing = verify(file, trust=trust, is_offline=True)
    assert (nothing.verdict, site.calls) == (Verdict.CANNOT_CHECK, 0)
    assert verify(file, trust=trust).signatures[0].qualified
    assert site.calls == 2
    site.texts.clear()
    for is_offline in (True, False):
        told = verify(file, trust=trust, is_offline=is_offline)
        assert (told.verdict, told.signatures[0].qualified) == (Verdict.VALID, True), told
    assert site.calls == 2, "a fresh copy is not fetched again"


def test_without_lists_nothing_is_qualified(signed, authority, tmp_path):
    trust = [lists.pem_file(authority, tmp_path / "root.pem")]
    (one,) = verify(signed(), trust=trust, is_offline=True).signatures
    assert (one.verdict, one.qualified) == (Verdict.VALID, False)
    assert one.qualification.status == "no_list"


def test_anchors_may_lie_in_a_folder(signed, authority, tmp_path):
    folder = tmp_path / "anchors"
    folder.mkdir()
    lists.pem_file(authority, folder / "root.pem")
    (folder / "notes.txt").write_text("not a certificate")
    assert verify(signed(), trust=[folder], is_offline=True).verdict is Verdict.VALID


def test_unreadable_anchor_is_said(signed, tmp_path):
    (tmp_path / "bad.pem").write_text("not a certificate")
    told = verify(signed(), trust=[tmp_path / "bad.pem"], is_offline=True)
    assert told.verdict is Verdict.CANNOT_CHECK
    assert "încredere" in told.reasons[0]
