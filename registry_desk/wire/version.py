"""Which versions of desk and server understand each other.

Versions of one generation do: requests refuse fields they do not know and answers tolerate them.
The generation is the first part of a version, or the first two while that is 0.
"""

from registry_desk import __version__

HEADER = "Registry-Desk-Version"
"""Sent with every request of a desk; other programs need not send it."""


def fits(said: str) -> bool:
    """Tell whether the other side's version is of this program's generation."""
    return _generation(said) == _generation(__version__)


def _generation(version: str) -> tuple[str, ...]:
    parts = version.strip().split(".")
    return tuple(parts[:2] if parts[0] == "0" else parts[:1])
