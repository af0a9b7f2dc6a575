"""How uploads speak tus: the headers, the version, and the hash that a piece may bring.

Source: tus resumable upload protocol 1.0.0, core protocol and checksum extension, https://tus.io.
"""

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

from django.http import HttpRequest, HttpResponse

from registry_desk.errors import RegistryDeskError
from registry_desk.server.files.digests import Announced
from registry_desk.server.problems import problem_answer
from registry_desk.server.request import as_ours
from registry_desk.wire.errors import RequestMalformed
from registry_desk.wire.upload_errors import TusVersionDiffers

_VERSION = "1.0.0"
_ALGORITHMS = ("sha256", "sha1")

Asked = ParamSpec("Asked")


def spoken(
    address: Callable[Concatenate[HttpRequest, Asked], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Asked], HttpResponse]:
    """Let an address answer in tus' version, and refuse a client that speaks another one.

    A client that names no version is taken at its word: a piece is put where it says in any case.
    """

    @wraps(address)
    def answered(
        request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs
    ) -> HttpResponse:
        try:
            said = request.headers.get("Tus-Resumable", _VERSION)
            if said != _VERSION:
                raise TusVersionDiffers(server=_VERSION, client=said[:20])
            answer = address(request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a problem
            answer = _refused(as_ours(error))
        answer["Tus-Resumable"] = _VERSION
        return answer

    return answered


def _refused(error: RegistryDeskError) -> HttpResponse:
    answer = problem_answer(error)
    if isinstance(error, TusVersionDiffers):
        answer["Tus-Version"] = _VERSION
    return answer


def state(status: Literal[200, 204], offset: int, *, length: int | None = None) -> HttpResponse:
    """Say how far an upload has come."""
    answer = HttpResponse(status=status)
    answer["Upload-Offset"] = str(offset)
    if length is not None:
        answer["Upload-Length"] = str(length)
    return answer


def abilities(limit_mb: int) -> HttpResponse:
    """Say what of tus is spoken here."""
    answer = HttpResponse(status=204)
    answer["Tus-Resumable"] = _VERSION
    answer["Tus-Version"] = _VERSION
    answer["Tus-Extension"] = "checksum"
    answer["Tus-Checksum-Algorithm"] = ",".join(_ALGORITHMS)
    answer["Tus-Max-Size"] = str(limit_mb * 2**20)
    return answer


def offset(request: HttpRequest) -> int:
    """Give where a piece begins.

    Raises:
        RequestMalformed: it does not say so in a number.
    """
    written = request.headers.get("Upload-Offset", "")
    if not (written.isascii() and written.isdigit()) or len(written) > 18:
        raise RequestMalformed
    return int(written)


def announced(request: HttpRequest) -> Announced | None:
    """Give the hash that a piece must have; None where its client announced none.

    Raises:
        RequestMalformed: that is no hash, or one that is not counted here.
    """
    written = request.headers.get("Upload-Checksum")
    if written is None:
        return None
    algorithm, _, encoded = written.partition(" ")
    if algorithm not in _ALGORITHMS:
        raise RequestMalformed
    counted = hashlib.new(algorithm, usedforsecurity=False)
    try:
        wanted = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestMalformed from error
    if len(wanted) != counted.digest_size:
        raise RequestMalformed
    return Announced(counted, wanted)
