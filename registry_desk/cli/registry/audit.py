"""``registry-desk server audit``: close the log's blocks, verify the whole."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.cli.registry.folder import folder_option, open_register
from registry_desk.i18n import plural, text


def audit() -> click.Command:
    """Give the group."""
    return click.Group(
        "audit",
        help=text("cli.server.audit"),
        commands=[
            click.Command(
                "close",
                callback=_close,
                help=text("cli.server.audit_close"),
                params=[folder_option(), json_option()],
            ),
            click.Command(
                "verify",
                callback=_verify,
                help=text("cli.server.audit_verify"),
                params=[folder_option(), json_option()],
            ),
        ],
    )


def _close(*, folder: Path, as_json: bool) -> int:
    open_register(folder)
    from registry_desk.server.audit.blocks import close_blocks

    made = close_blocks()
    emit({"blocks": made}, as_json=as_json, words=plural("audit.closed", made))
    return 0


def in_words(faults: Iterable[Mapping[str, str]]) -> list[str]:
    """Give what is wrong with the log, a line each."""
    return [text(f"audit.{fault['code']}", place=fault["place"]) for fault in faults]


def _verify(*, folder: Path, as_json: bool) -> int:
    """Exit 0 when nothing is wrong, 6 when something is."""
    open_register(folder)
    from registry_desk.server.audit.verify import verify

    verdict = verify()
    value = {
        "is_whole": verdict.is_whole,
        "rows": verdict.row_count,
        "blocks": verdict.block_count,
        "open": verdict.open_count,
        "faults": verdict.faults,
    }
    words = in_words(verdict.faults)
    if verdict.is_whole:
        words = [
            text(
                "audit.whole",
                rows=verdict.row_count,
                blocks=verdict.block_count,
                open=verdict.open_count,
            )
        ]
    emit(value, as_json=as_json, words="\n".join(words))
    return 0 if verdict.is_whole else 6
