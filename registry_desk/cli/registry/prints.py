"""``registry-desk server print``: a day or a year of the register as PDF/A, sealed and kept."""

import shutil
from datetime import datetime
from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import text


def prints() -> click.Command:
    """Give the command."""
    return click.Command(
        "print",
        callback=_print,
        help=text("cli.server.print"),
        params=[
            folder_option(),
            click.Option(
                ["--day"],
                type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
                help=text("cli.server.day"),
            ),
            click.Option(["--year"], type=click.IntRange(1990, 9999), help=text("cli.server.year")),
            click.Option(["--prefix"], default="", help=text("cli.server.prefix")),
            click.Option(
                ["--today"],
                type=click.DateTime(["%Y-%m-%d", "%d.%m.%Y"]),
                help=text("cli.server.today"),
            ),
            click.Option(
                ["--out"],
                type=click.Path(dir_okay=False, path_type=Path),
                help=text("cli.server.print_out"),
            ),
            json_option(),
        ],
    )


def _print(
    *,
    folder: Path,
    day: datetime | None,
    year: int | None,
    prefix: str,
    today: datetime | None,
    out: Path | None,
    as_json: bool,
) -> int:
    if (day is None) == (year is None):
        raise click.UsageError(text("cli.server.day_or_year"))
    open_register(folder)
    from registry_desk.server.people.founding import OPERATOR
    from registry_desk.server.prints import printing
    from registry_desk.wire import PrintOrder
    from registry_desk.wire.words import ask

    order = ask(
        PrintOrder,
        day=day.date() if day else None,
        year=year,
        prefix=prefix,
        today=today.date() if today else None,
    )
    made = printing.make(order, OPERATOR)
    file = printing.file_of(made.sha256)
    if out:
        shutil.copyfile(file, out)
        file = out
    code = "cli.server.printed" if made.is_final else "cli.server.printed_provisional"
    words = text(code, pages=made.page_count, count=made.entry_count, file=file)
    emit({**made.model_dump(mode="json"), "file": str(file)}, as_json=as_json, words=words)
    return 0
