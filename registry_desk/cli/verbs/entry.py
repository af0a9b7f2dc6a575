"""``registry-desk entry NUMBER/YEAR``: what the register knows of one entry."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.cli.access import access_options, register_client
from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.wire import Entry

_SHOWN = (
    "kind",
    "sender_name",
    "sender_registration_number",
    "sender_date",
    "subject",
    "department",
    "due_on",
    "tracking_code",
    "tracking_url",
)


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "entry",
        callback=_entry,
        help=text("cli.entry"),
        params=[click.Argument(["number"]), *access_options(), json_option()],
    )


def _entry(*, number: str, server: str | None, credential_file: Path | None, as_json: bool) -> int:
    entry = register_client(server, credential_file).entry(number)
    emit(entry.model_dump(mode="json"), as_json=as_json, words=in_words(entry))
    return 0


def in_words(entry: "Entry") -> str:
    """Say an entry for a person at a terminal; the personal number is left out."""
    lines = [f"{entry.number}  {text(f'entry.{entry.state}')}"]
    for name in _SHOWN:
        value = getattr(entry, name)
        if value:
            said = text(f"kind.{value}") if name == "kind" else value
            lines.append(f"  {text(f'field.{name}')}: {said}")
    for milestone in entry.milestones:
        when = milestone.at.astimezone().strftime("%d.%m.%Y %H:%M")
        lines.append(f"  {when}  {text(f'milestone.{milestone.code}')}")
    for file in entry.files:
        lines.append(f"  {file.role} ({file.version}): {file.name}  {file.sha256[:12]}…")
    return "\n".join(lines)
