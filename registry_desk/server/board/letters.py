"""The letters behind a figure, page by page: open ones by their term, closed ones newest first."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from registry_desk import wire
from registry_desk.server import clock
from registry_desk.server.board import counting
from registry_desk.server.board.counting import Scope
from registry_desk.server.board.figures import scope_of
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.sight import visible
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Task
from registry_desk.wire.errors import FieldInvalid

_NOBODY = "-"
_SHOWN = (
    *("pk", "year", "prefix", "value", "department_id", "kind", "state", "due_on", "closed_at"),
    "is_confidential",
)
"""What of a letter stands in a list: the text of a hundred is not fetched to be thrown away."""
_CLOSED = ("closed", "closed_late", "closed_on_time")


def letters(asked: wire.LettersAsked, actor: Actor) -> wire.DelayedLetters:
    """Give one page of the letters behind a figure.

    Raises:
        NotAllowed: another department's.
        FieldInvalid: ``after`` is none that was given.
    """
    today = clock.today()
    scope = scope_of(actor, asked.department)
    found = counting.with_term().filter(_where(asked), _which(asked.which, today))
    if asked.band:
        found = found.filter(counting.band_limits(asked.band, today), closed_at=None)
    is_closed = asked.which in _CLOSED
    in_order = _newest_first if is_closed else _by_term
    page = list(in_order(found, asked, scope).only(*_SHOWN)[: asked.limit + 1])
    shown = page[: asked.limit]
    return wire.DelayedLetters(
        letters=_views(shown, actor, today),
        next=_cursor(shown[-1], is_closed=is_closed) if len(page) > asked.limit else None,
    )


def _where(asked: wire.LettersAsked) -> Q:
    where = Q()
    if asked.kind is not None:
        where &= Q(kind=None if asked.kind == _NOBODY else asked.kind)
    if asked.official is not None:
        name = None if asked.official == _NOBODY else asked.official
        tasks = Task.objects.filter(entry=OuterRef("pk"), official=name)
        where &= Q(Exists(tasks if asked.which in _CLOSED else tasks.filter(closed_at=None)))
    if asked.week:
        since = counting.midnight(asked.week)
        until = counting.midnight(asked.week + timedelta(days=7))
        where &= Q(closed_at__gte=since, closed_at__lt=until)
    return where


def _which(which: str, today: date) -> Q:
    if which in _CLOSED:
        return Q(closed_at__isnull=False)
    opened = Q(closed_at=None)
    redirected = Task.objects.filter(entry=OuterRef("pk"), redirected_count__gt=0)
    return opened & {
        "open": Q(),
        "overdue": Q(paused_on=None, due_on__lt=today),
        "paused": Q(paused_on__isnull=False),
        "extended": Q(extended_days__gt=0),
        "redirected": Q(Exists(redirected)),
    }.get(which, Q())


def _by_term(found: "QuerySet[Entry]", asked: wire.LettersAsked, scope: Scope) -> "QuerySet[Entry]":
    """Give open letters after a cursor, the longest due first.

    One department's are walked along the index of open work. Asked for plainly, PostgreSQL walks
    the due days of all departments, and passes 22,000 of other people's letters before the first
    of a department that has no old ones; it cannot where an order begins with a span.
    """
    if scope.departments and len(scope.departments) == 1:
        (code,) = scope.departments
        found = found.filter(department__gte=code, department__lte=code)
        found = found.order_by("department_id", "due_on", "pk")
    else:
        found = found.filter(scope.of()).order_by("due_on", "pk")
    if asked.after:
        day, pk = _read(asked.after, date.fromisoformat)
        found = found.filter(Q(due_on__gt=day) | Q(pk__gt=pk), due_on__gte=day)
    return found


def _newest_first(
    found: "QuerySet[Entry]", asked: wire.LettersAsked, scope: Scope
) -> "QuerySet[Entry]":
    """Give closed letters after a cursor."""
    found = found.filter(scope.of()).annotate(closed_on=counting.closed_on())
    found = found.order_by("-closed_at", "-pk")
    if asked.which == "closed_late":
        found = found.filter(closed_on__gt=F("due_on"))
    if asked.which == "closed_on_time":
        found = found.filter(closed_on__lte=F("due_on"))
    if asked.after:
        at, pk = _read(asked.after, _instant)
        found = found.filter(Q(closed_at__lt=at) | Q(pk__lt=pk), closed_at__lte=at)
    return found


def _cursor(entry: Entry, *, is_closed: bool) -> str:
    at = entry.closed_at if is_closed else entry.due_on
    return f"{at.isoformat() if at else ''}~{entry.pk}"


def _read(written: str, kind: Any) -> tuple[Any, int]:
    at, _, pk = written.partition("~")
    try:
        return kind(at), int(pk)
    except (ValueError, OverflowError) as error:
        raise FieldInvalid(field="after") from error


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _views(entries: Sequence[Entry], actor: Actor, today: date) -> list[wire.DelayedLetter]:
    officials = dict(
        Task.objects.filter(entry__in=entries)
        .order_by("assigned_at")
        .values_list("entry", "official")
    )
    kept = [entry.pk for entry in entries if entry.is_confidential]
    open_to_them = (
        Entry.objects.filter(visible(actor), pk__in=kept) if kept else Entry.objects.none()
    )
    seen = set(open_to_them.values_list("pk", flat=True))
    return [
        _view(entry, officials.get(entry.pk), today)
        if not entry.is_confidential or entry.pk in seen
        else wire.DelayedLetter(number=entry.number, is_confidential=True)
        for entry in entries
    ]


def _view(entry: Entry, official: str | None, today: date) -> wire.DelayedLetter:
    ended_on = clock.day_of(entry.closed_at) if entry.closed_at else None
    late_days = ((ended_on or today) - entry.due_on).days if entry.due_on else 0
    return wire.DelayedLetter(
        number=entry.number,
        department=entry.department_id,
        official=official,
        kind=entry.kind,
        state=entry.state,
        due_on=entry.due_on,
        late_days=max(0, late_days),
        closed_on=ended_on,
        is_confidential=entry.is_confidential,
    )
