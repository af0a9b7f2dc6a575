"""``registry-desk server user``: accounts and credentials, by whoever has the folder."""

from pathlib import Path
from typing import get_args
from uuid import UUID

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import text
from registry_desk.model.office import Role

_ROLES = get_args(Role)


def accounts() -> click.Command:
    """Give the group."""
    name = click.Argument(["username"])
    return click.Group(
        "user",
        help=text("cli.server.user"),
        commands=[
            _set_command(name),
            click.Command(
                "close",
                callback=_close_user,
                help=text("cli.server.user_close"),
                params=[name, folder_option(), json_option()],
            ),
            click.Command(
                "token",
                callback=_make_token,
                help=text("cli.server.user_token"),
                params=[
                    name,
                    folder_option(),
                    click.Option(["--label"], default="", help=text("cli.server.user_label")),
                    json_option(),
                ],
            ),
            click.Command(
                "devices",
                callback=_list_devices,
                help=text("cli.server.user_devices"),
                params=[folder_option(), json_option()],
            ),
            click.Command(
                "revoke",
                callback=_revoke_device,
                help=text("cli.server.user_revoke"),
                params=[
                    click.Argument(["device"], type=click.UUID),
                    folder_option(),
                    json_option(),
                ],
            ),
        ],
    )


def _set_command(name: click.Argument) -> click.Command:
    return click.Command(
        "set",
        callback=_set_user,
        help=text("cli.server.user_set"),
        params=[
            name,
            folder_option(),
            click.Option(["--name"], required=True, help=text("cli.server.user_name")),
            click.Option(
                ["--role"],
                type=click.Choice(_ROLES),
                required=True,
                help=text("cli.server.user_role"),
            ),
            click.Option(["--department"], help=text("cli.server.user_department")),
            click.Option(["--elsewhere"], is_flag=True, help=text("cli.server.user_elsewhere")),
            json_option(),
        ],
    )


def _set_user(
    *,
    username: str,
    folder: Path,
    name: str,
    role: str,
    department: str | None,
    elsewhere: bool,
    as_json: bool,
) -> int:
    import secrets

    from pydantic import ValidationError

    from registry_desk.server.founding import Person
    from registry_desk.wire.errors import FieldInvalid

    open_register(folder)
    from registry_desk.server.people.founding import add_person

    password = None if elsewhere else secrets.token_urlsafe(12)
    said = {"username": username, "name": name.strip(), "role": role, "department": department}
    try:
        person = Person.model_validate({**said, "password": password})
    except ValidationError as error:
        raise FieldInvalid(field=str(error.errors()[0]["loc"][0])) from error
    if not person.name:
        raise FieldInvalid(field="name")
    add_person(person)
    emit(
        {"username": username, "password": password},
        as_json=as_json,
        words=text("cli.server.user_is_elsewhere", username=username)
        if password is None
        else text("cli.server.user_was_set", username=username, password=password),
    )
    return 0


def _close_user(*, username: str, folder: Path, as_json: bool) -> int:
    open_register(folder)
    from registry_desk.server.people.founding import close_account

    close_account(username)
    emit(
        {"username": username},
        as_json=as_json,
        words=text("cli.server.user_was_closed", username=username),
    )
    return 0


def _make_token(*, username: str, folder: Path, label: str, as_json: bool) -> int:
    open_register(folder)
    from registry_desk.server.people.founding import device_token

    token = device_token(username, label[:100])
    emit({"username": username, "token": token}, as_json=as_json, words=token)
    return 0


def _list_devices(*, folder: Path, as_json: bool) -> int:
    open_register(folder)
    from registry_desk.server.people.devices import devices

    found = devices()
    lines = [
        text(
            "cli.server.device",
            id=device.id,
            username=device.username,
            label=device.label,
            used_on=device.used_on or "–",
        )
        for device in found
    ]
    value = {"devices": [device.model_dump(mode="json") for device in found]}
    emit(value, as_json=as_json, words="\n".join(lines) or text("cli.server.no_devices"))
    return 0


def _revoke_device(*, device: UUID, folder: Path, as_json: bool) -> int:
    open_register(folder)
    from registry_desk.server.people.devices import revoke
    from registry_desk.server.people.founding import OPERATOR
    from registry_desk.server.writing import write

    write(lambda: revoke(device, OPERATOR))
    emit(
        {"device": str(device)},
        as_json=as_json,
        words=text("cli.server.device_was_revoked", id=device),
    )
    return 0
