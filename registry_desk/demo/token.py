"""A software token for demonstrations and tests: SoftHSM2, initialised in a folder of its own.

It never starts outside them, and it is labelled TEST wherever a person sees it.
"""

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from registry_desk.demo.pki import OfficialKey, TestPki
from registry_desk.errors import UnavailableError

_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
_TIMEOUT_S = 30


class SoftTokenMissing(UnavailableError):
    """SoftHSM2 is not installed on this machine."""

    code = "soft_token_missing"


@dataclass(frozen=True, slots=True)
class SoftToken:
    """A token made of files."""

    module: Path
    """The PKCS#11 library."""
    conf: Path
    """SoftHSM's configuration; the module reads its path from ``SOFTHSM2_CONF``."""
    serial: str
    label: str
    pin: str

    @property
    def environment(self) -> dict[str, str]:
        """Give what the process that loads the module must have in its environment."""
        return {"SOFTHSM2_CONF": str(self.conf)}


def soft_token(folder: Path, pki: TestPki, *, label: str = "TEST Registry Desk") -> SoftToken:
    """Make a token with every official's key and certificate.

    Raises:
        SoftTokenMissing: SoftHSM2 is not installed.
    """
    module = find_softhsm()
    tokens = folder / "tokens"
    tokens.mkdir(parents=True, exist_ok=True, mode=0o700)
    conf = folder / "softhsm2.conf"
    conf.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    pin = "".join(secrets.choice("0123456789") for _ in range(6))
    environment = {**os.environ, "SOFTHSM2_CONF": str(conf)}
    _run(
        environment,
        "softhsm2-util", "--init-token", "--free", "--label", label,
        "--so-pin", secrets.token_hex(8), "--pin", pin,
    )  # fmt: skip
    serial = _fill(environment, module, label, pin, pki.officials)
    return SoftToken(module, conf, serial, label, pin)


def find_softhsm() -> Path:
    """Give SoftHSM2's PKCS#11 library.

    Raises:
        SoftTokenMissing: it is not installed.
    """
    for place in _MODULES:
        if Path(place).exists():
            return Path(place)
    raise SoftTokenMissing


def _fill(
    environment: dict[str, str],
    module: Path,
    label: str,
    pin: str,
    officials: tuple[OfficialKey, ...],
) -> str:
    """Put keys and certificates on the token, in a process of its own that ends with the module.

    Returns:
        The token's serial number.
    """
    lines = [str(module), label, pin]
    lines += [f"{o.key_id}\t{o.key_file}\t{o.certificate_file}\t{o.name}" for o in officials]
    said = _run(
        environment,
        sys.executable, "-m", "registry_desk.demo.token_filling",
        given="\n".join(lines),
    )  # fmt: skip
    return said.strip()


def _run(environment: dict[str, str], *command: str, given: str = "") -> str:
    try:
        done = subprocess.run(
            command,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=True,
        )
    except FileNotFoundError as error:
        raise SoftTokenMissing from error
    return done.stdout
