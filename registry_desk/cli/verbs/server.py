"""``registry-desk server …``: found, run and look after the central register."""

from pathlib import Path
from typing import Any

import click

from registry_desk.cli.output import emit, json_option, say
from registry_desk.i18n import text

_ROLES = ("clerk", "official", "supervisor", "administrator")


def build() -> click.Command:
    """Give the verb with its parts."""
    return click.Group("server", help=text("cli.server"), commands=[_init(), _run(), _user()])


def _folder() -> click.Option:
    kind = click.Path(file_okay=False, path_type=Path)
    return click.Option(["--folder"], type=kind, required=True, help=text("cli.server.folder"))


def _file(name: str, code: str, *, exists: bool = True) -> click.Option:
    kind = click.Path(dir_okay=False, exists=exists, path_type=Path)
    return click.Option([name], type=kind, help=text(code))


def _init() -> click.Command:
    return click.Command(
        "init",
        callback=_found,
        help=text("cli.server.init"),
        params=[
            _folder(),
            _file("--office", "cli.server.office"),
            _file("--seal", "cli.server.seal"),
            _file("--seal-password-file", "cli.server.seal_password"),
            click.Option(["--institution"], default="", help=text("cli.server.institution")),
            click.Option(["--public-url"], default="", help=text("cli.server.public_url")),
            click.Option(["--database"], default="", help=text("cli.server.database")),
            json_option(),
        ],
    )


def _found(
    *,
    folder: Path,
    office: Path | None,
    seal: Path | None,
    seal_password_file: Path | None,
    institution: str,
    public_url: str,
    database: str,
    as_json: bool,
) -> int:
    from registry_desk.server import founding

    if bool(seal) != bool(seal_password_file):
        raise click.UsageError(text("cli.server.seal_together"))
    if office is None and not institution:
        raise click.UsageError(text("cli.server.institution_needed"))
    plan = founding.read_plan(office) if office else founding.OfficePlan(institution=institution)
    if public_url:
        plan = plan.model_copy(update={"public_url": public_url})
    founded = founding.found(
        folder, plan, database_url=database, seal=seal, seal_password_file=seal_password_file
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
            _folder(),
            click.Option(["--host"], default="127.0.0.1", help=text("cli.server.host")),
            click.Option(
                ["--port"],
                type=click.IntRange(0, 65535),
                default=8642,
                help=text("cli.server.port"),
            ),
            _file("--announce", "cli.server.announce", exists=False),
            click.Option(["--with-parent"], is_flag=True, help=text("cli.server.with_parent")),
            click.Option(["--behind-proxy"], is_flag=True, help=text("cli.server.behind_proxy")),
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
    )
    return 0


def _user() -> click.Command:
    name = click.Argument(["username"])
    return click.Group(
        "user",
        help=text("cli.server.user"),
        commands=[
            click.Command(
                "set",
                callback=_set_user,
                help=text("cli.server.user_set"),
                params=[
                    name,
                    _folder(),
                    click.Option(["--name"], required=True, help=text("cli.server.user_name")),
                    click.Option(
                        ["--role"],
                        type=click.Choice(_ROLES),
                        required=True,
                        help=text("cli.server.user_role"),
                    ),
                    click.Option(["--department"], help=text("cli.server.user_department")),
                    json_option(),
                ],
            ),
            click.Command(
                "close",
                callback=_close_user,
                help=text("cli.server.user_close"),
                params=[name, _folder(), json_option()],
            ),
            click.Command(
                "token",
                callback=_make_token,
                help=text("cli.server.user_token"),
                params=[
                    name,
                    _folder(),
                    click.Option(["--label"], default="", help=text("cli.server.user_label")),
                    json_option(),
                ],
            ),
        ],
    )


def _open(folder: Path) -> None:
    from registry_desk.server import site
    from registry_desk.server.configuration import load

    site.set_up(load(folder))
    site.migrate()


def _set_user(
    *, username: str, folder: Path, name: str, role: str, department: str | None, as_json: bool
) -> int:
    import secrets

    from registry_desk.server.founding import Person

    _open(folder)
    from registry_desk.server.people.founding import add_person

    password = secrets.token_urlsafe(12)
    person = Person.model_validate(
        {
            "username": username,
            "name": name,
            "role": role,
            "department": department,
            "password": password,
        }
    )
    add_person(person)
    emit(
        {"username": username, "password": password},
        as_json=as_json,
        words=text("cli.server.user_was_set", username=username, password=password),
    )
    return 0


def _close_user(*, username: str, folder: Path, as_json: bool) -> int:
    _open(folder)
    from registry_desk.server.people.founding import close_account

    close_account(username)
    emit(
        {"username": username},
        as_json=as_json,
        words=text("cli.server.user_was_closed", username=username),
    )
    return 0


def _make_token(*, username: str, folder: Path, label: str, as_json: bool) -> int:
    _open(folder)
    from registry_desk.server.people.founding import device_token

    token = device_token(username, label[:100])
    emit({"username": username, "token": token}, as_json=as_json, words=token)
    return 0
