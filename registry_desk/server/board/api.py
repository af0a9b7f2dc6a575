"""The addresses of the delay figures and of the letters behind them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from registry_desk import wire
from registry_desk.server.board import steps
from registry_desk.server.board.figures import delays
from registry_desk.server.board.letters import letters
from registry_desk.server.request import actor
from registry_desk.server.routing import Router

router = Router(tags=["delays"])


@router.get("/delays", response=wire.Delays)
def figures(request: HttpRequest, asked: Query[wire.DelaysAsked]) -> Any:
    """Give the honest delay figures, of all departments or of one with its people."""
    who = actor(request)
    who.require("delays")
    return delays(who, asked.on, department=asked.department)


@router.get("/delays/letters", response=wire.DelayedLetters)
def behind(request: HttpRequest, asked: Query[wire.LettersAsked]) -> Any:
    """Give the letters behind a figure, page by page."""
    who = actor(request)
    who.require("delays")
    return letters(asked, who)


@router.get("/tasks/{uuid:task_id}/stays", response=list[wire.Stay])
def stays(request: HttpRequest, task_id: UUID) -> Any:
    """Tell where a task lay, and how many days each."""
    who = actor(request)
    who.require("read")
    return steps.stays(task_id, who)
