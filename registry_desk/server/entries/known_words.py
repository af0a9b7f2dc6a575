"""Words of the register, by a piece of which an entry is found: ``anescu`` finds Ștefănescu.

The words' own index knows how words begin. Pieces from within a word are looked for among the
words that were ever entered (of letters, people and places; not of documents), and entries by the
words found.

They are gathered beside the work, a minute after an entry: nobody waits for it at the counter.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from django.db import connection

from registry_desk.server import clock
from registry_desk.server.entries.index import said
from registry_desk.server.entries.models import Entry, Gathered, KnownWord
from registry_desk.server.entries.words import Term, tokens
from registry_desk.server.writing import write

_LEAST, _MOST = 3, 50
"""Letters of a piece (both indexes hold three in a row); words it may stand for."""
_AT_ONCE = 500
_SETTLED_AFTER = timedelta(minutes=1)
"""Entries made at the same moment may become visible out of order, never by so much."""
_SQLITE = (
    "SELECT word FROM entries_wordpieces WHERE entries_wordpieces MATCH %s "
    "ORDER BY length(word), word LIMIT %s"
)
_POSTGRESQL = (
    "SELECT word FROM entries_knownword WHERE word LIKE %s ORDER BY length(word), word LIMIT %s"
)


def gather() -> bool:
    """Keep the words of the next entries; False when there are none."""
    through = Gathered.objects.values_list("through", flat=True).first() or 0
    until = clock.now() - _SETTLED_AFTER
    following = Entry.objects.filter(pk__gt=through).select_related("department").order_by("pk")
    entries = list(takewhile(lambda e: e.registered_at < until, following[:_AT_ONCE]))
    if not entries:
        return False
    words, last = _words_of(entries), entries[-1].pk  # nobody else writes meanwhile: found before
    write(lambda: _gathered(words, last))
    return True


def _gathered(words: list[KnownWord], through: int) -> None:
    KnownWord.objects.bulk_create(words, ignore_conflicts=True)
    Gathered.objects.update_or_create(pk=1, defaults={"through": through})


def keep(entries: Iterable[Entry]) -> None:
    """Keep the words of entries, each with its department; inside a write."""
    KnownWord.objects.bulk_create(_words_of(entries), ignore_conflicts=True)


def _words_of(entries: Iterable[Entry]) -> list[KnownWord]:
    found = {word for entry in entries for word in tokens(said(entry)) if _is_word(word)}
    return [KnownWord(word=word) for word in sorted(found)]


def _is_word(word: str) -> bool:
    """Tell whether pieces of a word are looked for: a number is found by how it begins."""
    return len(word) > _LEAST and not any(c.isdigit() or c == "_" for c in word)


def within(asked: list[Term]) -> list[Term]:
    """Let each word that was typed stand for the words in which it is a piece as well."""
    return [_widened(term) for term in asked]


def _widened(term: Term) -> Term:
    if len(term.typed) < _LEAST:
        return term
    is_sqlite = connection.vendor == "sqlite"
    piece = f'"{term.typed}"' if is_sqlite else f"%{term.typed}%"
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if is_sqlite else _POSTGRESQL, [piece, _MOST])
        found = tuple(word for (word,) in cursor.fetchall())
    return replace(term, others=(*term.others, *found))
