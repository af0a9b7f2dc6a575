"""Addresses of the register's prints."""

from typing import Any

from django.http import FileResponse, HttpRequest

from registry_desk import wire
from registry_desk.server.described import gives
from registry_desk.server.people.rights import Actor
from registry_desk.server.prints import printing
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.wire.words import PAGE, Sha256

router = Router(tags=["prints"])


@router.post("/prints", response=wire.RegisterPrint)
def make(request: HttpRequest, asked: wire.PrintOrder) -> Any:
    """Print a day or a year of the register; a period that is over is closed by it."""
    return printing.make(asked, _printer(request).username)


@router.get("/prints", response=list[wire.RegisterPrint])
def prints(request: HttpRequest, after: Sha256 | None = None, limit: int = PAGE) -> Any:
    """Give the prints that were made, the newest first, page by page: ``after`` is a hash."""
    _printer(request)
    return printing.prints(after=after, limit=limit)


@router.get("/prints/{sha256}", openapi_extra=gives("application/pdf"))
def download(request: HttpRequest, sha256: str) -> FileResponse:
    """Give a print's file."""
    _printer(request)
    place = printing.file_of(sha256)
    return FileResponse(place.open("rb"), content_type="application/pdf", filename=f"{sha256}.pdf")


def _printer(request: HttpRequest) -> Actor:
    """Give who asks: the print shows every department's letters."""
    who = actor(request)
    who.require("print")
    who.require_everywhere("print")
    return who
