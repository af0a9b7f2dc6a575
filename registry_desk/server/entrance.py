"""Stand before the application: who is there, how much they bring, and the shortest way in.

Registering is what desks wait for, hundreds at once; its one address is answered here without
Django's handling, by the same function that the API's address calls.
"""

import time
from collections.abc import Callable, Iterable
from http.client import responses
from typing import Any

from django.db import close_old_connections
from django.http import HttpResponse
from pydantic import ValidationError

from registry_desk import __version__, i18n, wire
from registry_desk.errors import RegistryDeskError
from registry_desk.server import journal
from registry_desk.server.figures import count
from registry_desk.server.pace import Pace
from registry_desk.server.problems import problem_answer
from registry_desk.server.request import PROVEN, actor_for, as_ours, bearer_of, language_among
from registry_desk.wire.errors import (
    FieldInvalid,
    LengthMissing,
    PieceTooLarge,
    RequestMalformed,
    VersionDiffers,
)
from registry_desk.wire.version import fits

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

_REGISTERING = "/api/v1/entries"
_MOST_WORDS = 2**20
_MOST_BYTES = 64 * 2**20
_SMALL = 2**16
"""A body of so many bytes has come with its head, or is read in one go."""
_HEADERS = (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))


class Entrance:
    """The WSGI application that every request meets first."""

    def __init__(self, application: Application, *, is_behind_proxy: bool, pace: Pace) -> None:
        self._application = application
        self._pace = pace
        self._is_behind_proxy = is_behind_proxy

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer one request."""
        begun = time.perf_counter()

        def counted(status: str, headers: list[tuple[str, str]]) -> Any:
            seconds = time.perf_counter() - begun
            self._pace.learn(environ, is_refused=status.startswith("401"))
            count(environ["REQUEST_METHOD"], status[:3], seconds)
            journal.answered(environ["REQUEST_METHOD"], environ["PATH_INFO"], status[:3], seconds)
            return start(status, headers)

        answer = self._answer(environ, counted)
        _read_rest(environ)
        return answer

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if self._is_behind_proxy:
            _take_proxys_word(environ)
        refusal = (
            self._pace.refusal(environ) or _refusal_of_body(environ) or _refusal_of_version(environ)
        )
        if refusal is not None:
            with i18n.speaking(_language(environ)):
                return _given(problem_answer(refusal), start)
        is_registering = (
            environ["PATH_INFO"] == _REGISTERING
            and environ["REQUEST_METHOD"] == "POST"
            and not environ["QUERY_STRING"]
        )
        return _register(environ, start) if is_registering else self._application(environ, start)


def _take_proxys_word(environ: Environ) -> None:
    """Take the address that the proxy saw; what a client wrote before it counts nothing."""
    seen = environ.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    if seen:
        environ["REMOTE_ADDR"] = seen[:45]


def _read_rest(environ: Environ) -> None:
    """Read what is left of a refused request: closed over it, the answer would be lost (RST).

    Source: RFC 9112, 9.6.
    """
    written = environ.get("CONTENT_LENGTH") or "0"
    if written.isascii() and written.isdigit() and _SMALL < int(written[:12]) <= _MOST_BYTES:
        while environ["wsgi.input"].read(_SMALL):
            pass


def _refusal_of_body(environ: Environ) -> RegistryDeskError | None:
    """Refuse a body that does not say how long it is, or is longer than a piece."""
    written = environ.get("CONTENT_LENGTH")
    if written is None:
        return LengthMissing() if "HTTP_TRANSFER_ENCODING" in environ else None
    if not (written.isascii() and written.isdigit()):
        return RequestMalformed()
    is_too_long = len(written) > 12 or int(written) > _MOST_BYTES
    return PieceTooLarge(limit_mb=_MOST_BYTES // 2**20) if is_too_long else None


def _refusal_of_version(environ: Environ) -> RegistryDeskError | None:
    """Refuse a desk of another generation: it would misunderstand what it is told."""
    said = environ.get("HTTP_REGISTRY_DESK_VERSION", "")
    if not said or not environ["PATH_INFO"].startswith("/api/"):
        return None
    return None if fits(said) else VersionDiffers(server=__version__, desk=said[:20])


def _register(environ: Environ, start: Start) -> Iterable[bytes]:
    with i18n.speaking(_language(environ)):
        try:
            body = _registered(environ)
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a problem
            return _given(problem_answer(as_ours(error)), start)
        finally:
            close_old_connections()
    start("200 OK", [("Content-Type", "application/json; charset=utf-8"), *_HEADERS])
    return [body]


def _registered(environ: Environ) -> bytes:
    from registry_desk.server.entries.registering import registered

    shown = bearer_of(environ.get("HTTP_AUTHORIZATION", ""))
    who = actor_for(shown)
    environ[PROVEN] = shown
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > _MOST_WORDS:
        raise RequestMalformed
    try:
        asked = wire.Registration.model_validate_json(environ["wsgi.input"].read(length))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise RequestMalformed from error
        place = ".".join(str(part) for part in first["loc"]) or "asked"
        raise FieldInvalid(field=place[:100]) from error
    return registered(asked, who)


def _language(environ: Environ) -> str:
    return language_among("", environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def _given(answer: HttpResponse, start: Start) -> list[bytes]:
    """Give an answer of Django's as WSGI."""
    status = f"{answer.status_code} {responses.get(answer.status_code, '')}"
    start(status, [*answer.items(), *_HEADERS])
    return [answer.content]
