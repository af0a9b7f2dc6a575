"""``registry-desk login``: exchange name and password for a credential, kept in the keyring."""

import sys
from pathlib import Path

import click

from registry_desk.cli.access import keyring_name, server_url
from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "login",
        callback=_log_in,
        help=text("cli.login"),
        params=[
            click.Argument(["username"]),
            click.Option(["--server"], help=text("cli.access.server")),
            click.Option(["--password-stdin"], is_flag=True, help=text("cli.login.stdin")),
            click.Option(
                ["--to-file"],
                type=click.Path(dir_okay=False, path_type=Path),
                help=text("cli.login.to_file"),
            ),
            json_option(),
        ],
    )


def _log_in(
    *,
    username: str,
    server: str | None,
    password_stdin: bool,
    to_file: Path | None,
    as_json: bool,
) -> int:
    from registry_desk import secrets, settings
    from registry_desk.client import log_in

    url = server_url(server)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt(text("cli.login.password"), hide_input=True, err=True)
    credential = log_in(url, username, password)
    if to_file:
        _write_private(to_file, credential.token)
    else:
        secrets.remember(keyring_name(url), credential.token)
        settings.load().change("server.url", url)
    account = credential.account
    emit(
        {"server": url, **account.model_dump(), "expires_at": credential.expires_at.isoformat()},
        as_json=as_json,
        words=text("cli.login.done", name=account.name, role=text(f"role.{account.role}")),
    )
    return 0


def _write_private(file: Path, token: str) -> None:
    import os

    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as target:
        os.fchmod(descriptor, 0o600)
        target.write(token + "\n")
