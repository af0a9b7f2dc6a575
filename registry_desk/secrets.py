"""Secrets: in the system's keyring, or in a private file for unattended use; nowhere else."""

import stat
from pathlib import Path

from registry_desk.errors import RefusedError, UnavailableError

_SERVICE = "registry-desk"


class KeyringMissing(UnavailableError):
    """The system has no open secret service; a silent plain file is never the answer."""

    code = "keyring_missing"


class SecretFileExposed(RefusedError):
    """A credential file may be read by others on this machine."""

    code = "secret_file_exposed"


def remember(name: str, value: str) -> None:
    """Put a secret into the system's keyring.

    Raises:
        KeyringMissing: there is none, or it is locked.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, name, value)
    except KeyringError as error:
        raise KeyringMissing from error


def recall(name: str) -> str | None:
    """Give a secret from the system's keyring; None when it was never put there.

    Raises:
        KeyringMissing: there is none, or it is locked.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, name)
    except KeyringError as error:
        raise KeyringMissing from error


def forget(name: str) -> None:
    """Take a secret out of the keyring; one that is not there is already forgotten.

    Raises:
        KeyringMissing: there is none, or it is locked.
    """
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        keyring.delete_password(_SERVICE, name)
    except PasswordDeleteError:
        return
    except KeyringError as error:
        raise KeyringMissing from error


def from_file(file: Path) -> str:
    """Read a credential kept in a file for unattended use.

    Raises:
        SecretFileExposed: others on this machine may read it.
        FileNotFoundError: it is not there.
    """
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SecretFileExposed(file=file.name)
    return file.read_text(encoding="utf-8").strip()
