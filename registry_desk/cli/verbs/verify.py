"""``registry-desk verify``: one verdict per signature and per file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.cli.output import emit, json_option, progress
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.signing import FileVerdict

_SOME_UNCHECKED, _SOME_BAD = 5, 6


def build() -> click.Command:
    """Give the verb."""
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    options: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, required=True, type=file),
        click.Option(["--trust"], multiple=True, type=file, help=text("cli.verify.trust")),
        click.Option(["--offline"], is_flag=True, help=text("cli.verify.offline")),
        click.Option(
            ["--report"],
            type=click.Path(file_okay=False, path_type=Path),
            help=text("cli.verify.report"),
        ),
        json_option(),
    ]
    return click.Command("verify", callback=_verify, params=options, help=text("cli.verify"))


def _verify(
    *,
    files: tuple[Path, ...],
    trust: tuple[Path, ...],
    offline: bool,
    report: Path | None,
    as_json: bool,
) -> int:
    from registry_desk import settings
    from registry_desk.cli.trusted import trust_from
    from registry_desk.signing import verify

    trusted = trust_from(settings.load(), trust)
    found = []
    with progress(text("cli.verify.progress")) as shown:
        for place, file in enumerate(files, start=1):
            found.append(verify(file, trust=trusted, is_offline=offline))
            shown(place, len(files))
    rows = [verdict.as_dict() for verdict in found]
    if report is not None:
        for row, page in zip(rows, _reports(found, report), strict=True):
            row["report"] = str(page)
    words = "\n".join(line for verdict in found for line in _lines(verdict))
    emit({"files": rows}, as_json=as_json, words=words)
    return _exit_code([verdict.verdict.value for verdict in found])


def _reports(found: list["FileVerdict"], folder: Path) -> list[Path]:
    """Write one page per file, named after it; files of one name get numbers."""
    from registry_desk.signing import write_report

    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for verdict in found:
        stem, number = Path(verdict.file).stem, 1
        page = folder / f"{stem}.html"
        while page in written:
            number += 1
            page = folder / f"{stem}-{number}.html"
        write_report(verdict, page)
        written.append(page)
    return written


def _exit_code(verdicts: list[str]) -> int:
    """Give 0 where all are valid; an unsigned file is nothing to rely on either."""
    if any(v in ("invalid", "changed_after_signing", "unsigned") for v in verdicts):
        return _SOME_BAD
    return _SOME_UNCHECKED if "cannot_check" in verdicts else 0


def _lines(verdict: "FileVerdict") -> list[str]:
    lines = [f"{verdict.file}: {text(f'verdict.{verdict.verdict.value}')}"]
    lines += [f"    {reason}" for reason in verdict.reasons]
    for one in verdict.signatures:
        at = f"{one.signed_at.astimezone():%d.%m.%Y %H:%M}" if one.signed_at else ""
        source = text(f"verify.time.{one.time_source}")
        told = [one.signer or "?", one.level or "", f"{at} ({source})" if at else source]
        heading = f"  {one.field}: {text(f'verdict.{one.verdict.value}')}"
        lines.append(f"{heading} – {', '.join(part for part in told if part)}")
        lines += [f"    {reason}" for reason in one.reasons]
    return lines
