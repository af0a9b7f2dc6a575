"""``registry-desk doctor``: every outside part checked: found, version, works, what to do."""

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from registry_desk.cli.output import emit, json_option
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient
    from registry_desk.journey.checks import Desk, Finding

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

    register, refusal = _register()
    found = {finding.part: finding for finding in look_at(_desk(register))}
    if refusal:
        found[refusal.part] = refusal
    findings = [*found.values(), _window()]
    program = f"Registry Desk {version()}, Python {sys.version.split()[0]}"
    emit(
        {"program": program, "parts": [_plain(found) for found in findings]},
        as_json=as_json,
        words="\n".join([program, *map(_words, findings)]),
    )
    return _SOMETHING_WRONG if any(f.verdict is Verdict.TROUBLE for f in findings) else 0


def _register() -> "tuple[RegisterClient | None, Finding | None]":
    """Give the register that is set, or why nobody can work with it here."""
    from registry_desk import settings
    from registry_desk.cli.access import register_client
    from registry_desk.errors import RegistryDeskError
    from registry_desk.journey.checks import Finding, Verdict

    if not settings.load().string("server.url"):
        return None, None
    try:
        return register_client(None, None), None
    except RegistryDeskError as error:
        return None, Finding("check.register", Verdict.TROUBLE, error=error)


def _desk(register: "RegisterClient | None") -> "Desk":
    from registry_desk import settings
    from registry_desk.cli.key_place import key_place
    from registry_desk.cli.mail_account import MailPasswords
    from registry_desk.journey.checks import Desk

    chosen = settings.load()
    account = MailPasswords().account(chosen)
    return Desk(
        tray_folder=chosen.tray_dir,
        languages=chosen.string("reading.languages"),
        second_engine=chosen.flag("reading.second_engine"),
        register=register,
        key=key_place(chosen),
        mailbox=account.place if account else None,
        mailbox_password=account.password if account else str,
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
