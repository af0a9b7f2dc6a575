"""``registry-desk logout``: make the credential worthless, here and on the server."""

from pathlib import Path

import click

from registry_desk.cli.access import access_options, keyring_name, register_client, server_url
from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "logout",
        callback=_log_out,
        help=text("cli.logout"),
        params=[*access_options(), json_option()],
    )


def _log_out(*, server: str | None, credential_file: Path | None, as_json: bool) -> int:
    from registry_desk import secrets
    from registry_desk.client import LoginRefused

    url = server_url(server)
    try:
        register_client(server, credential_file).log_out()
    except LoginRefused:
        pass  # it is worthless already
    finally:
        if credential_file is None:
            secrets.forget(keyring_name(url))
    emit({"server": url}, as_json=as_json, words=text("cli.logout.done"))
    return 0
