"""What a verb says: its value on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text


def json_option() -> click.Option:
    """Give the ``--json`` flag every verb has; it arrives as ``as_json``."""
    return click.Option(["--json", "as_json"], is_flag=True, help=text("cli.json"))


def emit(value: Any, *, as_json: bool, words: str) -> None:
    """Write a verb's value: as one JSON value, or as words for a person."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1) if as_json else words)


def say(words: str) -> None:
    """Tell the person something beside the value (progress, hints) on standard error."""
    click.echo(words, err=True)


def say_error(error: RegistryDeskError, *, as_json: bool) -> None:
    """Say an error: what happened and what to do next; as data with ``--json``."""
    if as_json:
        shown = {name: value for name, value in error.as_dict().items() if name != "params"}
        click.echo(json.dumps({"error": shown}, ensure_ascii=False))
    click.echo(error.message, err=True)
    click.echo(error.next_step, err=True)


class Progress:
    """A bar on a terminal, silent elsewhere; call it with what is done and what there is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._done = 0

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` steps are finished."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.__enter__()
        self._bar.length = total
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        """Leave the line of the bar."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Give a :class:`Progress` that leaves its line whatever happens."""
    shown = Progress(label)
    try:
        yield shown
    finally:
        shown.close()
