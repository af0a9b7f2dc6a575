"""Who works here, against which register: from options, settings, keyring or a private file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient


def access_options() -> list[click.Parameter]:
    """Give ``--server`` and ``--credential-file``; they arrive under these names."""
    return [
        click.Option(["--server"], help=text("cli.access.server")),
        click.Option(
            ["--credential-file"],
            type=click.Path(dir_okay=False, exists=True, path_type=Path),
            help=text("cli.access.credential_file"),
        ),
    ]


def keyring_name(url: str) -> str:
    """Give the name under which the credential for a server lies in the keyring."""
    return f"register {url.rstrip('/')}"


def server_url(server: str | None) -> str:
    """Give the register's address: the option's, else the setting's.

    Raises:
        click.UsageError: neither says one.
    """
    from registry_desk import settings

    url = (server or settings.load().string("server.url")).rstrip("/")
    if not url:
        raise click.UsageError(text("cli.access.no_server"))
    return url


def register_client(server: str | None, credential_file: Path | None) -> "RegisterClient":
    """Give the register as the person who works here.

    Raises:
        LoginRefused: nobody has logged in here.
        KeyringMissing: the keyring is closed, and no file was given.
        SecretFileExposed: others may read the file.
    """
    from registry_desk import secrets, settings
    from registry_desk.client import LoginRefused, RegisterClient

    url = server_url(server)
    kept = settings.load().string("server.credential_file")
    file = credential_file or (Path(kept) if kept else None)
    credential = secrets.from_file(file) if file else secrets.recall(keyring_name(url))
    if not credential:
        raise LoginRefused
    return RegisterClient(url, credential)
