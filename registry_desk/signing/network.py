"""The way to machines outside: the office's proxy, and the logins that some of them want.

Logins are handed down as values and shown nowhere: no words of an error, no log, no ``repr``.
"""

import base64
from dataclasses import dataclass
from urllib.parse import urlsplit

_BEARER = "Bearer "
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, repr=False)
class Network:
    """How machines outside are reached; the logins in it never show in a traceback or a log."""

    proxy: str = ""
    """Address of the office's proxy; empty: there is none."""
    proxy_login: str = ""
    """``user:password``; empty: the proxy asks for nothing."""
    logins: tuple[tuple[str, str], ...] = ()
    """Addresses (``https://host``) with what is wanted there: ``user:password`` or ``Bearer …``."""
    direct_hosts: tuple[str, ...] = ()
    """Hosts that are asked without the proxy."""

    def header_for(self, url: str) -> str | None:
        """Give the ``Authorization`` that a machine wants; None where it wants none."""
        known = {origin(address): login for address, login in self.logins}
        login = known.get(origin(url))
        return _header(login) if login else None

    @property
    def proxy_header(self) -> str | None:
        """Give the ``Proxy-Authorization``; None where the proxy asks for nothing."""
        return _header(self.proxy_login) if self.proxy_login else None

    def goes_by_proxy(self, url: str) -> bool:
        """Tell whether a machine is asked through the proxy."""
        return bool(self.proxy) and urlsplit(url).hostname not in self.direct_hosts


DIRECT = Network()
"""No proxy, no logins."""


def origin(url: str) -> str:
    """Give the part of an address that names a machine and how it is spoken to."""
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.hostname}:{port}"


def machine(url: str) -> str:
    """Give an address without its path, as it is named before people and in the keyring."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _header(login: str) -> str:
    if login.startswith(_BEARER):
        return login
    return f"Basic {base64.b64encode(login.encode()).decode('ascii')}"
