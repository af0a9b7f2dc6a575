"""Keep one client that asks without end from standing in everybody's way.

Counted by a credential that somebody was known by here, else by address: an invented one counts for
nothing. The limits are far above what a desk or a reader ever asks, and a desk waits as long as
``Retry-After`` says and goes on by itself.
"""

import threading
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from typing import Any

from registry_desk.server.request import PROVEN, bearer_of
from registry_desk.server.throttle import Throttle
from registry_desk.wire.errors import TooManyRequests

_MINUTE_S = 60
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
_SESSION = "register_session"
_MOST_KNOWN = 50_000


class Pace:
    """Tells when somebody asks too often.

    Args:
        known: requests a minute with one credential, however many desks share it.
        unknown: requests a minute from one address without any that is known.
    """

    def __init__(self, *, known: int, unknown: int) -> None:
        self._by_credential = Throttle(known, _MINUTE_S)
        self._by_address = Throttle(unknown, _MINUTE_S)
        self._lock = threading.Lock()
        self._known: OrderedDict[int, None] = OrderedDict()

    def refusal(self, environ: dict[str, Any]) -> TooManyRequests | None:
        """Count a request and give the refusal where it is one too many."""
        if environ["PATH_INFO"] in _PROBES:
            return None
        known = next((shown for shown in _shown(environ) if shown in self._known), None)
        throttle = self._by_address if known is None else self._by_credential
        key = str(environ.get("REMOTE_ADDR", "")) if known is None else str(known)
        wait_s = throttle.wait_s(key)
        if wait_s:
            return TooManyRequests(seconds=wait_s)
        throttle.count(key)
        return None

    def learn(self, environ: dict[str, Any], *, is_refused: bool) -> None:
        """Learn from an answered request which credential is somebody's.

        Args:
            environ: the request, with what it was let in by.
            is_refused: nobody was known by what it showed.
        """
        proven = environ.get(PROVEN)
        if proven and hash(proven) not in self._known:
            with self._lock:
                self._known[hash(proven)] = None
                while len(self._known) > _MOST_KNOWN:
                    self._known.popitem(last=False)
        if is_refused:
            with self._lock:
                for shown in _shown(environ):
                    self._known.pop(shown, None)


def _shown(environ: dict[str, Any]) -> list[int]:
    """Give what a request shows, as hashes: the bearer token and the session."""
    shown = (bearer_of(environ.get("HTTP_AUTHORIZATION", "")), _session(environ))
    return [hash(credential) for credential in shown if credential]


def _session(environ: dict[str, Any]) -> str:
    cookies = str(environ.get("HTTP_COOKIE", ""))
    if _SESSION not in cookies:
        return ""
    try:
        found = SimpleCookie(cookies).get(_SESSION)
    except CookieError:
        return ""
    return found.value if found else ""
