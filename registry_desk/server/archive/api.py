"""Addresses of the archive's lists and of a person's rights."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query

from registry_desk import wire
from registry_desk.server.archive import export, keeping, persons
from registry_desk.server.described import gives
from registry_desk.server.entries import conditions
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.writing import write

router = Router(tags=["archive"])
_LIST = gives(export.TYPES["csv"].partition(";")[0], export.TYPES["xlsx"])
"""Beside the JSON that each address names itself."""


@router.get("/nomenclator", response=list[wire.FileCode])
def nomenclator(request: HttpRequest) -> Any:
    """Give how long files of each code are kept."""
    actor(request).require("read")
    return keeping.nomenclator()


@router.post("/nomenclator", response=list[wire.FileCode])
def set_nomenclator(request: HttpRequest, asked: wire.Nomenclator) -> Any:
    """Enter or change rows of the nomenclator."""
    who = actor(request)
    who.require("nomenclator")
    return write(lambda: keeping.set_nomenclator(asked, who))


@router.post("/entries/{uuid:entry_id}/hold", response=wire.Entry)
def hold(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.HoldReason
) -> Any:
    """Keep an entry whatever its term says."""
    who = actor(request)
    who.require("hold")
    return conditions.change(
        request, response, entry_id, who, lambda: keeping.hold(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/hold-release", response=wire.Entry)
def release(request: HttpRequest, response: HttpResponse, entry_id: UUID) -> Any:
    """Let an entry's term run out again."""
    who = actor(request)
    who.require("hold")
    return conditions.change(
        request, response, entry_id, who, lambda: keeping.release(entry_id, who)
    )


@router.get("/archive/disposal", response=list[wire.ArchiveRow], openapi_extra=_LIST)
def disposal(request: HttpRequest, asked: Query[wire.ListAsked]) -> StreamingHttpResponse:
    """List what may be disposed of."""
    who = actor(request)
    who.require("archive")
    rows = keeping.disposal(asked, who)
    return export.answer(rows, wire.ArchiveRow, asked.form, "disposal")


@router.get("/archive/transfer", response=list[wire.ArchiveRow], openapi_extra=_LIST)
def transfer(request: HttpRequest, asked: Query[wire.ListAsked]) -> StreamingHttpResponse:
    """List what goes to the National Archives."""
    who = actor(request)
    who.require("archive")
    rows = keeping.transfer(asked, who)
    return export.answer(rows, wire.ArchiveRow, asked.form, "transfer")


@router.post("/persons/export", response=list[wire.PersonEntry], openapi_extra=_LIST)
def held_about(request: HttpRequest, asked: wire.PersonAsked) -> StreamingHttpResponse:
    """Give what is held about a person; looking leaves a trace."""
    who = actor(request)
    who.require("person")
    who.require_everywhere("person")
    rows = persons.held_about(asked, who)
    return export.answer(rows, wire.PersonEntry, asked.form, "person")
