"""``registry-desk bench``: the benchmarks of a checkout, printed as ratios beside a named peer."""

import subprocess
import sys
from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option, say
from registry_desk.errors import RefusedError
from registry_desk.i18n import text

_CHECKOUT = Path(__file__).parents[3]
_PREFIX = "bench_"
_BROKEN = 70


class BenchNeedsCheckout(RefusedError):
    """The benchmarks live in the source tree and are not installed."""

    code = "bench_needs_checkout"


class BenchUnknown(RefusedError):
    """There is no benchmark of this name."""

    code = "bench_unknown"


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "bench",
        callback=_bench,
        help=text("cli.bench"),
        params=[
            click.Argument(["names"], nargs=-1),
            click.Option(["--full"], is_flag=True, help=text("cli.bench.full")),
            json_option(),
        ],
    )


def _bench(*, names: tuple[str, ...], full: bool, as_json: bool) -> int:
    known = {
        found.stem.removeprefix(_PREFIX): found
        for found in sorted((_CHECKOUT / "tests" / "bench").glob(f"{_PREFIX}*.py"))
    }
    if not known:
        raise BenchNeedsCheckout
    for name in names:
        if name not in known:
            raise BenchUnknown(name=name, known=", ".join(known))
    codes = {}
    for name in names or known:
        say(f"── {name}")
        command = [sys.executable, "-m", f"tests.bench.{_PREFIX}{name}"]
        ran = subprocess.run(
            [*command, *(["--full"] if full else [])],
            cwd=_CHECKOUT,
            stdout=sys.stderr if as_json else None,
            check=False,
        )
        codes[name] = ran.returncode
    emit({"benchmarks": codes}, as_json=as_json, words="")
    # One that was killed tells a negative number.
    return next((code if code > 0 else _BROKEN for code in codes.values() if code), 0)
