"""The command line's door: chooses the language, loads one verb, says what went wrong."""

import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

import registry_desk
from registry_desk import i18n
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

VERBS = (
    "demo", "scanners", "scan", "process", "separators", "labels", "register", "entry", "find",
    "sign", "verify", "login", "logout", "tray", "doctor", "server", "bench",
)  # fmt: skip


class _Verbs(click.Group):
    """A group that imports a verb's module only when the verb is named or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs in the order of the contract."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one verb."""
        if cmd_name not in VERBS:
            return None
        verb = import_module(f"registry_desk.cli.verbs.{cmd_name}")
        command: click.Command = verb.build()
        _use_our_words(command)
        return command


def _use_our_words(command: click.Command) -> None:
    """Name the places of a usage line in the language spoken: click has English ones only."""
    command.options_metavar = text("cli.options")
    if isinstance(command, click.Group):
        command.subcommand_metavar = text("cli.verb_and_more")
        for inner in command.commands.values():
            _use_our_words(inner)
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            several = "…" if parameter.nargs == -1 else ""
            parameter.metavar = text(f"cli.argument.{parameter.name}") + several
        elif isinstance(parameter.type, click.DateTime):
            parameter.metavar = text("cli.date")
        elif isinstance(parameter.type, (click.IntRange, click.FloatRange)):
            parameter.metavar = text("cli.number")


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        The exit code of the contract: 0 done, 2 usage, 3 refused, 4 device, 5 unavailable,
        6 damaged, 70 our fault, 130 cancelled.
    """
    i18n.use(_language(arguments))
    as_json = "--json" in arguments
    try:
        result = _build().main(list(arguments), prog_name="registry-desk", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(text("error.cancelled"), err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) went away: nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RegistryDeskError as error:
        return _tell(error, as_json=as_json)
    except Exception:  # noqa: BLE001 - the last door: whatever comes here is our fault
        return _tell(_reported(), as_json=as_json)


def _tell(error: RegistryDeskError, *, as_json: bool) -> int:
    from registry_desk.cli.output import say_error

    say_error(error, as_json=as_json)
    return error.exit_code


def _reported() -> RegistryDeskError:
    """Log the fault whole and give an error that names the report's number."""
    import secrets

    from registry_desk.settings import places

    report = secrets.token_hex(4)
    folder = places.log_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"report-{report}.txt").write_text(traceback.format_exc(), encoding="utf-8")
    logging.getLogger(__name__).debug("fault %s", report, exc_info=True)
    if os.environ.get("REGISTRY_DESK_DEBUG"):
        traceback.print_exc()
    return RegistryDeskError(report=report)


def _language(arguments: Sequence[str]) -> str:
    """Find ``--lang`` before the verb; words are needed before click parses anything."""
    for place, argument in enumerate(arguments):
        if not argument.startswith("-"):
            break
        value = argument.partition("=")[2] or "".join(arguments[place + 1 : place + 2])
        if argument.split("=")[0] == "--lang" and value in i18n.LANGUAGES:
            return value
    return i18n.from_environment()


def _build() -> click.Group:
    options: list[click.Parameter] = [
        click.Option(
            ["--lang"], type=click.Choice(i18n.LANGUAGES), expose_value=False, help=text("cli.lang")
        ),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_print_version,
            help=text("cli.version"),
        ),
    ]
    group = _Verbs(
        "registry-desk",
        params=options,
        help=text("cli.about"),
        invoke_without_command=True,
        callback=click.pass_context(_open_window),
    )
    _use_our_words(group)
    return group


def _open_window(ctx: click.Context) -> int | None:
    if ctx.invoked_subcommand is not None:
        return None
    from registry_desk.cli.window import open_window

    return open_window()


def _print_version(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"registry-desk {version()}")
        ctx.exit()


def version() -> str:
    """Give the version, with the commit where the program runs from a checkout."""
    checkout = Path(__file__).parents[2]
    if not (checkout / ".git").exists():
        return registry_desk.__version__
    found = subprocess.run(
        ["git", "-C", str(checkout), "rev-parse", "--short=12", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    commit = found.stdout.strip()
    return f"{registry_desk.__version__} ({commit})" if commit else registry_desk.__version__
