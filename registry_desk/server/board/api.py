"""The address of the delay figures."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router

from registry_desk import wire
from registry_desk.server.board.figures import delays
from registry_desk.server.request import actor

router = Router(tags=["delays"])


@router.get("/delays", response=wire.Delays)
def figures(request: HttpRequest, on: date | None = None) -> Any:
    """Give the honest delay figures."""
    who = actor(request)
    who.require("delays")
    return delays(who, on)
