"""Requests sent the office's way: through its proxy, with the logins that machines want.

Where a proxy or an authority lets nobody through, that is noted: the libraries that ask for
revocation lists only say that they got none.
"""

import ssl
from collections.abc import Sequence
from http import HTTPStatus
from types import SimpleNamespace

import aiohttp
import certifi
from aiohttp import hdrs
from multidict import CIMultiDict
from pyhanko_certvalidator.fetchers.aiohttp_fetchers.util import LazySession
from yarl import URL

from registry_desk.errors import UnavailableError
from registry_desk.signing.errors import LoginWanted, ProxyAway, ProxyLoginWanted
from registry_desk.signing.network import Network, machine, origin

_LONGEST_S = 300.0


class Ways:
    """Sends each request its way, and notes where one is not let through."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._refusals: dict[str, UnavailableError] = {}

    def session(
        self,
        connector: aiohttp.BaseConnector,
        *,
        timeout_s: float = _LONGEST_S,
        watches: Sequence[aiohttp.TraceConfig] = (),
        middlewares: Sequence[aiohttp.ClientMiddlewareType] = (),
    ) -> aiohttp.ClientSession:
        """Open connections; made inside the running event loop."""
        watch = aiohttp.TraceConfig()
        watch.on_request_end.append(self._look)
        watch.on_request_exception.append(self._look_at_error)
        return aiohttp.ClientSession(
            connector=connector,
            trace_configs=[watch, *watches],
            middlewares=(*middlewares, self._sent),
            timeout=aiohttp.ClientTimeout(total=timeout_s),
        )

    def proxy_refusal(self) -> UnavailableError | None:
        """Tell what stood in the way at the proxy."""
        return self._refusals.get("")

    def refusal_at(self, url: str) -> UnavailableError | None:
        """Tell what stood in the way to one machine, or at the proxy."""
        return self.proxy_refusal() or self._refusals.get(origin(url))

    def any_refusal(self) -> UnavailableError | None:
        """Tell what stood in the way to any machine."""
        return next(iter(self._refusals.values()), None)

    async def _sent(
        self, request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        url = str(request.url)
        login = self.network.header_for(url)
        if login:
            request.headers[hdrs.AUTHORIZATION] = login
        if self.network.goes_by_proxy(url):
            self._send_by_proxy(request)
        return await handler(request)

    def _send_by_proxy(self, request: aiohttp.ClientRequest) -> None:
        """Turn a request to the proxy; only inside a tunnel is its login apart from the rest."""
        login = self.network.proxy_header
        said = CIMultiDict({hdrs.PROXY_AUTHORIZATION: login} if login else {})
        if not request.is_ssl():
            request.headers.update(said)
        request.update_proxy(URL(self.network.proxy), None, said)

    async def _look(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        done: aiohttp.TraceRequestEndParams,
    ) -> None:
        self._note(str(done.url), done.response.status)

    async def _look_at_error(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        failed: aiohttp.TraceRequestExceptionParams,
    ) -> None:
        if isinstance(failed.exception, aiohttp.ClientResponseError):
            self._note(str(failed.url), failed.exception.status)
        elif isinstance(failed.exception, aiohttp.ClientProxyConnectionError):
            self._refusals[""] = ProxyAway(proxy=self.network.proxy)

    def _note(self, url: str, status: int) -> None:
        if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            self._refusals[""] = ProxyLoginWanted(proxy=self.network.proxy)
        elif status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            self._refusals[origin(url)] = LoginWanted(address=machine(url))


class OutwardSession(LazySession):
    """One session for a batch, opened when first used.

    Opening reads all of the system's roots, which takes longer than a signature.
    """

    def __init__(self, network: Network) -> None:
        # The library's own session, that of the class above, is never opened.
        self.ways = Ways(network)
        self._opened: aiohttp.ClientSession | None = None

    def get_session(self) -> aiohttp.ClientSession:
        """Give the session, inside the running event loop."""
        if self._opened is None:
            roots = ssl.create_default_context(cafile=certifi.where())
            self._opened = self.ways.session(aiohttp.TCPConnector(ssl=roots))
        return self._opened

    async def close(self) -> None:
        """End the connections; the next use opens new ones."""
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.close()
