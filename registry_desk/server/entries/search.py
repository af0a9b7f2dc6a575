"""Find entries by words, numbers and what is known of them; newest first, page by page."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from registry_desk.model.tracking import parse_tracking_code
from registry_desk.server import clock
from registry_desk.server.entries import known_words
from registry_desk.server.entries.index import by_its_index, matching
from registry_desk.server.entries.models import Entry
from registry_desk.server.entries.numbering import by_number
from registry_desk.server.entries.sight import visible
from registry_desk.server.entries.words import Term, terms
from registry_desk.server.people.rights import Actor
from registry_desk.server.tasks.models import Task
from registry_desk.wire import Search

_MOST = 200


def newest(asked: Search, actor: Actor) -> list[Entry]:
    """Give the newest entries that have all the words, in any form, with or without diacritics.

    Where no entry has words that begin so, those are found that have them within their words.

    A tracking code, as typed or as a receipt's QR code says it, finds its entry.

    Pages follow each other by the last number seen, so that what arrives meanwhile moves nothing.

    Raises:
        EntryUnknown: ``before`` is no number of the register.
    """
    with by_its_index():
        looked_for, limit = terms(asked.words), max(1, min(asked.limit, _MOST))
        found = list(_found(asked, actor, looked_for)[:limit])
        return found or list(_in_pieces(asked, actor, looked_for)[:limit])


def count(asked: Search, actor: Actor) -> int:
    """Count what :func:`newest` finds, page after page.

    Raises:
        EntryUnknown: ``before`` is no number of the register.
    """
    with by_its_index():
        looked_for = terms(asked.words)
        found = _found(asked, actor, looked_for).count()
        return found or _in_pieces(asked, actor, looked_for).count()


def _in_pieces(asked: Search, actor: Actor, looked_for: list[Term]) -> "QuerySet[Entry]":
    """Find the words within others; nothing where they were found as they are, on pages before."""
    wider = known_words.within(looked_for)
    if wider == looked_for:
        return Entry.objects.none()
    first = asked.model_copy(update={"before": ""})
    if asked.before and _found(first, actor, looked_for).exists():
        return Entry.objects.none()
    return _found(asked, actor, wider)


def _found(asked: Search, actor: Actor, looked_for: list[Term]) -> "QuerySet[Entry]":
    found = Entry.objects.select_related("connected_to").order_by("-pk")
    key = "pk__lt"
    code = _code_in(asked.words)
    if code and Entry.objects.filter(tracking_code=code).exists():  # else words that look like one
        found = found.filter(tracking_code=code)
    elif asked.words.strip():
        if not looked_for:
            return Entry.objects.none()
        found, key = matching(found, looked_for), "indexed__lt"
    if asked.before:
        found = found.filter(**{key: by_number(asked.before).pk})
    return _with(found, asked).filter(visible(actor))


def _code_in(written: str) -> str:
    """Give the tracking code that was typed, or read from a receipt's QR code; empty for words."""
    try:
        return parse_tracking_code(written.rpartition("/u/")[2].partition("#")[0])
    except ValueError:
        return ""


def _with(found: "QuerySet[Entry]", asked: Search) -> "QuerySet[Entry]":
    """Keep what has the values asked for."""
    same = {
        name: value
        for name in ("department", "register", "state", "kind", "direction")
        if (value := getattr(asked, name))
    }
    found = found.filter(**same)
    if asked.since:
        found = found.filter(registered_at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(registered_at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.official:
        of = Task.objects.filter(entry=OuterRef("pk"), official=asked.official)
        found = found.filter(Exists(of))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.BUCHAREST)
