"""Every outside part of a desk, looked at once: found, version, works, what to do.

For ``registry-desk doctor`` and the window's Diagnostics page. A check never raises for a part
that is not well: it says so.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.client import RegisterClient
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.mailbox import MailboxPlace
    from registry_desk.journey.signer import KeyPlace

_ROOMY_BYTES = 1 << 30


class Verdict(StrEnum):
    """How a part is; the words are under ``check.<value>``."""

    WORKS = "works"
    ABSENT = "absent"
    """Not here, and the rest works without it."""
    TROUBLE = "trouble"
    """Needed, and not well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part."""

    part: str
    """Catalogue code of its name: ``check.scanner``."""
    verdict: Verdict
    detail: str = ""
    """Version, name or place, as it says itself."""
    error: RegistryDeskError | None = None
    """Why it is not well, with the next step."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a desk is set to use."""

    tray_folder: Path
    languages: str
    register: RegisterClient | None
    """None where no register is set."""
    key: "KeyPlace | None" = None
    """What replies are signed with; None: the token modules installed here are looked for."""
    mailbox: "MailboxPlace | None" = None
    """The institution's mailbox; None where this desk fetches none."""
    mailbox_password: Callable[[], str] = str
    """Gives its password."""
    second_engine: bool = False
    """Pages of which Tesseract is unsure are read by another engine too."""


def look_at(desk: Desk) -> list[Finding]:
    """Check every part, one after another.

    Takes as long as the slowest part's own time-out; run it off the main thread.
    """
    checks: dict[str, Callable[[Desk], Finding]] = {
        "check.tray": _tray,
        "check.scanner": _scanner,
        "check.ocr": _ocr,
        "check.fast_ocr": _fast_ocr,
        "check.second_ocr": _second_ocr,
        "check.register": _register,
        "check.mailbox": _mailbox,
        "check.token": _token,
        "check.keyring": _keyring,
        "check.office_suite": _office_suite,
    }
    return [_kept_calm(part, check, desk) for part, check in checks.items()]


def _kept_calm(part: str, check: Callable[[Desk], Finding], desk: Desk) -> Finding:
    try:
        return check(desk)
    except RegistryDeskError as error:
        return Finding(part, Verdict.TROUBLE, error=error)


def _absent(part: str) -> Finding:
    """Say what a part that is not here would be for."""
    return Finding(part, Verdict.ABSENT, text(f"{part}.absent"))


def _tray(desk: Desk) -> Finding:
    from registry_desk.journey.store import TrayFull
    from registry_desk.journey.tray import Tray

    tray = Tray(desk.tray_folder)
    tray.close()
    free = shutil.disk_usage(desk.tray_folder).free
    detail = f"{desk.tray_folder} · {text('check.tray.free', gb=f'{free / 1e9:.0f}')}"
    error = None if free > _ROOMY_BYTES else TrayFull(folder=str(desk.tray_folder))
    return Finding("check.tray", Verdict.TROUBLE if error else Verdict.WORKS, detail, error)


def _scanner(_desk: Desk) -> Finding:
    from registry_desk.intake import find_scanners
    from registry_desk.intake.faults import NoScanner

    found = find_scanners()
    if not found:
        return Finding("check.scanner", Verdict.ABSENT, error=NoScanner())
    return Finding("check.scanner", Verdict.WORKS, ", ".join(scanner.label for scanner in found))


def _ocr(desk: Desk) -> Finding:
    from registry_desk.ocr.command import CommandEngine

    engine = CommandEngine(desk.languages)
    engine.close()
    return Finding("check.ocr", Verdict.WORKS, engine.name)


def _fast_ocr(desk: Desk) -> Finding:
    try:
        from registry_desk.ocr.inprocess import InProcessEngine
    except ImportError:
        return _absent("check.fast_ocr")
    engine = InProcessEngine(desk.languages)
    engine.close()
    return Finding("check.fast_ocr", Verdict.WORKS, engine.name)


def _second_ocr(desk: Desk) -> Finding:
    from registry_desk.ocr.errors import SecondEngineMissing

    try:
        from registry_desk.ocr.second import SecondEngine
    except ImportError:
        if desk.second_engine:
            return Finding("check.second_ocr", Verdict.TROUBLE, error=SecondEngineMissing())
        return _absent("check.second_ocr")
    return Finding("check.second_ocr", Verdict.WORKS, SecondEngine().name)


def _register(desk: Desk) -> Finding:
    if desk.register is None:
        return _absent("check.register")
    office = desk.register.office()
    detail = f"{office.institution}, {desk.register.url}, {office.version}"
    return Finding("check.register", Verdict.WORKS, detail)


def _mailbox(desk: Desk) -> Finding:
    place = desk.mailbox
    if place is None:
        return _absent("check.mailbox")
    from registry_desk.journey.mailbox import Mailbox

    with Mailbox(place, desk.mailbox_password()) as box:
        unread = len(box.unread())
    detail = f"{place.username}, {place.host}, {place.folder} ({unread})"
    return Finding("check.mailbox", Verdict.WORKS, detail)


def _token(desk: Desk) -> Finding:
    from registry_desk.journey.signer import TokenPlace
    from registry_desk.signing.errors import NoToken

    try:
        return Finding("check.token", Verdict.WORKS, ", ".join(tokens_here(desk.key)))
    except NoToken as error:
        modules = desk.key.modules() if isinstance(desk.key, TokenPlace) else ()
        seen = ", ".join(map(str, modules)) or text("check.token.absent")
        return Finding("check.token", Verdict.ABSENT, seen, error)


def tokens_here(key: "KeyPlace | None") -> list[str]:
    """Give the labels of the tokens that answer; no PIN is asked for.

    Args:
        key: what replies are signed with; None looks at the modules installed here.

    Raises:
        NoToken: none is there.
        DeviceError: UnavailableError: a token, or the signing service, does not answer.
    """
    from registry_desk.journey.signer import TokenPlace
    from registry_desk.signing.errors import NoToken

    labels = [token.label for token in (key or TokenPlace()).tokens()]
    if not labels:
        raise NoToken
    return labels


def _keyring(_desk: Desk) -> Finding:
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    backend = keyring.get_keyring()
    if isinstance(backend, NoKeyring):
        return _absent("check.keyring")
    return Finding("check.keyring", Verdict.WORKS, str(backend.name))


def _office_suite(_desk: Desk) -> Finding:
    from registry_desk.pdf.office_suite import find_suite, suite_version

    suite = find_suite()
    if suite is None:
        return _absent("check.office_suite")
    return Finding("check.office_suite", Verdict.WORKS, suite_version(suite) or str(suite))
