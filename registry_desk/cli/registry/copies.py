"""``registry-desk server backup|restore|open``: copies of the register, and its opening again."""

import json
from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.audit import in_words
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import plural, text


def copies() -> list[click.Command]:
    """Give the three commands."""
    file = click.Path(dir_okay=False, path_type=Path)
    return [
        click.Command(
            "backup",
            callback=_back_up,
            help=text("cli.server.backup"),
            params=[
                folder_option(),
                click.Option(["--to"], type=file, required=True, help=text("cli.server.to")),
                json_option(),
            ],
        ),
        click.Command(
            "restore",
            callback=_restore,
            help=text("cli.server.restore"),
            params=[
                click.Argument(["source"], type=click.Path(exists=True, path_type=Path)),
                folder_option(),
                click.Option(["--database"], default="", help=text("cli.server.database")),
                click.Option(["--store"], default="", help=text("cli.server.store")),
                click.Option(
                    ["--store-key-file"], type=file, help=text("cli.server.store_key_file")
                ),
                json_option(),
            ],
        ),
        click.Command(
            "open",
            callback=_open,
            help=text("cli.server.open"),
            params=[
                folder_option(),
                click.Option(["--known"], multiple=True, help=text("cli.server.known")),
                click.Option(
                    ["--heads"],
                    type=click.Path(exists=True, file_okay=False, path_type=Path),
                    help=text("cli.server.heads"),
                ),
                click.Option(
                    ["--tray"],
                    type=click.Path(exists=True, dir_okay=False, path_type=Path),
                    multiple=True,
                    help=text("cli.server.known_tray"),
                ),
                click.Option(
                    ["--nothing-known"], is_flag=True, help=text("cli.server.nothing_known")
                ),
                click.Option(["--confirm"], type=int, help=text("cli.server.confirm")),
                click.Option(["--dry-run"], is_flag=True, help=text("cli.server.dry_run")),
                json_option(),
            ],
        ),
    ]


def _back_up(*, folder: Path, to: Path, as_json: bool) -> int:
    from registry_desk.server.backup import back_up
    from registry_desk.server.configuration import load

    manifest = back_up(load(folder), to)
    size_mb = to.stat().st_size / 2**20
    emit(
        {"file": str(to), "files": len(manifest), "size_mb": round(size_mb, 1)},
        as_json=as_json,
        words=text("cli.server.backed_up", file=to, size=f"{size_mb:.1f}"),
    )
    return 0


def _restore(
    *,
    source: Path,
    folder: Path,
    database: str,
    store: str,
    store_key_file: Path | None,
    as_json: bool,
) -> int:
    from registry_desk.server.backup import restore

    restore(source, folder, database_url=database, store_url=store, store_key_file=store_key_file)
    open_register(folder)
    from registry_desk.server.audit.blocks import keep_heads
    from registry_desk.server.audit.verify import verify
    from registry_desk.server.entries.proof import highest_numbers

    keep_heads()  # of blocks that were closed while the copy was made
    verdict = verify()
    highest = highest_numbers()
    said = text("cli.server.restored", folder=folder, highest=", ".join(highest) or "-")
    emit(
        {
            "folder": str(folder),
            "highest": highest,
            "is_whole": verdict.is_whole,
            "faults": verdict.faults,
        },
        as_json=as_json,
        words="\n".join([said, *in_words(verdict.faults)]),
    )
    return 0 if verdict.is_whole else 6


def _open(
    *,
    folder: Path,
    known: tuple[str, ...],
    heads: Path | None,
    tray: tuple[Path, ...],
    nothing_known: bool,
    confirm: int | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    if bool(known or heads or tray) == nothing_known:
        raise click.UsageError(text("cli.server.known_or_nothing"))
    from registry_desk.model.number import RegistrationNumber
    from registry_desk.server import reopening

    try:
        typed = tuple(map(RegistrationNumber.parse, known))
        told = tuple(RegistrationNumber.parse(one) for file in tray for one in _numbers_of(file))
    except ValueError as error:
        raise click.UsageError(text("cli.server.known")) from error
    outside = reopening.Known(typed, told, heads, confirm)
    if dry_run:
        count = reopening.missing(folder, outside)
        emit({"missing": count}, as_json=as_json, words=plural("cli.server.missing", count))
        return 0
    opened = reopening.reopen(folder, outside)
    emit(
        {"annulled": opened.annulled, "lost_blocks": opened.lost_blocks},
        as_json=as_json,
        words=plural("cli.server.opened", len(opened.annulled)),
    )
    return 0


def _numbers_of(tray: Path) -> list[str]:
    """Read the highest numbers that ``registry-desk tray --json`` told of a desk."""
    try:
        return [str(number) for number in json.loads(tray.read_text(encoding="utf-8"))["highest"]]
    except (ValueError, KeyError, TypeError) as error:
        raise click.UsageError(text("cli.server.known_tray")) from error
