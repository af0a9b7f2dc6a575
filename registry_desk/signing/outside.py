"""The network, as far as it is asked while a signature that arrived is judged.

The addresses of revocation lists and answers stand in the certificates of whoever sent the file:
a stranger could have any machine of the office asked. So an address inside the own network is
asked only where a certificate names it that a trusted authority issued, or where the settings
allow the host. What counts is the address that is connected to: redirects and names that resolve
inward are met there too.
Source: OWASP, Server Side Request Forgery Prevention.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import FetchLimits

from registry_desk.signing.network import DIRECT, Network
from registry_desk.signing.ways import Ways

_REQUEST_S = 8
_LIMITS = FetchLimits(max_requests=40, max_cert_requests=10, max_aia_urls_per_object=3)
_MOST_CERTIFICATES = 60
_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]


class Outside(AIOHttpFetcherBackend):
    """Fetches for one signature, within limits; made inside the running event loop."""

    def __init__(
        self, places: Iterable[Place], hosts: Iterable[str], network: Network = DIRECT
    ) -> None:
        """Take what may be asked inside the own network: places, and hosts on any port."""
        self.connections = 0
        """How often another machine was connected to."""
        self._named, self._hosts = tuple(places), tuple(hosts)
        self._proxies = _place(network.proxy)
        self._inward: frozenset[tuple[str, int | None]] | None = None
        connector = aiohttp.TCPConnector(socket_factory=self._socket, force_close=True)
        self._ways = Ways(network)
        session = self._ways.session(connector, timeout_s=_REQUEST_S, middlewares=[self._looked_at])
        super().__init__(session, per_request_timeout=_REQUEST_S, limits=_LIMITS)

    async def close(self) -> None:
        """Let the connections go."""
        await self.session.close()

    async def _looked_at(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """See that the proxy is not sent inward: it connects from where it stands, not from here.

        A name that only the proxy can resolve is not known to lie inward.
        """
        host, port = request.url.host or "", request.url.port or 0
        if self._ways.network.goes_by_proxy(str(request.url)):
            found = await asyncio.to_thread(_resolved, host)
            if not all(self._may_be_asked(address, port) for address in found):
                raise PermissionError(f"{host} lies in the own network")
        return await handler(request)

    def _socket(self, address: Any) -> socket.socket:
        family, kind, protocol, _, place = address
        is_proxy = any(
            place[1] == port and place[0] in _resolved(host) for host, port in self._proxies
        )
        if not is_proxy and not self._may_be_asked(place[0], place[1]):
            raise PermissionError(f"{place[0]} lies in the own network")
        self.connections += 1
        return socket.socket(family=family, type=kind, proto=protocol)

    def _may_be_asked(self, address: str, port: int) -> bool:
        if _is_outside(address):
            return True
        if self._inward is None:
            named = {(found, port) for host, port in self._named for found in _resolved(host)}
            allowed = {(found, None) for host in self._hosts for found in _resolved(host)}
            self._inward = frozenset(named | allowed)
        return (address, port) in self._inward or (address, None) in self._inward


def _is_outside(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_global)


def _resolved(host: str) -> set[str]:
    try:
        return {str(found[4][0]) for found in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return set()


def vouched_places(
    certificates: Iterable[x509.Certificate], roots: Iterable[x509.Certificate]
) -> set[Place]:
    """Give the addresses in certificates that a trusted authority signed, directly or not.

    Args:
        certificates: all that a file carries.
        roots: the trusted ones.
    """
    believed = list(roots)
    waiting = list(certificates)[:_MOST_CERTIFICATES]
    found = True
    while found:
        issued = [one for one in waiting if any(_is_issued(one, above) for above in believed)]
        waiting = [one for one in waiting if one not in issued]
        believed += issued
        found = bool(issued)
    return {place for one in believed for place in _places(one)}


def _is_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate.issuer != issuer.subject or not issuer.ca:
        return False
    try:
        above = load_der_x509_certificate(issuer.dump())
        load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _places(certificate: x509.Certificate) -> set[Place]:
    """Give hosts and ports of a certificate's revocation lists, answers and issuers."""
    try:
        points = [point.url for point in certificate.crl_distribution_points]
        access = certificate.authority_information_access_value or ()
        described = [entry["access_location"].native for entry in access]
    except (ValueError, KeyError, TypeError):
        return set()
    return {place for url in (*points, *described) if url for place in _place(str(url))}


def _place(url: str) -> set[Place]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return set()
    return {(parts.hostname, port)} if parts.hostname and port else set()
