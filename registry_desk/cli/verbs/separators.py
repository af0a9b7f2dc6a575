"""``registry-desk separators``: separator sheets to print."""

from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option, say
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb."""
    file = click.Path(dir_okay=False, path_type=Path)
    return click.Command(
        "separators",
        callback=_separators,
        help=text("cli.separators"),
        params=[
            click.Option(["--department"], default="", help=text("cli.separators.department")),
            click.Option(["--register"], default="", help=text("cli.separators.register")),
            click.Option(["--profile"], default="", help=text("cli.separators.profile")),
            click.Option(["--key-file"], type=file, help=text("cli.separators.key_file")),
            click.Option(["--out"], type=file, required=True, help=text("cli.separators.out")),
            json_option(),
        ],
    )


def _separators(
    *,
    department: str,
    register: str,
    profile: str,
    key_file: Path | None,
    out: Path,
    as_json: bool,
) -> int:
    from registry_desk.cli.separator_key import key_to_print
    from registry_desk.pdf import SeparatorSheet, separator_sheets
    from registry_desk.splitting.separators import separator_message

    key = key_to_print(
        key_file, say_kept=lambda file: say(text("cli.separators.key_kept", file=str(file)))
    )
    try:
        message = separator_message(key, department=department, register=register, profile=profile)
    except ValueError as error:
        raise click.UsageError(text("cli.separators.odd_code", code=str(error))) from error
    named = {"department": department, "register": register, "profile": profile}
    lines = tuple(f"{text(f'separator.{name}')}: {code}" for name, code in named.items() if code)
    sha256 = separator_sheets([SeparatorSheet(message, lines)], out)
    emit(
        {"pdf": str(out), "sha256": sha256, **named},
        as_json=as_json,
        words=text("cli.separators.done", file=str(out)),
    )
    return 0
