"""The PIN: warned of before the last try, and found nowhere outside the worker's memory."""

import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import psutil
import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.demo.token import find_softhsm, soft_token
from registry_desk.pdf import compose_reply
from registry_desk.signing import SignJob, TokenHost, sign_batch, verify
from registry_desk.signing.errors import PinWrong, PinWrongLastTry, TokenModuleCrashed
from registry_desk.signing.order import BatchOrder
from registry_desk.signing.values import Terms
from tests.conftest import CHECKOUT
from tests.unit.signing.conftest import REPLY

SECRET = "71" + str(8_236_405)
"""A PIN that stands in no file of ours: what is found of it was told."""


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """Give the module that passes on to SoftHSM2 but for one fault."""
    built = tmp_path_factory.mktemp("module") / "faulty.so"
    source = CHECKOUT / "tests/devices/faulty_pkcs11.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    return built


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    folder = tmp_path_factory.mktemp("token")
    return soft_token(folder, make_pki(folder / "pki", "P", ["Ion"]))


@pytest.fixture
def job(tmp_path):
    source = tmp_path / "a.pdf"
    compose_reply(REPLY, source)
    return SignJob(source, tmp_path / "signed.pdf")


def hosting(faulty, token, fault, **more):
    environment = {"REAL_PKCS11": str(find_softhsm()), "FAULT": fault, "FAULT_AFTER": "0", **more}
    return TokenHost(faulty, environment={**token.environment, **environment}, timeout_s=10)


def told_by_processes():
    """Give argument lists and environments of our processes, as the system shows them."""
    ours = psutil.Process()
    places = [Path("/proc") / str(p.pid) for p in [ours, *ours.children(recursive=True)]]
    assert len(places) > 1, "the worker runs"
    return b"".join(
        (place / name).read_bytes() for place in places for name in ("cmdline", "environ")
    )


def test_last_try_is_warned_of_before_and_after(faulty, token, job):
    asked = []
    with hosting(faulty, token, "last_try") as host:
        with pytest.raises(PinWrongLastTry):
            sign_batch(host, [job], pin=lambda q: (asked.append(q.is_last_try), SECRET)[1])
        (done,) = sign_batch(host, [job], pin=lambda q: token.pin)
    assert asked == [True]
    assert done.error is None


@pytest.mark.parametrize("fault", ["none", "crash_login", "crash_sign"])
def test_pin_is_in_no_log_argument_environment_or_traceback(
    faulty, token, job, fault, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    given = token.pin if fault == "crash_sign" else SECRET
    seen = []
    with hosting(faulty, token, fault) as host:
        host.tokens()
        seen.append(told_by_processes())
        expected = PinWrong if fault == "none" else TokenModuleCrashed
        with pytest.raises(expected) as caught:
            sign_batch(host, [job], pin=lambda question: given)
        if fault == "none":
            seen.append(told_by_processes())
    said = "".join(traceback.format_exception(caught.value)) + repr(caught.value.as_dict())
    out, noise = capfd.readouterr()
    left = b"".join(file.read_bytes() for file in job.source.parent.iterdir())
    secret = given.encode()
    for place in (*seen, said.encode(), caplog.text.encode(), out.encode(), noise.encode(), left):
        assert secret not in place
    assert not job.target.exists()


def test_our_own_fault_in_the_worker_tells_no_pin(token, job):
    """A traceback of the worker is passed on as text: it names lines, and no values."""
    order = BatchOrder(token.serial, None, SECRET, ("no job",), Terms(), "ro")
    assert SECRET not in repr(order)
    with TokenHost(token.module, environment=token.environment) as host:
        order = BatchOrder(token.serial, None, token.pin, ("no job",), Terms(), "ro")
        with pytest.raises(RuntimeError, match="Traceback") as caught:
            list(host.ask("sign", order))
    told = str(caught.value) + "".join(traceback.format_exception(caught.value))
    assert token.pin not in told


def test_command_line_tells_no_pin_anywhere(faulty, token, job, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ, **token.environment, "HOME": str(home), "XDG_STATE_HOME": str(home),
        "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_CONFIG_HOME": str(home),
        "REAL_PKCS11": str(find_softhsm()), "FAULT": "crash_login",
    }  # fmt: skip
    command = [sys.executable, "-X", "faulthandler", "-m", "registry_desk", "sign", "--json"]
    command += ["--module", faulty, "--token", token.serial, "--level", "B-B", "--pin-stdin"]
    command += ["--out", tmp_path / "out", job.source]
    done = subprocess.run(
        [*map(str, command)], input=f"{SECRET}\n".encode(), capture_output=True, env=environment
    )
    assert done.returncode == 4
    assert b"token_module_crashed" in done.stdout
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert SECRET.encode() not in done.stdout + done.stderr + kept


def nobody(_question):
    pytest.fail("the PIN was asked for on the screen")


def test_pin_typed_on_the_reader_is_never_asked_for_here(faulty, token, job):
    with hosting(faulty, token, "pin_pad", PAD_PIN=token.pin) as host:
        assert [one.has_pin_pad for one in host.tokens()] == [True]
        (done,) = sign_batch(host, [job], pin=nobody)
    assert done.error is None
    assert verify(job.target, is_offline=True).signatures[0].is_intact


def test_wrong_pin_on_the_reader_is_one_try_and_told(faulty, token, job):
    with (
        hosting(faulty, token, "pin_pad", PAD_PIN=SECRET) as host,
        pytest.raises(PinWrong),
    ):
        sign_batch(host, [job], pin=nobody)
    assert not job.target.exists()
