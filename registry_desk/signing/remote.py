"""A cloud certificate as a token: the signing service is spoken to in a process of its own.

The service's bearer token and the person's secret travel over the pipe to that process and to the
service, and are kept nowhere.

Source: Cloud Signature Consortium, API versions 1.0.4.0 and 2.0.0.2.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import RemoteAway, RemoteInsecure
from registry_desk.signing.host import KeyHost
from registry_desk.signing.network import DIRECT, Network

_VERSION = re.compile(r"/csc/v(\d+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class RemoteService:
    """Where a cloud certificate is, and how one gets at it."""

    url: str
    """What precedes the endpoints' names (``https://sign.example/csc/v2``); where no ``/csc/``
    stands in it, version 1 is meant."""
    credential: str
    """The service's name for the person's key."""
    bearer: str | None = field(default=None, repr=False)
    """Who asks; None where the service knows it otherwise."""
    timeout_s: float = 120.0
    """For one answer: a person may be confirming on a telephone."""
    network: Network = DIRECT
    """The way there."""

    @property
    def name(self) -> str:
        """Give the service's host, as it is called before people."""
        return urlsplit(self.url).hostname or self.url

    @property
    def root(self) -> str:
        """Give the address that an endpoint's name is put after."""
        url = self.url.rstrip("/")
        return url if _VERSION.search(url) else f"{url}/csc/v1"

    @property
    def is_second_version(self) -> bool:
        """Tell whether it speaks the API's version 2."""
        found = _VERSION.search(self.url)
        return found is not None and found.group(1) == "2"


class RemoteHost(KeyHost):
    """Keeps the connection with one signing service in a process of its own.

    Its one token is the credential; a service that asks the person by itself has a PIN pad.

    Raises:
        RemoteInsecure: the address has no TLS, and is not this machine's own.
    """

    def __init__(self, service: RemoteService) -> None:
        _see_that_it_is_private(service.url)
        # One call of the worker may ask twice: for the authorisation and for the signatures.
        super().__init__(2 * service.timeout_s)
        self._service = service

    def _entry(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        from registry_desk.signing.remote_worker import serve

        return serve, (self._service,)

    def _ended(self) -> RegistryDeskError:
        return RemoteAway(service=self._service.name)

    def _silent(self) -> RegistryDeskError:
        return RemoteAway(service=self._service.name)


def _see_that_it_is_private(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, scheme, user = parts.hostname, parts.scheme, parts.username
    except ValueError:
        host, scheme, user = None, "", None
    if not host or user or (scheme != "https" and not (scheme == "http" and _is_loopback(host))):
        raise RemoteInsecure


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
