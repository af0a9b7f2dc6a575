"""Keep one client that asks without end from standing in everybody's way.

Counted by credential, or by address where there is none; the limits are far above what a desk or
a reader ever asks, and a desk waits as long as ``Retry-After`` says and goes on by itself.
"""

from typing import Any

from registry_desk.server.request import bearer_of
from registry_desk.server.throttle import Throttle
from registry_desk.wire.errors import TooManyRequests

_MINUTE_S = 60
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_SESSION = "register_session="


class Pace:
    """Tells when somebody asks too often.

    Args:
        known: requests a minute with one credential, however many desks share it.
        unknown: requests a minute from one address without any.
    """

    def __init__(self, *, known: int, unknown: int) -> None:
        self._known = Throttle(known, _MINUTE_S)
        self._unknown = Throttle(unknown, _MINUTE_S)

    def refusal(self, environ: dict[str, Any]) -> TooManyRequests | None:
        """Count a request and give the refusal where it is one too many."""
        if environ["PATH_INFO"] in _PROBES:
            return None
        shown = bearer_of(environ.get("HTTP_AUTHORIZATION", "")) or _session(environ)
        throttle = self._known if shown else self._unknown
        key = str(hash(shown)) if shown else str(environ.get("REMOTE_ADDR", ""))
        wait_s = throttle.wait_s(key)
        if wait_s:
            return TooManyRequests(seconds=wait_s)
        throttle.count(key)
        return None


def _session(environ: dict[str, Any]) -> str:
    cookies = str(environ.get("HTTP_COOKIE", ""))
    return cookies if _SESSION in cookies else ""
