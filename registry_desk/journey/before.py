"""What the register holds of a sender: other copies of the letter, and where theirs went."""

import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from registry_desk.client import RegisterClient
from registry_desk.i18n import text
from registry_desk.model.document import Suggestion
from registry_desk.wire import Entry, Search
from registry_desk.wire.words import ask

_DAYS = 90
"""A petition sent twice comes within weeks; a yearly request is no duplicate."""
_MEMORY_DAYS = 2 * 365
"""Departments are rearranged: older letters say little of where the next one goes."""
_LEAST, _MOSTLY = 2, 0.75
"""So many earlier letters, and that share of them, went to a department that is suggested."""
_SAME_SENDER = 88.0
_SAME_SUBJECT = 80.0
_SHOWN = 3
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Before:
    """What came from a sender before."""

    like: tuple[Entry, ...] = ()
    """Entries that a letter is probably another copy of, the likest first."""
    department: Suggestion | None = None
    """Where most of the sender's letters went."""


def look_before(register: RegisterClient, *, sender: str, subject: str, today: date) -> Before:
    """Give what the register holds of a letter's sender.

    Args:
        register: asked once.
        sender: as read or typed.
        subject: as read or typed.
        today: the office's day.

    Raises:
        UnavailableError: the register does not answer; nothing is known then.

    Source: Government Ordinance 27/2002, art. 10 (repeated petitions are connected to the first).
    """
    if len(sender.strip()) < 3:
        return Before()
    since = today - timedelta(days=_MEMORY_DAYS)
    found = register.search(ask(Search, words=_plain(sender)[:_LONGEST], since=since, limit=50))
    theirs = [one for one in found if one.state != "annulled" and _is_from(one, sender)]
    return Before(_like(theirs, subject, today), _usual_department(theirs))


def _is_from(entry: Entry, sender: str) -> bool:
    return _likeness(entry.sender_name or "", sender) >= _SAME_SENDER


def _like(theirs: list[Entry], subject: str, today: date) -> tuple[Entry, ...]:
    """Give the letters of a sender that say the same, not long ago."""
    if len(subject.strip()) < 3:
        return ()
    recent = today - timedelta(days=_DAYS)
    judged = [
        (_likeness(entry.subject or "", subject), entry)
        for entry in theirs
        if entry.registered_at.date() >= recent
    ]
    like = sorted((one for one in judged if one[0] >= _SAME_SUBJECT), key=lambda one: -one[0])
    return tuple(entry for _score, entry in like[:_SHOWN])


def _usual_department(theirs: list[Entry]) -> Suggestion | None:
    """Give where a sender's letters go, with how many of them as the reason."""
    went = Counter(entry.department for entry in theirs if entry.department)
    if not went:
        return None
    (department, count), *_ = went.most_common(1)
    share = count / went.total()
    if count < _LEAST or share < _MOSTLY:
        return None
    reason = text("counter.earlier_letters", count=count, total=went.total())
    return Suggestion(department, round(0.9 * share, 3), reason)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.token_sort_ratio(_plain(one), _plain(other))


def _plain(words: str) -> str:
    """Give words without diacritics, case and punctuation, as two readings of one name agree."""
    apart = unicodedata.normalize("NFD", words.casefold())
    kept = (c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
