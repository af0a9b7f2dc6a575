"""Who signs the list of lists changes: announced through pivots, forged, missing, out of order."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry_desk.signing import SealKey, Trust, Verdict, seal, verify
from registry_desk.signing.trusted_lists import read_lists
from tests.judges import trusted_list as lists

LONG_AGO = datetime.now(UTC) - timedelta(days=900)
NAMES = ("first", "second", "third", "stranger", "national", "authority")


@pytest.fixture(scope="module")
def pairs():
    return {name: lists.certificate(name, since=LONG_AGO) for name in NAMES}


class Site:
    """Where lists are published; it counts what was asked for."""

    def __init__(self):
        self.texts, self.asked = {}, []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                body = site.texts.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site():
    made = Site()
    yield made
    made.close()


@pytest.fixture
def published(site, pairs):
    """Publish a list signed by the third, who took over from the second, and he from the first.

    The pivots are named newest first, and their names do not sort as their dates do.
    """
    own = f"{site.url}/lotl.xml"
    pivots = (f"{site.url}/pivot-9.xml", f"{site.url}/pivot-10.xml")
    site.texts["/ro.xml"] = lists.trusted_list([(pairs["authority"], LONG_AGO)], pairs["national"])
    pointed = [(f"{site.url}/ro.xml", pairs["national"])]

    def publish(signer="third", *, first="first", second="second", named=pivots):
        steps = (("/pivot-10.xml", first, "second", 400), ("/pivot-9.xml", second, "third", 200))
        for path, by, then, days_ago in steps:
            site.texts[path] = lists.list_of_lists(
                [], pairs[by], itself=(own, pairs[then]),
                issued_at=datetime.now(UTC) - timedelta(days=days_ago),
            )  # fmt: skip
        site.texts["/lotl.xml"] = lists.list_of_lists(
            pointed, pairs[signer], itself=(own, pairs[signer]), pivots=named
        )
        return own

    return publish


@pytest.fixture
def trust(pairs, tmp_path):
    def of(address, *known):
        files = tuple(lists.pem_file(pairs[name], tmp_path / f"{name}.pem") for name in known)
        return Trust(lists=(address,), list_signers=files, cache=tmp_path / "cache")

    return of


@pytest.mark.parametrize("known", [("first",), ("second",), ("third",), ("second", "first")])
def test_a_change_of_signers_is_followed(published, trust, site, pairs, reply, tmp_path, known):
    chosen = trust(published(), *known)
    signer = lists.certificate(
        "ana", issuer=pairs["authority"], statements=("compliance", "device", "esign")
    )
    signed = tmp_path / "signed.pdf"
    key = lists.pkcs12_file(signer, pairs["authority"], tmp_path / "ana.p12")
    seal(reply, signed, key=SealKey(key, "secret"))
    for is_offline in (False, True):
        (one,) = verify(signed, trust=chosen, is_offline=is_offline).signatures
        assert (one.verdict, one.qualified) == (Verdict.VALID, True)
    assert len(site.asked) == (2 if known == ("third",) else 4), "pivots only where needed"


@pytest.mark.parametrize(
    "forged",
    [
        {"first": "stranger"},
        {"second": "stranger"},
        {"signer": "stranger"},
        {"named": ()},
    ],
)
def test_a_chain_that_does_not_hold_grants_nothing(published, trust, forged):
    read = read_lists(trust(published(**forged), "first"), is_offline=False)
    assert read.is_partial
    assert list(read.registry.known_certificate_authorities) == []


def test_an_older_pivot_of_strangers_is_passed_over(published, trust):
    """What was before those whom the office knows does not verify, and needs not."""
    read = read_lists(trust(published(first="stranger"), "second"), is_offline=False)
    assert not read.is_partial


def test_pivots_come_from_the_lists_own_machine(published, trust, site):
    other = Site()
    try:
        address = published()
        other.texts.update(site.texts)
        names = tuple(f"{other.url}/pivot-{n}.xml" for n in (9, 10))
        read = read_lists(trust(published(named=names), "first"), is_offline=False)
        assert (read.is_partial, other.asked) == (True, [])
        assert address in read.problems[0]
    finally:
        other.close()


def test_a_pivot_that_is_no_list(published, trust, site):
    address = published()
    site.texts["/pivot-10.xml"] = "<html>not found</html>"
    assert read_lists(trust(address, "first"), is_offline=False).is_partial
    assert not read_lists(trust(address, "second"), is_offline=False).is_partial
