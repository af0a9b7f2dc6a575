"""Addresses of the way up and down, and across: approvals, repartition, linked entries."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from registry_desk import wire
from registry_desk.server.entries.view import views
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.tasks import approvals, links, repartition
from registry_desk.server.writing import write
from registry_desk.wire.words import PAGE

router = Router(tags=["tasks"])


@router.get("/repartition", response=list[wire.Unassigned])
def unassigned(request: HttpRequest, after: UUID | None = None, limit: int = PAGE) -> Any:
    """Give what waits for this person's repartition, page by page: ``after`` is an entry."""
    who = actor(request)
    who.require("assign")
    return repartition.waiting(who, after=after, limit=limit)


@router.get("/entries/{uuid:entry_id}/links", response=list[wire.Entry])
def linked(
    request: HttpRequest, entry_id: UUID, after: UUID | None = None, limit: int = PAGE
) -> Any:
    """Give the entries connected with one, page by page."""
    who = actor(request)
    who.require("read")
    return views(links.links_of(entry_id, who, after=after, limit=limit))


@router.post("/replies/{uuid:reply_id}/approvals", response=list[wire.Approval])
def send_up(request: HttpRequest, reply_id: UUID, asked: wire.ApprovalOrder) -> Any:
    """Send a reply up for approval."""
    who = actor(request)
    who.require("work")
    return write(lambda: [approvals.view(one) for one in approvals.send_up(reply_id, asked, who)])


@router.get("/replies/{uuid:reply_id}/approvals", response=list[wire.Approval])
def of_reply(request: HttpRequest, reply_id: UUID) -> Any:
    """Give the way a reply took up."""
    who = actor(request)
    who.require("read")
    return [approvals.view(one) for one in approvals.of_reply(reply_id, who)]


@router.get("/approvals", response=list[wire.Approval])
def waiting(request: HttpRequest, after: UUID | None = None, limit: int = PAGE) -> Any:
    """Give what this person is to approve now, page by page."""
    who = actor(request)
    who.require("read")
    return [approvals.view(one) for one in approvals.waiting(who, after=after, limit=limit)]


@router.post("/approvals/{uuid:approval_id}/decision", response=wire.Approval)
def decide(request: HttpRequest, approval_id: UUID, asked: wire.Decision) -> Any:
    """Approve a reply, or refuse it with a reason."""
    who = actor(request)
    who.require("work")
    return write(lambda: approvals.view(approvals.decide(approval_id, asked, who)))


@router.get("/approval-rules", response=list[wire.ApprovalRule])
def rules(request: HttpRequest) -> Any:
    """Give the departments whose replies are signed only after approval."""
    actor(request)
    return approvals.rules()


@router.post("/approval-rules", response=wire.ApprovalRule)
def set_rule(request: HttpRequest, asked: wire.ApprovalRule) -> Any:
    """Say whether a department's replies are signed only after approval."""
    who = actor(request)
    who.require("approval_rule")
    return write(lambda: approvals.set_rule(asked, who))
