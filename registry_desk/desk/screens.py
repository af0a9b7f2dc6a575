"""Which screens a person has, in which order: each role sees its own first."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from registry_desk.desk.background import Lanes
from registry_desk.desk.opening import open_document
from registry_desk.desk.parts import DeskParts
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.desk.window import DeskWindow

SCREENS = {
    "clerk": ("counter", "dispatch", "mail", "tray", "register", "originals", "diagnostics"),
    "official": ("inbox", "signature", "register", "delays", "diagnostics"),
    "supervisor": (
        "inbox",
        "signature",
        "delays",
        "dispatch",
        "register",
        "originals",
        "counter",
        "mail",
        "tray",
        "diagnostics",
    ),
    "head": (
        "inbox",
        "signature",
        "delays",
        "dispatch",
        "register",
        "originals",
        "counter",
        "mail",
        "tray",
        "diagnostics",
    ),
    "archivist": ("register", "originals", "diagnostics"),
    "auditor": ("delays", "register", "diagnostics"),
    "administrator": ("diagnostics", "delays"),
}
"""Role to names of screens; what the register would refuse anyway is not offered."""
OWN = ("settings", "start")
"""Further screens of a desk that has settings of its own."""
REGISTERING = ("clerk", "head", "supervisor")
"""Roles whose desk takes waiting documents on by itself."""


def names_for(parts: DeskParts) -> tuple[str, ...]:
    """Give the names of a person's screens; a desk nobody set up yet begins with that."""
    names = SCREENS[parts.role]
    if parts.home is None:
        return names
    return ("start", *names, "settings") if parts.home.is_new else (*names, *OWN)


def build(name: str, parts: DeskParts, lanes: Lanes) -> Any:
    """Make a screen when it is first looked at."""
    return _MAKERS[name]()(parts, lanes)


def connect(window: "DeskWindow", name: str, made: Any) -> None:
    """Connect a screen with the others, through the window alone."""
    if name == "counter":
        made.coming_shown.scanner_told.connect(window.signs["scanner"].tell)
        window.signs["scanner"].tell("ok", text("counter.scanner_ready"))
        made.resume()
    if name == "tray":
        made.open_wanted.connect(lambda document: open_document(window, document))
    if name == "mail" and window.fetching is not None:
        made.attend(window.fetching)
    if name == "delays" and "inbox" in window.names:
        made.department_wanted.connect(window.show_department)
    if name in OWN:
        made.remake_wanted.connect(window.remake_wanted)
        made.commands = window.commands


def _counter() -> Any:
    from registry_desk.desk.counter.screen import CounterScreen

    return CounterScreen


def _tray() -> Any:
    from registry_desk.desk.tray.screen import TrayScreen

    return TrayScreen


def _inbox() -> Any:
    from registry_desk.desk.inbox.screen import InboxScreen

    return InboxScreen


def _signature() -> Any:
    from registry_desk.desk.signature.screen import SignatureScreen

    return SignatureScreen


def _register() -> Any:
    from registry_desk.desk.register.screen import RegisterScreen

    return RegisterScreen


def _delays() -> Any:
    from registry_desk.desk.delays.screen import DelaysScreen

    return DelaysScreen


def _dispatch() -> Any:
    from registry_desk.desk.dispatch.screen import DispatchScreen

    return DispatchScreen


def _mail() -> Any:
    from registry_desk.desk.mail.screen import MailScreen

    return MailScreen


def _originals() -> Any:
    from registry_desk.desk.originals.screen import OriginalsScreen

    return OriginalsScreen


def _diagnostics() -> Any:
    from registry_desk.desk.diagnostics.screen import DiagnosticsScreen

    return DiagnosticsScreen


def _settings() -> Any:
    from registry_desk.desk.settings.screen import SettingsScreen

    return SettingsScreen


def _start() -> Any:
    from registry_desk.desk.settings.start import StartScreen

    return StartScreen


_MAKERS: dict[str, Callable[[], Any]] = {
    "counter": _counter, "tray": _tray, "inbox": _inbox,
    "signature": _signature, "register": _register,
    "dispatch": _dispatch, "mail": _mail, "originals": _originals,
    "delays": _delays, "diagnostics": _diagnostics, "settings": _settings, "start": _start,
}  # fmt: skip
