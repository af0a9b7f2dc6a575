"""Which screens a person has, in which order: each role sees its own first."""

from collections.abc import Callable
from typing import Any

from registry_desk.desk.background import Lanes
from registry_desk.desk.parts import DeskParts

SCREENS = {
    "clerk": ("counter", "tray", "register", "diagnostics"),
    "official": ("inbox", "register", "delays", "diagnostics"),
    "supervisor": ("inbox", "delays", "register", "counter", "tray", "diagnostics"),
    "administrator": ("diagnostics", "delays"),
}
"""Role to names of screens; what the register would refuse anyway is not offered."""
REGISTERING = ("clerk", "supervisor")
"""Roles whose desk takes waiting documents on by itself."""


def build(name: str, parts: DeskParts, lanes: Lanes) -> Any:
    """Make a screen when it is first looked at."""
    return _MAKERS[name]()(parts, lanes)


def _counter() -> Any:
    from registry_desk.desk.counter.screen import CounterScreen

    return CounterScreen


def _tray() -> Any:
    from registry_desk.desk.tray.screen import TrayScreen

    return TrayScreen


def _inbox() -> Any:
    from registry_desk.desk.inbox.screen import InboxScreen

    return InboxScreen


def _register() -> Any:
    from registry_desk.desk.register.screen import RegisterScreen

    return RegisterScreen


def _delays() -> Any:
    from registry_desk.desk.delays.screen import DelaysScreen

    return DelaysScreen


def _diagnostics() -> Any:
    from registry_desk.desk.diagnostics.screen import DiagnosticsScreen

    return DiagnosticsScreen


_MAKERS: dict[str, Callable[[], Any]] = {
    "counter": _counter, "tray": _tray, "inbox": _inbox, "register": _register,
    "delays": _delays, "diagnostics": _diagnostics,
}  # fmt: skip
