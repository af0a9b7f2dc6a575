"""``registry-desk process``: files become searchable documents; no register, no network."""

import os
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.cli.chosen_reading import chosen_reading
from registry_desk.cli.department_list import DepartmentList
from registry_desk.cli.output import emit, json_option
from registry_desk.cli.page_progress import PageProgress
from registry_desk.i18n import plural, text

if TYPE_CHECKING:
    from registry_desk.model.department import Department
    from registry_desk.reading import Farm


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "process",
        callback=_process,
        help=text("cli.process"),
        params=[
            click.Argument(
                ["paths"],
                nargs=-1,
                required=True,
                type=click.Path(exists=True, path_type=Path),
            ),
            click.Option(
                ["--out"],
                required=True,
                type=click.Path(file_okay=False, path_type=Path),
                help=text("cli.process.out"),
            ),
            click.Option(["--jobs"], type=click.IntRange(1, 64), help=text("cli.process.jobs")),
            click.Option(["--ocr-lang", "languages"], help=text("cli.process.ocr_lang")),
            click.Option(
                ["--second-engine", "has_second_engine"],
                is_flag=True,
                help=text("cli.process.second_engine"),
            ),
            click.Option(
                ["--pdf", "profile"],
                type=click.Choice(["faithful", "compact"]),
                help=text("cli.process.pdf"),
            ),
            click.Option(
                ["--departments"],
                type=DepartmentList(),
                default=None,
                metavar="departments.json",
                help=text("cli.process.departments"),
            ),
            click.Option(["--farm"], metavar="tcp://HOST:PORT", help=text("cli.process.farm")),
            json_option(),
        ],
    )


def _process(
    *,
    paths: tuple[Path, ...],
    out: Path,
    jobs: int | None,
    languages: str | None,
    has_second_engine: bool,
    profile: str | None,
    departments: "tuple[Department, ...] | None",
    farm: str | None,
    as_json: bool,
) -> int:
    from registry_desk import settings
    from registry_desk.cli.separator_key import known_key
    from registry_desk.reading import KnownOffice, process, require_second_engine

    chosen = settings.load()
    reading = chosen_reading(chosen, languages=languages)
    if has_second_engine:
        reading = replace(reading, second_engine=True)
    if reading.second_engine:
        require_second_engine()
    here = jobs or min(chosen.number("reading.jobs"), os.cpu_count() or 1)
    with ExitStack() as parts:
        there = parts.enter_context(_opened(farm)) if farm else None
        shown = parts.enter_context(closing(PageProgress(text("cli.process.reading"))))
        told = process(
            paths,
            out,
            settings=reading,
            jobs=there or here,
            pdf_profile=profile or chosen.string("pdf.profile"),
            office=KnownOffice(known_key, departments or ()),
            progress=shown,
        )
    lines = [plural("process.documents", len(told["documents"]), folder=str(out))]
    lines += [f"  {d['source']}: {d['message']} {d['next_step']}" for d in told["damaged"]]
    emit(told, as_json=as_json, words="\n".join(lines))
    return 6 if told["damaged"] else 0


def _opened(address: str) -> "Farm":
    from registry_desk.reading import Farm

    return Farm(address)
