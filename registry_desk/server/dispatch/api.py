"""Addresses of the dispatch."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest

from registry_desk import wire
from registry_desk.server.described import gives
from registry_desk.server.dispatch import listing, mailing, postal, sendings
from registry_desk.server.people.rights import Actor
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.writing import write
from registry_desk.wire.words import PAGE

router = Router(tags=["dispatch"])


@router.post("/sendings", response=wire.Sending)
def order(request: HttpRequest, asked: wire.SendingOrder) -> Any:
    """Hand a finished paper to the dispatch."""
    who = actor(request)
    who.require("dispatch")
    return write(lambda: listing.view(sendings.order(asked, who)))


@router.get("/sendings", response=list[wire.Sending])
def pile(
    request: HttpRequest, pile: str = "open", after: UUID | None = None, limit: int = PAGE
) -> Any:
    """Give what goes out, went out today, is awaited back, or is settled, page by page."""
    who = actor(request)
    who.require("dispatch")
    return listing.sendings(who, pile, after=after, limit=limit)


@router.get("/entries/{uuid:entry_id}/sendings", response=list[wire.Sending])
def of_entry(request: HttpRequest, entry_id: UUID) -> Any:
    """Give what went out of an entry."""
    who = actor(request)
    who.require("read")
    return listing.of_entry(entry_id, who)


@router.post("/sendings/{uuid:sending_id}/route", response=wire.Sending)
def redirect(request: HttpRequest, sending_id: UUID, asked: wire.Route) -> Any:
    """Send something otherwise, or elsewhere."""
    who = actor(request)
    who.require("dispatch")
    return write(lambda: listing.view(sendings.redirect(sending_id, asked, who)))


@router.post("/sendings/{uuid:sending_id}/again", response=wire.Sending)
def again(request: HttpRequest, sending_id: UUID, asked: wire.SendingAgain) -> Any:
    """Send once more what came back."""
    who = _sender(request)
    return write(lambda: listing.view(sendings.again(sending_id, asked, who)))


@router.post("/sendings/{uuid:sending_id}/leaving", response=wire.Sending)
def leave(request: HttpRequest, sending_id: UUID, asked: wire.Leaving) -> Any:
    """Let something go: an e-mail, or a paper into somebody's hand."""
    who = _sender(request)
    left = write(lambda: listing.view(sendings.leave(sending_id, asked, who)))
    mailing.hurry()
    return left


@router.post("/sendings/{uuid:sending_id}/proof", response=wire.Sending)
def prove(request: HttpRequest, sending_id: UUID, asked: wire.Afterwards) -> Any:
    """Note that its receipt is proven."""
    who = _sender(request)
    return write(lambda: listing.view(sendings.settle(sending_id, "proven", asked, who)))


@router.post("/sendings/{uuid:sending_id}/return", response=wire.Sending)
def take_back(request: HttpRequest, sending_id: UUID, asked: wire.Afterwards) -> Any:
    """Note that it came back."""
    who = _sender(request)
    return write(lambda: listing.view(sendings.settle(sending_id, "returned", asked, who)))


@router.post("/post-lists", response=wire.PostList)
def make_list(request: HttpRequest, asked: wire.PostOrder) -> Any:
    """List letters for the post; they leave with it."""
    return postal.make(asked, _sender(request))


@router.get("/post-lists", response=list[wire.PostList])
def lists(request: HttpRequest, after: UUID | None = None, limit: int = PAGE) -> Any:
    """Give the lists for the post, the newest first, page by page."""
    _everybodys(request)
    return postal.lists(after=after, limit=limit)


@router.get("/post-lists/{uuid:list_id}/file", openapi_extra=gives("application/pdf"))
def download(request: HttpRequest, list_id: UUID) -> FileResponse:
    """Give a list's file."""
    _everybodys(request)
    sha256, place = postal.file_of(list_id)
    return FileResponse(place.open("rb"), content_type="application/pdf", filename=f"{sha256}.pdf")


def _sender(request: HttpRequest) -> Actor:
    who = actor(request)
    who.require("send_out")
    return who


def _everybodys(request: HttpRequest) -> Actor:
    """Give who asks: a list names every department's addressees."""
    who = _sender(request)
    who.require_everywhere("send_out")
    return who
