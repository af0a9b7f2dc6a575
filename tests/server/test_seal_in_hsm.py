"""The seal's key in an HSM (SoftHSM2): set and used; module and server killed, PIN wrong."""

import json
import os
import signal
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.demo.token import soft_token
from registry_desk.errors import RegistryDeskError
from registry_desk.server.configuration import load
from registry_desk.signing import SealToken, seal, verify
from registry_desk.signing.errors import (
    CertificateUnclear,
    NoToken,
    PinEmpty,
    PinWrong,
    TokenModuleCrashed,
)
from registry_desk.signing.seal_token import sealer_of
from tests.server.office import COMMAND, Server, found, registration
from tests.server.test_sealing import deliver, plain_pdf


@pytest.fixture(scope="module")
def pki(tmp_path_factory):
    return make_pki(tmp_path_factory.mktemp("keys"), "Primăria TEST", ("Sigiliu", "Altul"))


@pytest.fixture(scope="module")
def hsm(tmp_path_factory, pki):
    """Give a token with one key, and its configuration in the environment."""
    one = replace(pki, officials=pki.officials[:1])
    token = soft_token(tmp_path_factory.mktemp("hsm"), one, label="TEST HSM")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(token.conf))
        yield token


@pytest.fixture
def key(hsm):
    made = SealToken(hsm.module, hsm.label, hsm.pin)
    sealer_of.cache_clear()
    yield made
    sealer_of.cache_clear()


def worker_of(key):
    return sealer_of(key)._host._process


def test_sealed_by_several_threads(key, pki, tmp_path):
    sources = [plain_pdf(tmp_path, f"{n}.pdf") for n in range(4)]
    threads = [
        threading.Thread(target=seal, args=(one, one.with_suffix(".s")), kwargs={"key": key})
        for one in sources
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    for one in sources:
        told = verify(one.with_suffix(".s"), trust=[pki.root_pem], is_offline=True)
        (signature,) = told.signatures
        assert (signature.field, signature.signer) == ("Seal1", "TEST Sigiliu")


def test_a_module_that_died_is_started_anew(key, tmp_path):
    page = plain_pdf(tmp_path, "page.pdf")
    seal(page, tmp_path / "first.pdf", key=key)
    os.kill(worker_of(key).pid, signal.SIGKILL)
    worker_of(key).join(60)
    seal(page, tmp_path / "second.pdf", key=key)
    assert verify(tmp_path / "second.pdf", is_offline=True).signatures[0].field == "Seal1"


def test_a_module_that_dies_at_work(key, tmp_path):
    page = plain_pdf(tmp_path, "page.pdf")
    seal(page, tmp_path / "first.pdf", key=key)
    os.kill(worker_of(key).pid, signal.SIGSTOP)
    caught = []

    def work():
        try:
            seal(page, tmp_path / "second.pdf", key=key)
        except RegistryDeskError as error:
            caught.append(error)

    waiting = threading.Thread(target=work)
    waiting.start()
    os.kill(worker_of(key).pid, signal.SIGKILL)
    waiting.join(60)
    assert {type(one) for one in caught} <= {TokenModuleCrashed}
    seal(page, tmp_path / "third.pdf", key=key)
    assert not list(tmp_path.glob("*.part*"))


def test_a_wrong_pin_is_sent_once(hsm, tmp_path, monkeypatch):
    page, wrong = plain_pdf(tmp_path, "page.pdf"), SealToken(hsm.module, hsm.label, "000000")
    with pytest.raises(PinWrong):
        seal(page, tmp_path / "s.pdf", key=wrong)
    monkeypatch.setattr(sealer_of(wrong)._host, "ask", lambda *_: pytest.fail("asked again"))
    with pytest.raises(PinWrong):
        seal(page, tmp_path / "s.pdf", key=wrong)
    assert "000000" not in repr(wrong)
    with pytest.raises(PinEmpty):
        seal(page, tmp_path / "s.pdf", key=replace(wrong, pin=""))
    with pytest.raises(NoToken):
        seal(page, tmp_path / "s.pdf", key=replace(wrong, token="another"))
    seal(page, tmp_path / "s.pdf", key=SealToken(hsm.module, hsm.serial, hsm.pin))


def test_two_certificates_want_a_choice(tmp_path, pki, monkeypatch):
    both = soft_token(tmp_path / "both", pki, label="TEST two")
    monkeypatch.setenv("SOFTHSM2_CONF", str(both.conf))
    page, key = plain_pdf(tmp_path, "page.pdf"), SealToken(both.module, both.label, both.pin)
    with pytest.raises(CertificateUnclear):
        seal(page, tmp_path / "s.pdf", key=key)
    sealer_of.cache_clear()
    chosen = replace(key, certificate_id=pki.officials[1].key_id)
    seal(page, tmp_path / "s.pdf", key=chosen)
    assert verify(tmp_path / "s.pdf", is_offline=True).signatures[0].signer == "TEST Altul"


def set_hsm(folder, hsm, pin_file):
    words = ["--module", hsm.module, "--token", hsm.label, "--pin-file", pin_file]
    done = subprocess.run(
        [*COMMAND, "seal", "--folder", str(folder), *map(str, words), "--json"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def office(tmp_path, hsm, pki, monkeypatch):
    """Give a server whose PIN comes from where systemd puts it; one with a wrong PIN is not set."""
    folder = found(tmp_path / "office", "--trust", str(pki.root_pem))
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    pin = credentials / "seal-pin"
    pin.touch(0o600)
    pin.write_text("999999")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    code, told = set_hsm(folder, hsm, "$CREDENTIALS_DIRECTORY/seal-pin")
    assert (code, told["error"]["code"]) == (4, "pin_wrong")
    assert not load(folder).has_seal
    pin.write_text(f"{hsm.pin}\n")
    code, told = set_hsm(folder, hsm, "$CREDENTIALS_DIRECTORY/seal-pin")
    assert (code, told["owner"]) == (0, "TEST Sigiliu")
    assert hsm.pin not in (folder / "server.json").read_text()
    running = Server(folder).start()
    yield running
    running.stop()


def children_of(pid):
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_sealed_once_though_the_server_is_killed(office, tmp_path, pki):
    """Killed before, while and after it seals: one sealed version, and no process left behind."""
    clerk = office.client("clerk", timeout_s=60)
    assert clerk.office().has_seal
    for number, wait_s in enumerate((0.0, 0.4, 1.2)):
        clerk = office.client("clerk", timeout_s=60)
        entry = clerk.register(registration())
        name = f"letter-{number}.pdf"
        sha256 = deliver(clerk, entry, tmp_path, plain_pdf(tmp_path, name), "letter")
        asked = threading.Thread(target=_ask, args=(clerk, entry.id, sha256))
        asked.start()
        time.sleep(wait_s)
        orphans = children_of(office.process.pid)
        office.kill()
        asked.join(60)
        office.start()
        clerk = office.client("clerk", timeout_s=60)
        sealed = clerk.seal(entry.id, sha256)
        assert clerk.seal(entry.id, sha256) == sealed
        versions = clerk.entry_by_id(entry.id).files
        assert [one.version for one in versions] == ["delivered", "sealed"]
        got = tmp_path / f"sealed-{number}.pdf"
        clerk.download(sealed.sha256, got)
        (signature,) = verify(got, trust=[pki.root_pem], is_offline=True).signatures
        assert (signature.signer, signature.covers_whole_file) == ("TEST Sigiliu", True)
        until = time.monotonic() + 60
        while any(Path(f"/proc/{one}").exists() for one in orphans):
            assert time.monotonic() < until, "a process outlived its server"
            time.sleep(0.05)


def _ask(clerk, entry_id, sha256):
    try:
        clerk.seal(entry_id, sha256)
    except RegistryDeskError:
        return  # the server was killed meanwhile, as it should
