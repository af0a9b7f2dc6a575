"""The institution's key for its separator sheets: what makes a sheet an order, not a doubt.

It lies in the system keyring, or in a private file that an administrator carries from desk to desk.
A desk without it still splits at sheets that are nothing but a separator sheet.
"""

import base64
import os
from pathlib import Path

from registry_desk import secrets
from registry_desk.errors import DamagedError

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
        return None
    return _decoded(written) if written else None


def key_to_print(file: Path | None = None) -> bytes:
    """Give the key of this desk, drawn and kept when there is none yet.

    Raises:
        KeyringMissing: there is no keyring to keep it in, and no file was named.
    """
    from registry_desk.splitting.separators import new_separator_key

    found = known_key(file) if file is None or file.exists() else None
    if found is not None:
        return found
    key = new_separator_key()
    written = base64.b64encode(key).decode("ascii")
    if file is None:
        secrets.remember(_NAME, written)
    else:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(written + "\n")
    return key


def _decoded(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except ValueError as error:
        raise SeparatorKeyDamaged from error
