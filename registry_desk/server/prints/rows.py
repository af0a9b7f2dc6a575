"""Entries as rows of the print: the thirteen elements, and never a personal number.

One print is kept for each period, whoever asks for it. So a confidential entry has its row, as the
sequence must have no hole, and every element that tells neither who nor what; those two stay in
the electronic register, for whoever has the right.

Source: National Archives, Instructions of 1996, art. 9; GDPR, art. 5 (1) (c) and (f).
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery

from registry_desk.i18n import text
from registry_desk.server import clock
from registry_desk.server.entries.models import Entry
from registry_desk.server.people.models import Account
from registry_desk.server.site import register_configuration
from registry_desk.server.tasks.models import Reply

if TYPE_CHECKING:
    from registry_desk.pdf import RegisterRow

_AT_ONCE = 2_000
_NOTHING = "–"
_PERSONAL = re.compile(r"(?<!\d)[1-9]\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}(?!\d)")
"""Sex and century, year, month, day, six digits; one mistyped digit hides it no less."""


def rows_of(entries: "QuerySet[Entry]") -> "Iterator[RegisterRow]":
    """Give entries as rows, in the order of their numbers."""
    sent = Reply.objects.filter(entry=OuterRef("pk")).exclude(dispatched_at=None)
    told = (
        entries.select_related("department", "connected_to")
        .annotate(sent_at=Subquery(sent.order_by("dispatched_at").values("dispatched_at")[:1]))
        .order_by("value")
    )
    for entry in told.iterator(_AT_ONCE):
        yield _row(entry, entry.sent_at)


def _row(entry: Any, sent_at: datetime | None) -> "RegisterRow":
    from registry_desk.pdf import RegisterRow  # a third of the server's start, for one act a day

    is_ours = entry.direction != "incoming"
    issuer = entry.sender_name
    if is_ours and not issuer:
        issuer = entry.department.name if entry.department else register_configuration().institution
    addressee = entry.addressee or (entry.sender_name if sent_at and not is_ours else "")

    def shown(words: str) -> str:
        return text("register_print.confidential") if entry.is_confidential and words else words

    cells = (
        entry.number,
        _day(entry.registered_at),
        shown(_issuers(entry.sender_registration_number, entry.sender_date)),
        str(entry.sheet_count),
        str(entry.enclosure_count),
        shown(issuer),
        shown(entry.subject),
        entry.department.name if entry.department else "",
        _day(sent_at),
        _solved(entry, shown(entry.annulled_reason or "")),
        shown(addressee),
        entry.connected_to.number if entry.connected_to else "",
        entry.file_code,
    )
    is_annulled = entry.annulled_at is not None
    return RegisterRow(tuple(masked(words or _NOTHING) for words in cells), is_annulled)


def masked(words: str) -> str:
    """Hide personal numbers that somebody wrote into a field.

    Source: Law 190/2018: the personal number is never on the register's print.
    """
    return _PERSONAL.sub("•" * 13, words)


def _issuers(number: str | None, on: date | None) -> str:
    return " / ".join(part for part in (number, clock.written(on) if on else "") if part)


def _day(at: datetime | None) -> str:
    return clock.written(clock.day_of(at)) if at else ""


def _solved(entry: Entry, reason: str) -> str:
    if entry.annulled_at:
        return text(
            "register_print.annulled",
            on=_day(entry.annulled_at),
            by=_name(entry.annulled_by or ""),
            reason=reason,
        )
    if entry.closed_at:
        return text(f"register_print.{entry.outcome}", on=_day(entry.closed_at))
    return text("register_print.in_work")


@cache
def _name(username: str) -> str:
    account = Account.objects.filter(username=username).first()
    return account.name if account else username
