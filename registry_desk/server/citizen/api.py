"""Addresses about the petitioner, for the counter."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from registry_desk import wire
from registry_desk.server.citizen import counter
from registry_desk.server.entries import conditions
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.writing import write

router = Router(tags=["citizen"])


@router.post("/entries/{uuid:entry_id}/recovered-code", response=wire.RecoveredCode)
def recover_code(request: HttpRequest, entry_id: UUID, asked: wire.Identified) -> Any:
    """Give a lost code to who showed an identity document; its data are not kept."""
    who = actor(request)
    who.require("recover_code")
    return write(lambda: counter.recover_code(entry_id, asked, who))


@router.post("/entries/{uuid:entry_id}/personal-number", response=wire.PersonalNumber)
def personal_number(request: HttpRequest, entry_id: UUID) -> Any:
    """Show a petitioner's personal number, which is masked elsewhere; the look leaves a trace."""
    who = actor(request)
    who.require("personal_number")
    return write(lambda: counter.personal_number(entry_id, who))


@router.post("/entries/{uuid:entry_id}/notices", response=wire.Entry)
def set_notices(
    request: HttpRequest, response: HttpResponse, entry_id: UUID, asked: wire.NoticeConsent
) -> Any:
    """Note whether the petitioner wants each step told by e-mail."""
    who = actor(request)
    who.require("amend")
    return conditions.change(
        request, response, entry_id, who, lambda: counter.set_notices(entry_id, asked, who)
    )
