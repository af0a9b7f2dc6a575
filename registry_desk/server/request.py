"""Receive a request: language, who asks, and every failure as problem JSON; nothing leaks."""

import logging
import secrets
import traceback
from collections.abc import Callable
from html import escape

from django.core.exceptions import SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError

from registry_desk import i18n
from registry_desk.errors import RegistryDeskError
from registry_desk.server.briefly import remembered
from registry_desk.server.looks import html_answer, public_page, shown_at
from registry_desk.server.people.credentials import actor_of
from registry_desk.server.people.rights import Actor
from registry_desk.server.problems import problem_answer, status_of
from registry_desk.wire.errors import AddressUnknown, DatabaseAway, RequestMalformed
from registry_desk.wire.problem import MEDIA_TYPE

PROVEN = "registry_desk.credential"
"""Where a request keeps the credential that somebody was known by."""
_log = logging.getLogger("registry_desk.server")


class Reception:
    """Stand before every address: choose the language, turn failures into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        with i18n.speaking(language_of(request)), shown_at(request.GET):
            answer = self._get_response(request)
            if not request.path.startswith("/api/"):
                return answer
            is_ours = answer.get("Content-Type", "").startswith(MEDIA_TYPE)
            if answer.status_code >= 400 and not is_ours:
                allowed = answer.get("Allow")
                answer = problem_answer(_foreign(answer.status_code), answer.status_code)
                if allowed:
                    answer["Allow"] = allowed
            answer.setdefault("Cache-Control", "no-store")
            answer.setdefault("X-Content-Type-Options", "nosniff")
            return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse:
        """Turn what a page of ours raises into a calm page."""
        problem = as_ours(error)
        body = f"<p>{escape(problem.next_step)}</p>"
        return html_answer(public_page(problem.message, body), status_of(problem))


def as_ours(error: Exception) -> RegistryDeskError:
    """Give any exception as one of ours: itself, or our fault with a report's number.

    The log gets the way the fault took, without its message: that may hold what somebody typed.
    """
    if isinstance(error, RegistryDeskError):
        return error
    if isinstance(error, (OperationalError, InterfaceError)):
        _log.warning("database: %s", type(error).__name__)
        return DatabaseAway()
    if isinstance(error, Http404):
        return AddressUnknown()
    if isinstance(error, (SuspiciousOperation, UnreadablePostError, DataError)):
        return RequestMalformed()
    report = secrets.token_hex(4)
    way = "".join(traceback.format_tb(error.__traceback__))
    _log.error("report %s %s\n%s", report, type(error).__qualname__, way)
    return RegistryDeskError(report=report)


def _foreign(status: int) -> RegistryDeskError:
    if status >= 500:
        return RegistryDeskError(report="-")
    return AddressUnknown() if status in (404, 405) else RequestMalformed()


def language_of(request: HttpRequest) -> str:
    """Give the language asked for: ``?lang=``, else the first known of Accept-Language."""
    return language_among(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""))


def language_among(chosen: str, accepted: str) -> str:
    """Give the language chosen, else the first known of an Accept-Language header."""
    wanted = (part.strip()[:2].lower() for part in accepted.split(","))
    known = [found for found in (chosen, *wanted) if found in i18n.LANGUAGES]
    return known[0] if known else "ro"


def authenticate(request: HttpRequest) -> Actor:
    """Find out who asks, by the bearer token; called before every address but the open ones.

    Raises:
        LoginRefused: nobody's token.
    """
    shown = token(request)
    found = actor_for(shown)
    request.META["registry_desk.actor"] = found
    request.META[PROVEN] = shown
    return found


@remembered
def actor_for(credential: str) -> Actor:
    """Give the person a bearer token belongs to, as a moment ago at most.

    Raises:
        LoginRefused: nobody's token.
    """
    return actor_of(credential)


def actor(request: HttpRequest) -> Actor:
    """Give the person found by :func:`authenticate`."""
    found: Actor = request.META["registry_desk.actor"]
    return found


def token(request: HttpRequest) -> str:
    """Give the bearer token of a request, empty when there is none."""
    return bearer_of(request.headers.get("Authorization", ""))


def bearer_of(written: str) -> str:
    """Give the bearer token of an Authorization header, empty when there is none."""
    scheme, _, value = written.partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""
