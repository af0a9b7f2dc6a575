"""``registry-desk server scans``: which scans without text wait to be recognised, and how far."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.server.texts.scans import Recognition


def scans() -> click.Command:
    """Give the command."""
    return click.Command(
        "scans",
        callback=_scans,
        help=text("cli.server.scans"),
        params=[
            folder_option(),
            click.Option(["--again"], is_flag=True, help=text("cli.server.scans.again")),
            json_option(),
        ],
    )


def _scans(*, folder: Path, again: bool, as_json: bool) -> int:
    """Exit 0, also where nothing can be recognised: nobody's work waits for it."""
    open_register(folder)
    from registry_desk.server.texts import scans

    if again:
        scans.try_again()
    found, fault = scans.listed(), scans.recogniser_fault()
    lines = [fault.message, fault.next_step] if fault else []
    count = plural("cli.server.scans.count", len(found))
    emit(
        {"fault": fault.code if fault else None, "scans": [_row(one) for one in found]},
        as_json=as_json,
        words="\n".join([*lines, *map(_words, found), count]),
    )
    return 0


def _row(one: "Recognition") -> dict[str, Any]:
    return {
        "number": one.number,
        "sha256": one.sha256,
        "page_count": one.page_count,
        "pages_left": one.pages_left,
        "tries": one.tries,
        "state": one.state,
    }


def _words(one: "Recognition") -> str:
    done = one.page_count - one.pages_left
    return text(f"cli.server.scans.{one.state}", number=one.number, done=done, all=one.page_count)
