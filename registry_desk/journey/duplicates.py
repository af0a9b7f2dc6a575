"""Entries that say what a letter says: the same sender, nearly the same subject, not long ago."""

import unicodedata
from datetime import date, timedelta

from registry_desk.client import RegisterClient
from registry_desk.wire import Entry, Search
from registry_desk.wire.words import ask

_DAYS = 90
"""A petition sent twice comes within weeks; a yearly request is no duplicate."""
_SAME_SENDER = 88.0
_SAME_SUBJECT = 80.0
_SHOWN = 3
_LONGEST = 200


def find_like(
    register: RegisterClient, *, sender: str, subject: str, today: date
) -> tuple[Entry, ...]:
    """Give the entries a letter is probably another copy of, the likest first.

    Args:
        register: asked once.
        sender: as read or typed.
        subject: as read or typed.
        today: the office's day.

    Raises:
        UnavailableError: the register does not answer; nothing is known then.

    Source: Government Ordinance 27/2002, art. 10 (repeated petitions are connected to the first).
    """
    if len(sender.strip()) < 3 or len(subject.strip()) < 3:
        return ()
    since = today - timedelta(days=_DAYS)
    found = register.search(ask(Search, words=_plain(sender)[:_LONGEST], since=since, limit=50))
    judged = [(_likeness(entry, sender, subject), entry) for entry in found]
    like = sorted((pair for pair in judged if pair[0]), key=lambda pair: -pair[0])
    return tuple(entry for _score, entry in like[:_SHOWN])


def _likeness(entry: Entry, sender: str, subject: str) -> float:
    from rapidfuzz import fuzz

    if entry.state == "annulled":
        return 0.0
    same_sender = fuzz.token_sort_ratio(_plain(entry.sender_name or ""), _plain(sender))
    same_subject = fuzz.token_sort_ratio(_plain(entry.subject or ""), _plain(subject))
    if same_sender < _SAME_SENDER or same_subject < _SAME_SUBJECT:
        return 0.0
    return same_sender + same_subject


def _plain(words: str) -> str:
    """Give words without diacritics, case and punctuation, as two readings of one name agree."""
    apart = unicodedata.normalize("NFD", words.casefold())
    kept = (c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
