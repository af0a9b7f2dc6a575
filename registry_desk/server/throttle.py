"""Slow down whoever asks too often, counted by address, in this process's memory only."""

import ipaddress
import threading
import time
from collections import OrderedDict

from django.http import HttpRequest

_MOST_ADDRESSES = 50_000


class Throttle:
    """Lets ``limit`` asks through in ``window_s`` seconds for each address."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._limit = limit
        self._window_s = window_s
        self._lock = threading.Lock()
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, address: str) -> None:
        """Count one ask of an address."""
        now, address = time.monotonic(), line_of(address)
        with self._lock:
            since, asked = self._counted.pop(address, (now, 0))
            if now - since >= self._window_s:
                since, asked = now, 0
            self._counted[address] = (since, asked + 1)
            while len(self._counted) > _MOST_ADDRESSES:
                self._counted.popitem(last=False)

    def wait_s(self, address: str) -> int:
        """Give how many seconds an address must wait; 0 when it may ask."""
        with self._lock:
            since, asked = self._counted.get(line_of(address), (0.0, 0))
        left = since + self._window_s - time.monotonic()
        return int(left) + 1 if asked >= self._limit and left > 0 else 0


def line_of(address: str) -> str:
    """Give what one subscriber has: of IPv6 the first half, for the other half is theirs to choose.

    Source: RFC 6177, 2 (sites are given a /64 at least).
    """
    if ":" not in address:
        return address
    try:
        half = int(ipaddress.IPv6Address(address.partition("%")[0])) >> 64
    except ValueError:
        return address
    return f"{half:x}::/64" if half else address


def address_of(request: HttpRequest) -> str:
    """Give the address a request comes from; behind a proxy, the one the proxy saw."""
    return str(request.META.get("REMOTE_ADDR", ""))
