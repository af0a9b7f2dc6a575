"""The institution's key for its separator sheets: what makes a sheet an order, not a doubt.

It lies in the system keyring, or in a private file that an administrator carries from desk to desk.
Where the system has no keyring the file is one of the desk's own, and whoever prints is told so. A
desk without the key still splits at sheets that are nothing but a separator sheet.
"""

import base64
import os
from collections.abc import Callable
from pathlib import Path

from registry_desk import secrets
from registry_desk.errors import DamagedError
from registry_desk.settings.places import separator_key_file

_NAME = "separator sheets"


class SeparatorKeyDamaged(DamagedError):
    """The key file does not hold a key."""

    code = "separator_key_damaged"


def known_key(file: Path | None = None) -> bytes | None:
    """Give the key of this desk; None where it has none.

    Raises:
        SecretFileExposed: others may read the file.
        SeparatorKeyDamaged: it holds no key.
    """
    try:
        written = secrets.from_file(file) if file else secrets.recall(_NAME)
    except secrets.KeyringMissing:
        own = separator_key_file()
        written = secrets.from_file(own) if own.exists() else None
    return _decoded(written) if written else None


def key_to_print(
    file: Path | None = None, *, say_kept: Callable[[Path], None] = lambda file: None
) -> bytes:
    """Give the key of this desk, drawn and kept when there is none yet.

    Args:
        file: where it lies, if not in the keyring.
        say_kept: told the private file, where there is no keyring to keep a new key in.

    Raises:
        SecretFileExposed, SeparatorKeyDamaged: as :func:`known_key`.
    """
    from registry_desk.splitting.separators import new_separator_key

    found = known_key(file) if file is None or file.exists() else None
    if found is not None:
        return found
    key = new_separator_key()
    written = base64.b64encode(key).decode("ascii")
    if file is not None:
        _write_private(file, written)
        return key
    try:
        secrets.remember(_NAME, written)
    except secrets.KeyringMissing:
        own = separator_key_file()
        own.parent.mkdir(parents=True, exist_ok=True)
        _write_private(own, written)
        say_kept(own)
    return key


def _write_private(file: Path, written: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(written + "\n")


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except ValueError as error:
        raise SeparatorKeyDamaged from error
