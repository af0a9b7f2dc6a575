"""Addresses of the register."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query

from registry_desk import wire
from registry_desk.server.audit.log import history_of
from registry_desk.server.entries import (
    acts,
    conditions,
    confidence,
    corrections,
    numbering,
    pauses,
    proof,
    search,
)
from registry_desk.server.entries.looking import looks
from registry_desk.server.entries.registering import registered
from registry_desk.server.entries.sight import may_see
from registry_desk.server.entries.view import view, views
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.wire.errors import EntryUnknown

router = Router(tags=["register"])


@router.post("/entries", response=wire.Entry)
def register(request: HttpRequest, asked: wire.Registration) -> Any:
    """Give a number; the same request again gives the same entry."""
    return HttpResponse(registered(asked, actor(request)), content_type="application/json")


@router.get("/entries", response=list[wire.Entry])
def find(request: HttpRequest, asked: Query[wire.Search], number: str = "") -> Any:
    """Find the entry with a number, or the newest ones that have all that is asked."""
    who = actor(request)
    who.require("read")
    if number:
        entry = numbering.by_number(number)
        if not may_see(who, entry):
            raise EntryUnknown(number=entry.number)
        looks.note(entry, who)
        return [view(entry)]
    return views(search.newest(asked, who))


@router.get("/entries/count", response=wire.EntryCount)
def count(request: HttpRequest, asked: Query[wire.Search]) -> Any:
    """Count the entries that have all that is asked: how long fetching them all will take."""
    who = actor(request)
    who.require("read")
    return wire.EntryCount(count=search.count(asked, who))


@router.get("/entries/{uuid:entry_id}", response={200: wire.Entry, 304: None})
def entry(request: HttpRequest, response: HttpResponse, entry_id: UUID) -> Any:
    """Give one entry, with an ``ETag``; 304 where ``If-None-Match`` has it already."""
    who = actor(request)
    who.require("read")
    kept = acts.entry_for(entry_id, who)
    looks.note(kept, who)
    found = view(kept)
    response["ETag"] = conditions.tag_of(found)
    return (304, None) if conditions.is_known(request, found) else found


@router.get("/entries/{uuid:entry_id}/history", response=list[wire.Event])
def history(request: HttpRequest, entry_id: UUID) -> Any:
    """Tell who did what to an entry, in order."""
    who = actor(request)
    who.require("read")
    return history_of(acts.entry_for(entry_id, who).number)


@router.post("/entries/{uuid:entry_id}/amendment", response=wire.Entry)
def amend(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Amendment
) -> Any:
    """Correct the fields that are given; with ``If-Match``, only what was seen."""
    who = actor(request)
    who.require("amend")
    return conditions.change(
        request, response, entry_id, who, lambda: corrections.amend(entry_id, asked, who)
    )


@router.get("/entries/{uuid:entry_id}/amendments", response=list[wire.Amended])
def amendments(request: HttpRequest, entry_id: UUID) -> Any:
    """Tell what was corrected, old and new."""
    who = actor(request)
    who.require("read")
    return corrections.amendments_of(entry_id, who)


@router.post("/entries/{uuid:entry_id}/additions", response=wire.Entry)
def complete(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Addition
) -> Any:
    """Add papers that came later to an existing number."""
    who = actor(request)
    who.require("register")
    return conditions.change(
        request, response, entry_id, who, lambda: corrections.complete(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/confidence", response=wire.Entry)
def confide(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Confidence
) -> Any:
    """Keep an entry to its department and the people named, or open it again."""
    who = actor(request)
    who.require("confide")
    return conditions.change(
        request, response, entry_id, who, lambda: confidence.confide(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/pause", response=wire.Entry)
def pause(request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Pause) -> Any:
    """Stop a term from running."""
    who = actor(request)
    who.require("extend")
    return conditions.change(
        request, response, entry_id, who, lambda: pauses.pause(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/restart", response=wire.Entry)
def restart(request: HttpRequest, response: HttpResponse, entry_id: UUID) -> Any:
    """Let a term run on."""
    who = actor(request)
    who.require("extend")
    return conditions.change(
        request, response, entry_id, who, lambda: pauses.restart(entry_id, who)
    )


@router.post("/entries/{uuid:entry_id}/annulment", response=wire.Entry)
def annul(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Annulment
) -> Any:
    """Annul a number with a reason."""
    who = actor(request)
    who.require("annul")
    return conditions.change(
        request, response, entry_id, who, lambda: acts.annul(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/extension", response=wire.Entry)
def extend(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Extension
) -> Any:
    """Extend a term as its law allows."""
    who = actor(request)
    who.require("extend")
    return conditions.change(
        request, response, entry_id, who, lambda: acts.extend(entry_id, asked, who)
    )


@router.post("/entries/{uuid:entry_id}/closing", response=wire.Entry)
def close(request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.Closing) -> Any:
    """Close an entry with its outcome."""
    who = actor(request)
    who.require("close")
    return conditions.change(
        request, response, entry_id, who, lambda: acts.close(entry_id, asked, who)
    )


@router.get("/numbers/{int:year}", response=wire.NumbersProof)
def numbers(request: HttpRequest, year: int) -> Any:
    """Prove that the year's numbers have neither gap nor double."""
    actor(request).require("numbers")
    return proof.numbers_of(min(year, 9999))
