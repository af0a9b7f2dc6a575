"""What is kept how long: the nomenclator, holds, and the lists of what may go and where."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.archive.models import FileCode, Hold
from registry_desk.server.audit.log import record
from registry_desk.server.board.counting import midnight
from registry_desk.server.entries.acts import locked
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.people.rights import Actor

_AT_ONCE = 2_000


def nomenclator() -> list[wire.FileCode]:
    """Give the nomenclator, by code."""
    return [
        wire.FileCode(code=kept.code, name=kept.name, years=kept.years, remark=kept.remark)
        for kept in FileCode.objects.all()
    ]


def set_nomenclator(asked: wire.Nomenclator, actor: Actor) -> list[wire.FileCode]:
    """Enter or change rows; inside a write."""
    for row in asked.codes:
        FileCode.objects.update_or_create(
            code=row.code, defaults={"name": row.name, "years": row.years, "remark": row.remark}
        )
    record(actor.username, "nomenclator_set", "nomenclator", codes=len(asked.codes))
    return nomenclator()


def hold(entry_id: UUID, asked: wire.HoldReason, actor: Actor) -> Entry:
    """Keep an entry whatever its term says; again changes the reason. Inside a write.

    Raises:
        EntryUnknown: there is none, or not for this person.
    """
    entry = locked(entry_id, actor)
    said = {"reason": asked.reason, "by": actor.username, "at": clock.now()}
    Hold.objects.update_or_create(entry=entry, defaults=said)
    record(actor.username, "held", entry.number)
    return entry


def release(entry_id: UUID, actor: Actor) -> Entry:
    """Let an entry's term run out again; inside a write.

    Raises:
        EntryUnknown: there is none, or not for this person.
    """
    entry = locked(entry_id, actor)
    if Hold.objects.filter(entry=entry).delete()[0]:
        record(actor.username, "hold_released", entry.number)
    return entry


def kept_until(entry: Entry, years: int | None) -> date | None:
    """Give the last day an entry is kept; None: for ever, or it is not closed yet.

    Terms run from 1 January after the year the file was closed in.
    """
    if years is None or entry.closed_at is None:
        return None
    return date(clock.day_of(entry.closed_at).year + years, 12, 31)


def disposal(asked: wire.ListAsked, actor: Actor) -> Iterator[wire.ArchiveRow]:
    """Give all that may be disposed of on a day: its term has run out and nobody holds it."""
    on = asked.on or clock.today()
    limited = FileCode.objects.exclude(years=None)
    return _rows(actor, limited, on, {kept.code: kept.years or 0 for kept in limited})


def transfer(asked: wire.ListAsked, actor: Actor) -> Iterator[wire.ArchiveRow]:
    """Give what is kept for ever and lay here long enough to go to the National Archives."""
    on = asked.on or clock.today()
    permanent = FileCode.objects.filter(years=None)
    return _rows(actor, permanent, on, dict.fromkeys(permanent_codes(), asked.after_years))


def permanent_codes() -> list[str]:
    """Give the codes whose files are kept for ever."""
    return list(FileCode.objects.filter(years=None).values_list("code", flat=True))


def _rows(
    actor: Actor, codes: "QuerySet[FileCode]", on: date, years: dict[str, int]
) -> Iterator[wire.ArchiveRow]:
    held = Hold.objects.filter(entry=OuterRef("pk"))
    for kept in codes:
        closed_before = midnight(date(max(1, on.year - years[kept.code]), 1, 1))
        found = Entry.objects.filter(
            ~Exists(held),
            visible(actor),
            file_code=kept.code,
            annulled_at=None,
            closed_at__lt=closed_before,
        )
        for entry in _all_of(found):
            yield _row(entry, kept)


def _all_of(found: "QuerySet[Entry]") -> Iterator[Entry]:
    """Give closed entries in order, by short questions: whoever fetches them may be slow."""
    more = found.order_by("closed_at", "pk")
    page = list(more[:_AT_ONCE])
    while page:
        yield from page
        last = page[-1]
        after = Q(closed_at__gt=last.closed_at) | Q(closed_at=last.closed_at, pk__gt=last.pk)
        page = list(more.filter(after, closed_at__gte=last.closed_at)[:_AT_ONCE])


def _row(entry: Entry, kept: FileCode) -> wire.ArchiveRow:
    return wire.ArchiveRow(
        entry_id=entry.uuid,
        number=entry.number,
        file_code=kept.code,
        closed_on=clock.day_of(entry.closed_at or entry.registered_at),
        kept_until=kept_until(entry, kept.years),
        subject=entry.subject,
        sheet_count=entry.sheet_count,
        remark=kept.remark,
    )
