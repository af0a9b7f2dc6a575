"""``registry-desk find WORDS``: the newest entries that have all the words."""

from pathlib import Path

import click

from registry_desk.cli.access import access_options, register_client
from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "find",
        callback=_find,
        help=text("cli.find"),
        params=[
            click.Argument(["words"], nargs=-1, required=True),
            *access_options(),
            json_option(),
        ],
    )


def _find(
    *, words: tuple[str, ...], server: str | None, credential_file: Path | None, as_json: bool
) -> int:
    found = register_client(server, credential_file).find(" ".join(words))
    lines = [
        f"{entry.number:>12}  {entry.registered_at.astimezone():%d.%m.%Y}  "
        f"{entry.sender_name or '-'}  {entry.subject or '-'}"
        for entry in found
    ]
    emit(
        {"entries": [entry.model_dump(mode="json") for entry in found]},
        as_json=as_json,
        words="\n".join(lines) or text("cli.find.nothing"),
    )
    return 0
