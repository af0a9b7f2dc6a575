"""Addresses of the custody record."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from registry_desk import wire
from registry_desk.server.originals import custody
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.writing import write
from registry_desk.wire.words import PAGE

router = Router(tags=["originals"])


@router.post("/entries/{uuid:entry_id}/original", response=wire.Original)
def move(request: HttpRequest, entry_id: UUID, asked: wire.OriginalMove) -> Any:
    """Record where an original is now."""
    who = actor(request)
    who.require("originals")
    return write(lambda: custody.move(entry_id, asked, who))


@router.get("/entries/{uuid:entry_id}/original", response=list[wire.Original])
def moves(request: HttpRequest, entry_id: UUID) -> Any:
    """Tell where an original was, in order."""
    who = actor(request)
    who.require("read")
    return custody.moves_of(entry_id, who)


@router.get("/originals", response=list[wire.Original])
def originals(
    request: HttpRequest,
    overdue: bool = False,
    holder: str = "",
    after: UUID | None = None,
    limit: int = PAGE,
) -> Any:
    """List where originals are now, page by page: ``after`` is the last one's entry."""
    who = actor(request)
    who.require("read")
    return custody.originals(who, is_overdue=overdue, holder=holder[:200], after=after, limit=limit)
