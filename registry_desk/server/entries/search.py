"""Find entries by words, numbers and what is known of them; newest first, page by page."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from registry_desk.model.tracking import parse_tracking_code
from registry_desk.server import clock
from registry_desk.server.entries import known_words
from registry_desk.server.entries.index import by_its_index, matching, ways_to
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
    limit = max(1, min(asked.limit, _MOST))
    with by_its_index():
        found, before = _found(asked, actor), _before(asked)
        looked_for = _looked_for(asked)
        if looked_for is None:
            older = found if before is None else found.filter(pk__lt=before)
            return list(older[:limit])
        page = _page(found, looked_for, before, limit)
        return page or _page(found, _in_pieces(found, looked_for, before), before, limit)


def count(asked: Search, actor: Actor) -> int:
    """Count what :func:`newest` finds, page after page from the first."""
    with by_its_index():
        found = _found(asked, actor)
        looked_for = _looked_for(asked)
        if looked_for is None:
            return found.count()
        return _counted(found, looked_for) or _counted(found, _in_pieces(found, looked_for, None))


def _found(asked: Search, actor: Actor) -> "QuerySet[Entry]":
    """Give the entries this person sees that have the values asked for, newest first."""
    found = Entry.objects.select_related("connected_to").order_by("-pk")
    code = _code_in(asked.words)
    if code:
        found = found.filter(tracking_code=code)
    return _with(found, asked).filter(visible(actor))


def _before(asked: Search) -> int | None:
    return by_number(asked.before).pk if asked.before else None


def _looked_for(asked: Search) -> list[Term] | None:
    """Give the terms asked for; None where it is not by words that something is asked for."""
    return terms(asked.words) if asked.words.strip() and not _code_in(asked.words) else None


def _page(
    found: "QuerySet[Entry]", looked_for: list[Term], before: int | None, limit: int
) -> list[Entry]:
    page: list[Entry] = []
    for way in ways_to(found, looked_for, before) if looked_for else ():
        page = list(way[:limit])
        if len(page) == limit:
            break
    return page


def _counted(found: "QuerySet[Entry]", looked_for: list[Term]) -> int:
    return matching(found, looked_for).count() if looked_for else 0


def _in_pieces(found: "QuerySet[Entry]", looked_for: list[Term], before: int | None) -> list[Term]:
    """Look for the words within others; for nothing where pages before had them as they are."""
    wider = known_words.within(looked_for)
    if wider == looked_for:
        return []
    is_found = before is not None and matching(found, looked_for).exists()
    return [] if is_found else wider


def _code_in(written: str) -> str:
    """Give the tracking code that was typed, or read from a receipt's QR code; empty for words."""
    try:
        code = parse_tracking_code(written.rpartition("/u/")[2].partition("#")[0])
    except ValueError:
        return ""
    is_known = Entry.objects.filter(tracking_code=code).exists()  # else words that look like one
    return code if is_known else ""


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
