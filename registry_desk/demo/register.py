"""The central register as a child process that ends with its parent, on loopback."""

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from registry_desk.demo.town import Person, Town
from registry_desk.errors import UnavailableError

_START_LIMIT_S = 60


class RegisterNotStarted(UnavailableError):
    """The demonstration's register did not start."""

    code = "register_not_started"


@dataclass(frozen=True, slots=True)
class SealFiles:
    """The institution's seal key as the server is given it."""

    pkcs12: Path
    password_file: Path
    root_pem: Path
    """Whom the officials' signatures are checked against."""


@contextmanager
def running_register(folder: Path, town: Town, seal: SealFiles) -> Iterator[str]:
    """Run the server on a folder, made and filled the first time; give its address.

    Raises:
        RegisterNotStarted: it did not come up; its own words are in the log it names.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = folder / "server.log"
    _initialise(folder, town, seal, log)
    announced = folder / "address.txt"
    port = _port(announced)
    announced.unlink(missing_ok=True)
    with log.open("ab") as written:
        child = subprocess.Popen(
            [*_server("run"), "--folder", str(folder), "--port", str(port),
             "--announce", str(announced), "--with-parent"],
            stdin=subprocess.PIPE, stdout=written, stderr=written, start_new_session=True,
        )  # fmt: skip
    try:
        yield _address(child, announced, log)
    finally:
        # Its standard input ends: it lets running answers finish, as it would after our death.
        if child.stdin:
            child.stdin.close()
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def credential(address: str, person: Person) -> str:
    """Log a person in and give the bearer token."""
    from registry_desk.client import log_in

    return log_in(address, person.username, person.password).token


def _initialise(folder: Path, town: Town, seal: SealFiles, log: Path) -> None:
    done = folder / "initialised.json"
    if done.exists():
        return
    # What a killed run began is no register yet: nothing was ever entered in it.
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    with log.open("wb") as written:
        founding = subprocess.Popen(
            [*_server("init"), "--folder", str(folder), "--office", str(town.office_file),
             "--seal", str(seal.pkcs12), "--seal-password-file", str(seal.password_file),
             "--trust", str(seal.root_pem), "--with-parent"],
            stdin=subprocess.PIPE, stdout=written, stderr=written, start_new_session=True,
        )  # fmt: skip
    try:
        code = founding.wait()
    finally:
        founding.kill()
        if founding.stdin:
            founding.stdin.close()
        founding.wait()
    if code:
        raise RegisterNotStarted(log=str(log))
    done.write_text(json.dumps({"at": time.time()}), encoding="utf-8")


def _port(announced: Path) -> int:
    """Give the port of the run before, which the stamps' QR codes name, if it is still free."""
    if not announced.exists():
        return 0
    port = announced.read_text(encoding="utf-8").strip().rpartition(":")[2]
    try:
        socket.create_server(("127.0.0.1", int(port))).close()
    except (OSError, ValueError):
        return 0
    return int(port)


def _address(child: subprocess.Popen[bytes], announced: Path, log: Path) -> str:
    until = time.monotonic() + _START_LIMIT_S
    while time.monotonic() < until and child.poll() is None:
        if announced.exists() and (address := announced.read_text(encoding="utf-8").strip()):
            return address
        time.sleep(0.02)
    raise RegisterNotStarted(log=str(log))


def _server(verb: str) -> list[str]:
    return [sys.executable, "-m", "registry_desk", "server", verb]
