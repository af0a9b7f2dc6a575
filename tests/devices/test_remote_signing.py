"""A cloud certificate in place of a token: Certomancer's CSC service over real HTTP, and faults."""

import io
import json
import logging
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from registry_desk.pdf import compose_reply
from registry_desk.signing import RemoteHost, RemoteService, SignJob, sign_batch, verify
from registry_desk.signing.errors import (
    CertificateUnfit,
    PinEmpty,
    RemoteAuthorisationRefused,
    RemoteAway,
    RemoteCredentialUnknown,
    RemoteInsecure,
    RemoteLoginRefused,
    RemoteUnusable,
    RemoteWayUnfit,
)
from tests.judges.authority import Authority
from tests.judges.signing_service import BEARER, PIN, SigningService
from tests.unit.signing.conftest import REPLY


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture
def service(authority):
    started = SigningService(authority.config)
    yield started
    started.close()


@pytest.fixture
def opened(service):
    """Give a function that opens the service as an official does; closes what it opened."""
    hosts = []

    def opens(credential="office/ana", bearer=BEARER, timeout_s=20.0):
        hosts.append(RemoteHost(RemoteService(service.url, credential, bearer, timeout_s)))
        return hosts[-1]

    yield opens
    for host in hosts:
        host.close()


def written(folder, count):
    (folder / "out").mkdir()
    compose_reply(REPLY, folder / "0.pdf")
    jobs = []
    for number in range(count):
        source = folder / f"{number}.pdf"
        source.write_bytes((folder / "0.pdf").read_bytes())
        jobs.append(SignJob(source, folder / "out" / source.name))
    return jobs


def pin(_question):
    return PIN


def left(folder):
    return sorted((p.name for p in (folder / "out").iterdir()), key=lambda n: (len(n), n))


def test_a_pile_in_rounds_of_ten(opened, service, authority, tmp_path):
    jobs = written(tmp_path, 23)
    asked = []
    results = sign_batch(
        opened(), jobs, pin=lambda q: (asked.append(q), PIN)[1], visible=True
    )  # fmt: skip
    assert [r.error for r in results] == [None] * 23
    assert [(q.owner, q.document_count) for q in asked] == [("TEST ana", 23)]
    assert service.rounds == [10, 10, 3]
    verdict = verify(results[-1].target, trust=[authority.root_pem, authority.chain()])
    assert verdict.verdict == "valid", verdict
    for result in (results[0], results[-1]):
        told = subprocess.run(["pdfsig", "-nocert", result.target], capture_output=True, text=True)
        assert "Signature is Valid" in told.stdout


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_levels(opened, service, authority, tmp_path, level):
    jobs = written(tmp_path, 2)
    results = sign_batch(
        opened(), jobs, pin=pin, level=level, tsa_url=authority.tsa_url, trust=[authority.root_pem]
    )
    assert [r.error for r in results] == [None] * 2
    assert service.rounds == [2]
    trust = [authority.root_pem, authority.chain()]
    (signature,) = verify(jobs[0].target, trust=trust).signatures
    assert (signature.verdict, signature.level) == ("valid", level)


def test_a_curve(opened, authority, tmp_path):
    (job,) = written(tmp_path, 1)
    (result,) = sign_batch(opened("office/elliptic"), [job], pin=pin)
    assert result.error is None
    assert verify(job.target, trust=[authority.root_pem]).verdict == "valid"


def test_a_service_that_asks_by_itself(opened, service, tmp_path):
    service.mode = "implicit"
    results = sign_batch(opened(), written(tmp_path, 1), pin=lambda _: pytest.fail("PIN asked"))
    assert results[0].error is None


def test_bad_documents_are_skipped_without_waiting_for_them(opened, service, tmp_path):
    jobs = written(tmp_path, 12)
    jobs[3].source.write_bytes(b"no document")
    jobs[4] = replace(jobs[4], sha256="0" * 64)
    jobs[11].source.write_bytes(b"%PDF-1.7 broken")
    started = time.monotonic()
    results = sign_batch(opened(), jobs, pin=pin)
    assert time.monotonic() - started < 60
    assert {n: r.error.code for n, r in enumerate(results) if r.error} == {
        3: "not_a_pdf", 4: "shown_file_changed", 11: "pdf_unsignable",
    }  # fmt: skip
    assert not any(r.is_stop for r in results)
    assert service.rounds == [8, 1]
    assert left(tmp_path) == [f"{n}.pdf" for n in range(11) if n not in (3, 4)]


@pytest.mark.parametrize(
    ("place", "fault", "kind"),
    [
        ("authorize", "away", RemoteAway),
        ("authorize", "silent", RemoteAway),
        ("authorize", "elsewhere", RemoteUnusable),
        ("authorize", "list", RemoteUnusable),
        ("authorize", "refused", RemoteAuthorisationRefused),
        ("signHash", "away", RemoteAway),
        ("signHash", "silent", RemoteAway),
        ("signHash", "elsewhere", RemoteUnusable),
        ("signHash", "babble", RemoteUnusable),
        ("signHash", "list", RemoteUnusable),
        ("signHash", "refused", RemoteAuthorisationRefused),
    ],
)
def test_a_fault_in_the_second_round_stops(opened, service, tmp_path, place, fault, kind):
    service.fault_at, service.fault, service.after = place, fault, 1
    service.most_at_once = 2
    jobs = written(tmp_path, 5)
    host = opened(timeout_s=8.0 if fault == "silent" else 60.0)
    results = sign_batch(host, jobs, pin=pin)
    assert [r.error for r in results[:2]] == [None] * 2
    assert {type(r.error) for r in results[2:]} == {kind}
    assert all(r.is_stop for r in results[2:])
    assert left(tmp_path) == [f"{n}.pdf" for n in range(2)]
    assert service.asked.count("authorize") == 2, "nothing is tried again"
    service.fault_at = ""
    rest = sign_batch(host, jobs[2:], pin=pin)
    assert [r.error for r in rest] == [None] * 3


@pytest.mark.parametrize(
    ("fault", "kind"), [("away", RemoteAway), ("list", RemoteUnusable), ("silent", RemoteAway)]
)
def test_a_service_that_fails_at_once(opened, service, tmp_path, fault, kind):
    service.fault_at, service.fault = "info", fault
    with pytest.raises(kind):
        sign_batch(
            opened(timeout_s=1.0 if fault == "silent" else 60.0), written(tmp_path, 1), pin=pin
        )


def test_a_wrong_pin_is_sent_once(opened, service, tmp_path):
    results = sign_batch(opened(), written(tmp_path, 12), pin=lambda _: "000000")
    assert {type(r.error) for r in results} == {RemoteAuthorisationRefused}
    assert service.asked.count("authorize") == 1
    assert left(tmp_path) == []


def test_an_empty_pin_is_never_sent(opened, service, tmp_path):
    with pytest.raises(PinEmpty):
        sign_batch(opened(), written(tmp_path, 1), pin=lambda _: "")
    assert "authorize" not in service.asked


@pytest.mark.parametrize("credential", ["office/expired", "office/unfit", "office/interm"])
def test_unfit_certificates_are_not_asked_for(opened, service, tmp_path, credential):
    with pytest.raises(CertificateUnfit):
        sign_batch(opened(credential), written(tmp_path, 1), pin=pin)
    assert "authorize" not in service.asked


def test_who_asks_and_for_what(opened, service):
    with pytest.raises(RemoteLoginRefused):
        opened(bearer=None).tokens()
    with pytest.raises(RemoteCredentialUnknown):
        opened("office/nobody").tokens()
    service.mode = "oauth2code"
    with pytest.raises(RemoteWayUnfit):
        opened().tokens()


def test_a_service_that_is_not_there(opened, service, tmp_path):
    service.close()
    with pytest.raises(RemoteAway):
        opened().tokens()


@pytest.mark.parametrize(
    "url",
    ["http://sign.example", "http://127.0.0.1.example/x", "ftp://127.0.0.1", "", "https://",
     "https://ana:secret@sign.example", "http://[::1"],
)  # fmt: skip
def test_nothing_is_sent_without_tls(url):
    with pytest.raises(RemoteInsecure):
        RemoteHost(RemoteService(url, "x"))


def test_secrets_stay_out_of_words_and_log(opened, service, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    service.fault_at, service.fault = "signHash", "away"
    host = opened()
    (result,) = sign_batch(host, written(tmp_path, 1), pin=pin)
    told = f"{result!r} {result.error} {host._service!r} {caplog.text}"
    assert PIN not in told
    assert BEARER not in told


def run(*words, given):
    command = [sys.executable, "-m", "registry_desk", "--lang", "en", "sign", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)


def test_the_verb(service, authority, tmp_path):
    jobs = written(tmp_path, 3)
    jobs[1].source.write_bytes(b"no document")
    words = [*(job.source for job in jobs), "--csc", service.url, "--credential", "office/ana"]
    words += ["--level", "B-LT", "--tsa", authority.tsa_url, "--trust", authority.root_pem]
    words += ["--bearer-stdin", "--pin-stdin", "--out", tmp_path / "out", "--json"]
    wrong = run(*words, given=f"{BEARER}\n000\n")
    assert (wrong.returncode, left(tmp_path)) == (3, [])
    done = run(*words, given=f"{BEARER}\n{PIN}\n")
    assert done.returncode == 6, done.stderr
    rows = json.load(io.StringIO(done.stdout))["files"]
    assert [row["error"] and row["error"]["code"] for row in rows] == [None, "not_a_pdf", None]
    assert PIN not in done.stdout + done.stderr
    service.close()
    jobs[0].target.unlink()
    away = run(*words, given=f"{BEARER}\n{PIN}\n")
    assert (away.returncode, json.loads(away.stdout)["error"]["code"]) == (5, "remote_away")
    both = run(*words, "--token", "x", given="")
    assert both.returncode == 2
