"""Sealed for long or not at all; then archive timestamps by a job, before those run out."""

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry_desk.server.configuration import load
from registry_desk.signing import SealKey, seal, verify
from registry_desk.signing.errors import RevocationAway, TimestampAway
from tests.judges import trusted_list as lists
from tests.judges.authority import Authority
from tests.server.office import COMMAND, Server, command, found, registration
from tests.server.test_sealing import deliver, plain_pdf

JUDGED = """
import sys
from pathlib import Path
from registry_desk.server import site
from registry_desk.server.configuration import load
site.set_up(load(Path(sys.argv[1])))
from registry_desk.server.files.trusted import fetch_lists, trusted
from registry_desk.signing import verify
if __name__ == "__main__":
    before = verify(Path(sys.argv[2]), trust=trusted(), is_offline=True)
    fetch_lists()
    after = verify(Path(sys.argv[2]), trust=trusted(), is_offline=True)
    print(before.verdict, after.verdict)
"""
"""Judges as the server does, offline, before and after its upkeep."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture
def office(tmp_path, authority):
    """Give a running server with a seal from an authority that can be asked."""
    password = tmp_path / "password"
    password.write_text("secret\n")
    folder = found(
        tmp_path, "--seal", str(authority.seal_file), "--seal-password-file", str(password),
        "--trust", str(authority.root_pem), "--trust", str(authority.chain()),
    )  # fmt: skip
    load(folder).change(timestamp_url=authority.tsa_url).save()
    running = Server(folder).start()
    yield running
    running.stop()


def renew(office, *more):
    done = subprocess.run(
        [*COMMAND, "renew", "--folder", str(office.folder), "--json", *more],
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, json.loads(done.stdout)


def levels(file, authority):
    told = verify(file, trust=[authority.root_pem], is_offline=True)
    return told.verdict, [one.level for one in told.signatures]


def test_sealed_for_long_or_not_at_all(office, authority, tmp_path):
    clerk = office.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    sha256 = deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, "a.pdf"), "letter")
    for away, error in ((("tsa",), TimestampAway), (("ocsp", "crls"), RevocationAway)):
        authority.away.update(away)
        try:
            with pytest.raises(error):
                clerk.seal(entry.id, sha256)
        finally:
            authority.away.clear()
        assert [f.version for f in clerk.entry_by_id(entry.id).files] == ["delivered"]
    sealed = clerk.seal(entry.id, sha256)
    got = tmp_path / "sealed.pdf"
    clerk.download(sealed.sha256, got)
    told = verify(got, trust=[authority.root_pem], is_offline=True)
    assert (told.verdict, [one.level for one in told.signatures]) == ("valid", ["B-LT"])


def test_sealed_files_are_renewed_once_and_the_old_stay(office, authority, tmp_path):
    clerk = office.client("clerk", timeout_s=60)
    entry = clerk.register(registration())
    sealed = clerk.seal(
        entry.id, deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, "a.pdf"), "letter")
    )
    code, told = renew(office, "--dry-run")
    assert (code, [row["sha256"] for row in told["files"]]) == (0, [sealed.sha256])
    assert len(clerk.entry_by_id(entry.id).files) == 2
    for away, error in ((("tsa",), "timestamp_away"), (("ocsp", "crls"), "revocation_away")):
        authority.away.update(away)
        try:
            code, told = renew(office)
        finally:
            authority.away.clear()
        assert (code, [row["error"]["code"] for row in told["files"]]) == (5, [error])
    assert len(clerk.entry_by_id(entry.id).files) == 2
    code, told = renew(office)
    (row,) = told["files"]
    assert (code, row["error"], row["number"]) == (0, None, entry.number)
    newest = clerk.entry_by_id(entry.id).files[-1]
    assert (newest.version, newest.sha256) == ("sealed", row["renewed_sha256"])
    assert newest.source_sha256 == sealed.sha256
    assert "renewed" in [event.act for event in clerk.history(entry.id)]
    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    clerk.download(sealed.sha256, before)
    clerk.download(newest.sha256, after)
    assert after.read_bytes().startswith(before.read_bytes())
    assert levels(after, authority) == ("valid", ["B-LTA"])
    assert renew(office) == (0, {"is_dry_run": False, "files": []})
    assert command("audit", "verify", "--folder", str(office.folder))["is_whole"]
    load(office.folder).change(timestamp_url="").save()
    code, told = renew(office)
    assert (code, told["error"]["code"]) == (3, "timestamp_needed")


def test_letters_do_not_wait_for_each_other_at_a_slow_authority(
    office, authority, tmp_path, monkeypatch
):
    clerk = office.client("clerk", timeout_s=60)
    letters = []
    for name in ("a.pdf", "b.pdf"):
        entry = clerk.register(registration())
        sha256 = deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, name), "letter")
        letters.append((entry.id, sha256))
    both, answers = threading.Barrier(2, timeout=15), authority.answer

    def answer(kind, label, body):
        if kind == "tsa":
            both.wait()  # breaks unless both letters are at the authority at once
        return answers(kind, label, body)

    monkeypatch.setattr(authority, "answer", answer)
    with ThreadPoolExecutor(2) as desks:
        sealed = list(desks.map(lambda letter: clerk.seal(*letter), letters))
    assert [one.version for one in sealed] == ["sealed"] * 2


def test_officials_are_checked_against_lists_that_the_upkeep_brought(tmp_path):
    since = datetime.now(UTC) - timedelta(days=900)
    issuer, operator = (lists.certificate(n, since=since) for n in ("issuer", "operator"))
    official = lists.certificate("Ana", issuer=issuer, statements=("compliance", "device", "esign"))
    key = SealKey(lists.pkcs12_file(official, issuer, tmp_path / "ana.p12"), "secret")
    seal(plain_pdf(tmp_path, "plain.pdf"), tmp_path / "signed.pdf", key=key)
    (tmp_path / "ro.xml").write_text(lists.trusted_list([(issuer, since)], operator))
    folder = found(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path)) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        load(folder).change(
            trusted_lists=(f"http://127.0.0.1:{site.server_address[1]}/ro.xml",),
            list_signers=(str(lists.pem_file(operator, tmp_path / "operator.pem")),),
        ).save()
        done = subprocess.run(
            [sys.executable, "-c", JUDGED, folder, tmp_path / "signed.pdf"],
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        site.shutdown()
    assert done.stdout.split() == ["cannot_check", "valid"], done
