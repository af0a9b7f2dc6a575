"""``registry-desk doctor``: every outside part checked: found, version, works, what to do."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.checks import Finding

_SIGNS = {"works": "✓", "absent": "–", "trouble": "✗"}
_SOMETHING_WRONG = 5


def build() -> click.Command:
    """Give the verb."""
    return click.Command(
        "doctor", callback=_doctor, params=[json_option()], help=text("cli.doctor")
    )


def _doctor(*, as_json: bool) -> int:
    from registry_desk.cli.door import version
    from registry_desk.journey.checks import Verdict, look_at

    findings = [*look_at(_desk()), _window()]
    program = f"Registry Desk {version()}, Python {sys.version.split()[0]}"
    emit(
        {"program": program, "parts": [_plain(found) for found in findings]},
        as_json=as_json,
        words="\n".join([program, *map(_words, findings)]),
    )
    return _SOMETHING_WRONG if any(f.verdict is Verdict.TROUBLE for f in findings) else 0


def _desk() -> Any:
    from registry_desk import settings
    from registry_desk.cli.access import register_client
    from registry_desk.journey.checks import Desk

    chosen = settings.load()
    module = chosen.string("token.module")
    return Desk(
        tray_folder=chosen.tray_dir,
        languages=chosen.string("reading.languages"),
        register=register_client(None, None) if chosen.string("server.url") else None,
        token_module=Path(module) if module else None,
    )


def _window() -> "Finding":
    """Look whether a window could open here; asked in words because Qt would abort (FACTS)."""
    from importlib.util import find_spec

    from registry_desk.cli.display import DisplayLibrariesMissing, missing_libraries
    from registry_desk.journey.checks import Finding, Verdict

    if find_spec("PySide6") is None:
        return Finding("check.window", Verdict.ABSENT)
    missing = missing_libraries()
    if missing:
        error = DisplayLibrariesMissing(packages=" ".join(missing))
        return Finding("check.window", Verdict.TROUBLE, error=error)
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or ""
    return Finding("check.window", Verdict.WORKS, display)


def _plain(found: "Finding") -> dict[str, Any]:
    error = found.error
    return {
        "part": found.part.removeprefix("check."),
        "name": text(found.part),
        "verdict": str(found.verdict),
        "detail": found.detail,
        "message": error.message if error else "",
        "next_step": error.next_step if error else "",
    }


def _words(found: "Finding") -> str:
    head = f"{_SIGNS[found.verdict]} {text(found.part)}: {text(f'check.{found.verdict}')}"
    lines = [f"{head} · {found.detail}" if found.detail else head]
    if found.error:
        lines += [f"    {found.error.message}", f"    {found.error.next_step}"]
    return "\n".join(lines)
