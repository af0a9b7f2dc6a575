"""``registry-desk scanners``: the devices found, and what each can do."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text


def build() -> click.Command:
    """Give the verb."""
    options: list[click.Parameter] = [
        click.Option(
            ["--timeout", "timeout_s"],
            type=click.FloatRange(1, 300),
            default=10.0,
            show_default=True,
            help=text("cli.scanners.timeout"),
        ),
        click.Option(
            ["--options", "listing"],
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help=text("cli.scanners.options"),
        ),
        json_option(),
    ]
    return click.Command("scanners", callback=_scanners, params=options, help=text("cli.scanners"))


def _scanners(*, timeout_s: float, listing: Path | None, as_json: bool) -> None:
    if listing is not None:
        _explain(listing, as_json=as_json)
        return
    from registry_desk.intake import find_scanners

    found = [asdict(scanner) for scanner in find_scanners(timeout_s=timeout_s)]
    words = "\n\n".join(_told(row) for row in found) if found else text("scanners.none")
    emit({"scanners": found}, as_json=as_json, words=words)


def _explain(listing: Path, *, as_json: bool) -> None:
    """Say what the program makes of a device's option list as ``scanimage -A`` prints it."""
    from registry_desk.intake.abilities import abilities
    from registry_desk.intake.options import read_listing

    found = abilities(read_listing(listing.read_text(encoding="utf-8", errors="replace")))
    row = asdict(found)
    emit(row, as_json=as_json, words="\n".join([*_abilities_told(row), *_mapping_told(row)]))


def _told(row: dict[str, Any]) -> str:
    mark = f" [{text('scanners.simulated')}]" if row["is_simulated"] else ""
    lines = [f"{row['label']}{mark}", f"  --scanner '{row['name']}'"]
    if row["problem"]:
        code = "error.scanner_busy" if row["is_busy"] else "scanners.silent"
        return "\n".join([*lines, f"  {text(code)}"])
    return "\n".join([*lines, *_abilities_told(row)])


def _abilities_told(row: dict[str, Any]) -> list[str]:
    sources = ", ".join(text(f"source.{source}") for source in row["sources"])
    modes = ", ".join(text(f"mode.{mode}") for mode in row["modes"])
    resolutions = ", ".join(str(dpi) for dpi in row["resolutions_dpi"])
    lacks = ", ".join(text(f"lacks.{code}") for code in row["lacks"])
    lines = [f"  {text('scanners.sources')}: {sources}", f"  {text('scanners.modes')}: {modes}"]
    lines.append(f"  {text('scanners.resolutions')}: {resolutions} dpi")
    return [*lines, f"  {text('scanners.lacks')}: {lacks}"] if lacks else lines


def _mapping_told(row: dict[str, Any]) -> list[str]:
    lines = [f"  {role}: {name}" for role, name in row["mapped"].items()]
    unmapped = ", ".join(row["unmapped"])
    return [*lines, f"  {text('scanners.unmapped')}: {unmapped}"] if unmapped else lines
