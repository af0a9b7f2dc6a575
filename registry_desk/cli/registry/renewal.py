"""``registry-desk server renew``: archive timestamps over what is sealed, before they run out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option, progress
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.server.files.renewal import Renewal


def renewal() -> click.Command:
    """Give the command."""
    return click.Command(
        "renew",
        callback=_renew,
        help=text("cli.server.renew"),
        params=[
            folder_option(),
            click.Option(["--dry-run"], is_flag=True, help=text("cli.server.renew.dry_run")),
            json_option(),
        ],
    )


def _renew(*, folder: Path, dry_run: bool, as_json: bool) -> int:
    """Exit 0 when all that was due is done, else as the first that could not be says."""
    open_register(folder)
    from registry_desk.server.files.renewal import renew_due

    with progress(text("cli.server.renew.progress")) as shown:
        done = renew_due(is_dry_run=dry_run, progress=shown)
    failed = [one.error for one in done if one.error is not None]
    emit(
        {"is_dry_run": dry_run, "files": [_row(one) for one in done]},
        as_json=as_json,
        words=_words(done, is_dry_run=dry_run),
    )
    return failed[0].exit_code if failed else 0


def _row(one: "Renewal") -> dict[str, Any]:
    told = one.error.as_dict() if one.error else None
    return {
        "number": one.number,
        "sha256": one.sha256,
        "renewed_sha256": one.renewed_sha256,
        "error": told and {k: told[k] for k in ("code", "family", "message", "next_step")},
    }


def _words(done: "list[Renewal]", *, is_dry_run: bool) -> str:
    lines = [f"{one.number}: {one.error.message}" for one in done if one.error is not None]
    count = len(done) - len(lines)
    code = "cli.server.renew.due" if is_dry_run else "cli.server.renew.done"
    return "\n".join([*lines, plural(code, count)])
