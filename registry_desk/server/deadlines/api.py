"""Addresses of the calendar."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from registry_desk import wire
from registry_desk.server.audit.log import record
from registry_desk.server.deadlines.explaining import explain
from registry_desk.server.deadlines.holidays import public_holidays
from registry_desk.server.deadlines.models import CalendarDay
from registry_desk.server.deadlines.reminders import due_within
from registry_desk.server.entries.acts import entry_for
from registry_desk.server.request import actor
from registry_desk.server.routing import Router
from registry_desk.server.writing import write
from registry_desk.wire.words import PAGE

router = Router(tags=["calendar"])


@router.get("/calendar/{int:year}", response=list[wire.CalendarDay])
def days(request: HttpRequest, year: int) -> Any:
    """Give the days of a year that differ from plain weeks, with the reason."""
    actor(request)
    year = max(1990, min(year, 2199))
    usual = {day: wire.CalendarDay(day=day, is_working=False) for day in public_holidays(year)}
    decided = {
        d.day: wire.CalendarDay(day=d.day, is_working=d.is_working, reason=d.reason)
        for d in CalendarDay.objects.filter(day__year=year)
    }
    return sorted({**usual, **decided}.values(), key=lambda found: found.day)


@router.post("/calendar", response=wire.CalendarDay)
def decide(request: HttpRequest, asked: wire.CalendarDay) -> Any:
    """Decide that a day is free or worked; terms given from now on are counted with it."""
    who = actor(request)
    who.require("calendar")

    def job() -> wire.CalendarDay:
        CalendarDay.objects.update_or_create(
            day=asked.day, defaults={"is_working": asked.is_working, "reason": asked.reason}
        )
        record(who.username, "calendar", asked.day.isoformat(), is_working=asked.is_working)
        return asked

    return write(job)


@router.get("/entries/{uuid:entry_id}/term", response=wire.TermCalculation)
def term(request: HttpRequest, entry_id: UUID) -> Any:
    """Tell how an entry's term was counted, step by step, in words."""
    who = actor(request)
    who.require("read")
    return explain(entry_for(entry_id, who))


@router.get("/reminders", response=list[wire.Reminder])
def reminders(
    request: HttpRequest, days: int = 5, after: UUID | None = None, limit: int = PAGE
) -> Any:
    """Give the open letters due within so many days, at most a year, page by page."""
    who = actor(request)
    who.require("read")
    return due_within(who, max(0, min(days, 366)), after=after, limit=limit)
