"""``registry-desk demo``: the whole main job on embedded parts."""

import os
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry_desk.cli.output import emit, json_option, progress, say
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.demo.letters import Letters
    from registry_desk.demo.sheets import DamagedFile

_NOT_WHOLE = 6


def build() -> click.Command:
    """Give the verb."""
    folder = click.Path(file_okay=False, path_type=Path)
    existing = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.Command(
        "demo",
        callback=_demo,
        help=text("cli.demo"),
        params=[
            click.Option(["--headless"], is_flag=True, help=text("cli.demo.headless")),
            click.Option(["--letters"], type=existing, help=text("cli.demo.letters")),
            click.Option(["--keep"], type=folder, help=text("cli.demo.keep")),
            json_option(),
        ],
    )


def _demo(*, headless: bool, letters: Path | None, keep: Path | None, as_json: bool) -> int:
    from registry_desk.demo.folder import demo_folder
    from registry_desk.demo.letters import letters_in, sample_letters
    from registry_desk.demo.sheets import laid_on_paper

    chosen = letters_in(letters) if letters else sample_letters()
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    with demo_folder(keep.resolve() if keep else None) as folder:
        damaged: tuple[DamagedFile, ...] = ()
        if letters:
            chosen, damaged = laid_on_paper(chosen, folder / "sheets" / str(chosen.batch_id))
        if headless or as_json or not _has_display():
            return _headless(folder, chosen, damaged, as_json=as_json)
        return _window(folder, chosen)


def _as_ctrl_c(*_: object) -> None:
    """End in good order when the system asks: everything is stopped and cleared away."""
    raise KeyboardInterrupt


def _headless(
    folder: Path, letters: "Letters", damaged: "tuple[DamagedFile, ...]", *, as_json: bool
) -> int:
    from registry_desk.demo.headless import Onlooker, run_way
    from registry_desk.demo.stage import stage

    began = time.monotonic()
    say(text("demo.setting_up", folder=str(folder)))
    with stage(folder, letters) as town_hall, progress(text("demo.pages_read")) as bar:
        set_up = time.monotonic() - began
        report = run_way(town_hall, letters, Onlooker(say, bar, threading.Event().is_set))
        report = replace(report, damaged=damaged)
        report.seconds["set_up"] = set_up
    emit(report.as_dict(), as_json=as_json, words=report.as_words())
    return 0 if report.is_whole else _NOT_WHOLE


def _window(folder: Path, letters: "Letters") -> int:
    from registry_desk.cli.demo_desks import desks_of
    from registry_desk.demo.stage import stage
    from registry_desk.desk.app import show

    say(text("demo.setting_up", folder=str(folder)))
    with stage(folder, letters) as town_hall:
        return show(*desks_of(town_hall))


def _has_display() -> bool:
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(named) or sys.platform in ("win32", "darwin")
