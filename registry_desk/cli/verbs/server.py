"""``registry-desk server …``: found, run and look after the central register."""

from pathlib import Path
from typing import Any

import click

from registry_desk.cli.output import emit, json_option, say
from registry_desk.cli.registry.accounts import accounts
from registry_desk.cli.registry.audit import audit
from registry_desk.cli.registry.copies import copies
from registry_desk.cli.registry.folder import folder_option
from registry_desk.cli.registry.prints import prints
from registry_desk.cli.registry.renewal import renewal
from registry_desk.cli.registry.scans import scans
from registry_desk.cli.registry.seal import seal
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb with its parts."""
    commands = [_init(), _run(), accounts(), audit(), prints(), renewal(), scans(), seal()]
    return click.Group("server", help=text("cli.server"), commands=[*commands, *copies()])


def _file(name: str, code: str, *, exists: bool = True) -> click.Option:
    kind = click.Path(dir_okay=False, exists=exists, path_type=Path)
    return click.Option([name], type=kind, help=text(code))


def _with_parent() -> click.Option:
    return click.Option(["--with-parent"], is_flag=True, help=text("cli.server.with_parent"))


def _init() -> click.Command:
    return click.Command(
        "init",
        callback=_found,
        help=text("cli.server.init"),
        params=[
            folder_option(),
            _file("--office", "cli.server.office"),
            _file("--seal", "cli.server.seal"),
            _file("--seal-password-file", "cli.server.seal_password"),
            click.Option(
                ["--trust"],
                multiple=True,
                type=click.Path(dir_okay=False, exists=True, path_type=Path),
                help=text("cli.server.trust"),
            ),
            click.Option(["--institution"], default="", help=text("cli.server.institution")),
            click.Option(["--public-url"], default="", help=text("cli.server.public_url")),
            click.Option(["--database"], default="", help=text("cli.server.database")),
            click.Option(["--store"], default="", help=text("cli.server.store")),
            _file("--store-key-file", "cli.server.store_key_file"),
            _with_parent(),
            json_option(),
        ],
    )


def _found(
    *,
    folder: Path,
    office: Path | None,
    seal: Path | None,
    seal_password_file: Path | None,
    trust: tuple[Path, ...],
    institution: str,
    public_url: str,
    database: str,
    store: str,
    store_key_file: Path | None,
    with_parent: bool,
    as_json: bool,
) -> int:
    from registry_desk import children
    from registry_desk.server import founding

    if with_parent:
        children.end_with_standard_input()
    if bool(seal) != bool(seal_password_file):
        raise click.UsageError(text("cli.server.seal_together"))
    if office is None and not institution:
        raise click.UsageError(text("cli.server.institution_needed"))
    plan = founding.read_plan(office) if office else founding.OfficePlan(institution=institution)
    if public_url:
        plan = plan.model_copy(update={"public_url": public_url})
    founded = founding.found(
        folder,
        plan,
        database_url=database,
        store_url=store,
        store_key_file=store_key_file,
        seal=seal,
        seal_password_file=seal_password_file,
        trust=trust,
    )
    value: dict[str, Any] = {"folder": str(folder), "institution": plan.institution}
    words = text("cli.server.founded", folder=folder)
    if founded.first_password:
        value["administrator"] = {"username": "admin", "password": founded.first_password}
        words += "\n" + text("cli.server.first_password", password=founded.first_password)
    emit(value, as_json=as_json, words=words)
    return 0


def _run() -> click.Command:
    return click.Command(
        "run",
        callback=_serve,
        help=text("cli.server.run"),
        params=[
            folder_option(),
            click.Option(["--host"], default="127.0.0.1", help=text("cli.server.host")),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=8642,
                help=text("cli.server.port"),
            ),
            _file("--announce", "cli.server.announce", exists=False),
            _with_parent(),
            click.Option(["--behind-proxy"], is_flag=True, help=text("cli.server.behind_proxy")),
            click.Option(
                ["--processes"],
                type=click.IntRange(1, 64),
                default=1,
                help=text("cli.server.processes"),
            ),
        ],
    )


def _serve(
    *,
    folder: Path,
    host: str,
    port: int,
    announce: Path | None,
    with_parent: bool,
    behind_proxy: bool,
    processes: int,
) -> int:
    from registry_desk.server import running
    from registry_desk.server.configuration import load

    say(text("cli.server.starting", folder=folder))
    running.run(
        load(folder),
        host=host,
        port=port,
        announce=announce,
        with_parent=with_parent,
        is_behind_proxy=behind_proxy,
        process_count=processes,
    )
    return 0
