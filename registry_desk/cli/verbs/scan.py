"""``registry-desk scan``: pages from a scanner to files, in order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from registry_desk.cli.output import emit, json_option, progress, say
from registry_desk.i18n import plural, text


def build() -> click.Command:
    """Give the verb."""
    sources = click.Choice(["feeder", "duplex", "flatbed", "manual_duplex"])
    modes = click.Choice(["gray", "color", "bw"])
    folder = click.Path(file_okay=False, path_type=Path)
    options: list[click.Parameter] = [
        _option("--scanner", "device", required=True),
        _option("--source", type=sources, default="feeder", show_default=True),
        _option("--dpi", type=click.IntRange(50, 2400), default=300, show_default=True),
        _option("--mode", type=modes, default="color", show_default=True),
        _option("--wait", "paper_wait_s", type=click.FloatRange(0), default=0.0),
        _option("--set", "extra", multiple=True, metavar=text("cli.argument.setting")),
        _option("--out", "folder", required=True, type=folder),
        json_option(),
    ]
    return click.Command("scan", callback=_scan, params=options, help=text("cli.scan"))


def _option(*names: str, **shape: Any) -> click.Option:
    return click.Option(list(names), help=text(f"cli.scan.{names[0][2:]}"), **shape)


def _scan(
    *,
    device: str,
    source: str,
    dpi: int,
    mode: str,
    paper_wait_s: float,
    extra: tuple[str, ...],
    folder: Path,
    as_json: bool,
) -> int:
    from registry_desk.intake import CapturedPage, ScanSettings, scan

    pages: list[dict[str, Any]] = []

    def note(page: CapturedPage) -> None:
        pages.append({**asdict(page), "path": str(page.path)})
        say(str(page.path))

    settings = ScanSettings(source=source, dpi=dpi, mode=mode, extra=_pairs(extra))
    with progress(text("scan.page")) as shown, _stopping() as stopped:
        outcome = scan(
            device,
            settings,
            folder,
            first_index=_next_index(folder),
            on_page=note,
            progress=lambda done, total: shown(done, total) if total else None,
            cancelled=stopped.is_set,
            prompt=_Terminal(),
            paper_wait_s=paper_wait_s,
        )
    words = plural("scan.done", outcome.page_count, sheets=outcome.sheet_count)
    emit({"pages": pages, **asdict(outcome)}, as_json=as_json, words=words)
    return 130 if outcome.end == "cancelled" else 0


def _next_index(folder: Path) -> int:
    """Go on behind the pages of an earlier scan: nothing is ever written over."""
    numbers = [int(p.stem[5:]) for p in folder.glob("page-*.*") if p.stem[5:].isdigit()]
    return max(numbers, default=0) + 1


def _pairs(written: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [entry.partition("=")[::2] for entry in written]
    if any(not name for name, _ in pairs):
        raise click.BadParameter(text("cli.scan.set"))
    return tuple(pairs)


class _Terminal:
    """Asks on the terminal."""

    def ask(self, code: str, **params: Any) -> bool:
        """Show the words of a code and take yes or no."""
        if "fault" in params:
            from registry_desk.errors import by_code

            fault = by_code(params["fault"], "device", params)
            say(f"{fault.message} {fault.next_step}")
        return click.confirm(text(code, **params), default=True, err=True)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Turn the first Ctrl+C into a wish to stop in good order; the second ends at once."""
    stopped = threading.Event()

    def wish(_number: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = signal.signal(signal.SIGINT, wish)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)
