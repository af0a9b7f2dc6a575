"""Figures of this process for monitors, in the form Prometheus reads; no figure names a person.

``/metrics`` answers this machine, or whoever has the key of ``metrics_key_file``; to everybody
else the address does not exist.
"""

import ipaddress
import os
from functools import cache
from hmac import compare_digest
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)

from registry_desk import secrets
from registry_desk.server.processes import TOGETHER
from registry_desk.server.request import token
from registry_desk.server.site import register_configuration
from registry_desk.server.throttle import address_of

_figures = CollectorRegistry()
_answers = Counter(
    "registry_desk_answers", "Answers by kind of request and status", ("method", "status"),
    registry=_figures,
)  # fmt: skip
_seconds = Histogram(
    "registry_desk_answer_seconds", "How long answers took", ("method",), registry=_figures,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60),
)  # fmt: skip
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def count(method: str, status: str, seconds: float) -> None:
    """Count an answer.

    Args:
        method: as the client wrote it; unknown ones count as one.
        status: its three digits.
        seconds: from the request to the answer's beginning.
    """
    known = method if method in _METHODS else "other"
    answers, took = _counted(known, status)
    answers.inc()
    took.observe(seconds)


@cache
def _counted(method: str, status: str) -> tuple[Counter, Histogram]:
    return _answers.labels(method, status), _seconds.labels(method)


def figures(request: HttpRequest) -> HttpResponse:
    """Give the figures to whoever may look."""
    if not _may_look(request):
        raise Http404
    return HttpResponse(generate_latest(_of_all()), content_type=CONTENT_TYPE_LATEST)


def _of_all() -> CollectorRegistry:
    """Give this process's figures, or those of all that serve the port, whoever is asked."""
    if TOGETHER not in os.environ:
        return _figures
    from prometheus_client.multiprocess import MultiProcessCollector

    whole = CollectorRegistry()
    collect: Any = MultiProcessCollector  # the library has no types here
    collect(whole)
    return whole


def _may_look(request: HttpRequest) -> bool:
    configuration = register_configuration()
    if configuration.metrics_key_file:
        key = secrets.from_file(configuration.path(configuration.metrics_key_file))
        return compare_digest(token(request).encode(), key.encode())
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False
