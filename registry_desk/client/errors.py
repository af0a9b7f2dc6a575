"""What can go wrong between desk and register."""

from registry_desk.errors import UnavailableError
from registry_desk.wire.errors import LoginRefused

__all__ = ["LoginRefused", "RegisterAway", "RegisterConfused"]


class RegisterAway(UnavailableError):
    """The register does not answer (no connection, time-out) or says that it cannot now."""

    code = "register_away"


class RegisterConfused(UnavailableError):
    """What answers is not the register, or is not what was agreed."""

    code = "register_confused"
