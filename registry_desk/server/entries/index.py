"""The index entries are found by: FTS5 on SQLite, a GIN index on PostgreSQL, one shape for both."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

from registry_desk.server.entries.models import Entry, IndexedWords, IndexRow
from registry_desk.server.entries.words import Term, tokens

_FIELDS = (
    "sender_name",
    "sender_address",
    "sender_registration_number",
    "addressee",
    "subject",
    "case_number",
    "cui",
    "email",
)
"""What an entry is found by, beside its number and department; the personal number is not."""
_WINDOWS, _PAGE, _MOST_RECENT = (400, 4_000, 40_000), 50, 500
"""Newest entries looked through, one window after the other until a page is full. A word that fills
none from the last is in one of 800, which its index gives at once."""
_PHRASE_WINDOWS, _OFTEN = (100_000,), 2
"""What is looked through after the first window for a phrase that is in fewer of it."""
_LOOKING, _DEAR_TO = 0.5, 4_000
"""What looking into an entry's words is said to cost, up to a window so wide; beyond, the less."""
_MOST_PLACES, _MOST_BYTES = 16_000, 700_000
SQLITE = "REPLACE INTO entries_index (rowid, words) VALUES (%s, %s)"
POSTGRESQL = (
    "INSERT INTO entries_index (rowid, words) VALUES (%s, %s::tsvector) "
    "ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words"
)


def keep(entry: Entry, *, has_files: bool = True) -> None:
    """Index an entry as it stands now, with what its documents say; inside a write.

    Args:
        entry: with its department.
        has_files: no for a new one; then nothing is asked.
    """
    documents = _documents(entry) if has_files else ()
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute(SQLITE if is_sqlite else POSTGRESQL, [entry.pk, indexed(entry, documents)])


def _documents(entry: Entry) -> tuple[str, ...]:
    from registry_desk.server.texts.models import DocumentText

    texts = DocumentText.objects.filter(entry_id=entry.pk).exclude(words="").order_by("pk")
    return tuple(texts.values_list("words", flat=True))


def said(entry: Entry) -> str:
    """Give what an entry itself is found by, with its department."""
    values = (str(getattr(entry, name, None) or "") for name in _FIELDS)
    department = entry.department.name if entry.department else ""
    return " ".join((entry.number, *values, department))


def indexed(entry: Entry, documents: Iterable[str] = ()) -> str:
    """Give what is kept of an entry and its documents' words, as its database wants it."""
    found = tokens(said(entry))
    for words in documents:
        found += words.split()
    if connection.vendor == "sqlite":
        return " ".join(found)
    return _vector(found)


def _vector(found: list[str]) -> str:
    """Give words as PostgreSQL takes them: with places as far as it counts, then without.

    Source: PostgreSQL, Text Search Limitations: positions to 16,383, a vector below 1 MB.
    """
    placed = [f"'{word}':{place}" for place, word in enumerate(found[:_MOST_PLACES], start=1)]
    room = _MOST_BYTES - sum(len(word.encode()) + 8 for word in set(found[:_MOST_PLACES]))
    for word in dict.fromkeys(found[_MOST_PLACES:]):
        room -= len(word.encode()) + 8
        if room < 0:
            break
        placed.append(f"'{word}'")
    return " ".join(placed)


@IndexedWords.register_lookup
class Matches(Lookup):
    """``words__matches``: every term of a query is there."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        """Ask FTS5."""
        left, _ = self.process_lhs(compiler, connection)
        asked = (" OR ".join(_fts5(form, term) for form in _forms(term)) for term in self.rhs)
        return f"{left} MATCH %s", [" AND ".join(f"({term})" for term in asked)]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        """Ask the GIN index."""
        left, _ = self.process_lhs(compiler, connection)
        asked = (" | ".join(_tsquery(form, term) for form in _forms(term)) for term in self.rhs)
        return f"{left} @@ %s::tsquery", [" & ".join(f"({term})" for term in asked)]


def _forms(term: Term) -> list[tuple[str, ...]]:
    return [term.words, *((other,) for other in term.others)]


def _fts5(words: tuple[str, ...], term: Term) -> str:
    return f'"{" ".join(words)}"{"*" if term.is_beginning else ""}'


def _tsquery(words: tuple[str, ...], term: Term) -> str:
    return f"({' <-> '.join(map(repr, words))}{':*' if term.is_beginning else ''})"


def matching(found: "models.QuerySet[Entry]", asked: list[Term]) -> "models.QuerySet[Entry]":
    """Keep the entries that have every term."""
    return found.filter(indexed__words__matches=asked)


def ways_to(
    found: "models.QuerySet[Entry]", asked: list[Term], before: int | None
) -> "Iterator[models.QuerySet[Entry]]":
    """Give ways to the newest entries that have every term, the quickest first.

    The first that fills a page has it; the last has whatever there is. PostgreSQL has no index that
    gives what is found in order of time, guesses that any beginning of a word is in every two
    hundredth entry, and does not know what it costs to look into the words of long documents: left
    alone it walks through all entries for a rare word, or sorts half a million for a common one.

    Args:
        found: entries with everything else that is asked.
        asked: the terms.
        before: key of the last entry seen; None for the first page.
    """
    matched = matching(found, asked)
    if before is not None:
        found, matched = found.filter(pk__lt=before), matched.filter(indexed__lt=before)
    is_common = True
    if connection.vendor == "postgresql":
        recent = _recent(asked, before)
        is_common = len(recent) >= _PAGE
        if is_common:
            yield found.filter(pk__in=recent).order_by("-pk")
    key = models.F("indexed__pk")
    yield matched.order_by(key.desc() if is_common else (key + 0).desc())


@contextmanager
def by_its_index() -> Iterator[None]:
    """Have PostgreSQL trust the index of words in one search.

    It reckons with a disk that turns, four times as slow at a random place, and would read all
    entries through rather than look a few up; and it would start two more processes for what takes
    less time than their start (a rare word: 5 ms with them, 0.2 ms without).

    Source: PostgreSQL, 19.7.2 random_page_cost: 1.1 for SSDs and what is mostly in memory; 15.1 How
    Parallel Query Works.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        _set("random_page_cost = 1.1", "max_parallel_workers_per_gather = 0")
        yield


def _recent(asked: list[Term], before: int | None) -> list[int]:
    """Give the keys of the newest entries that have every term, without one left out between.

    The index of words is combined with the one of keys: looking into the words of 20,000 letters
    with their documents took 150 ms, this 2 ms. PostgreSQL does so where looking into words costs
    enough, and going through the keys of a wide window not too much: it has one cost for both.
    """
    rows = IndexRow.objects.order_by("-pk")
    if before is None:
        before = (rows.values_list("pk", flat=True).first() or 0) + 1
    found = rows.filter(pk__lt=before, words__matches=asked).values_list("pk", flat=True)
    is_phrase = any(len(term.words) > 1 for term in asked)
    recent: list[int] = []
    windows: tuple[int, ...] = _WINDOWS
    while windows:
        window, *wider = windows
        _set(
            "enable_indexscan = off", f"cpu_operator_cost = {_LOOKING * min(1, _DEAR_TO / window)}"
        )
        recent = list(found.filter(pk__gte=before - window)[:_MOST_RECENT])
        is_enough = len(recent) >= _PAGE or window >= before
        windows = () if is_enough else _next(window, wider, len(recent), is_phrase=is_phrase)
    _set("enable_indexscan = DEFAULT", "cpu_operator_cost = DEFAULT")
    return recent


def _next(window: int, wider: Sequence[int], count: int, *, is_phrase: bool) -> tuple[int, ...]:
    """Give the windows after one that held so few; none where all are quicker sorted.

    Each look for a phrase goes through all letters that have its words, whatever the window: 8 ms
    where they are in every twelfth of a million. So what is in none of the first, or in one by
    chance, is looked for once more, in a window that holds a page of what is in every two
    thousandth.
    """
    if window == _WINDOWS[0]:
        return _PHRASE_WINDOWS if is_phrase and count < _OFTEN else tuple(wider)
    is_rare = not wider or count * wider[0] < _PAGE * window
    return () if is_rare else tuple(wider)


def _set(*settings: str) -> None:
    """Set how PostgreSQL plans, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {setting}" for setting in settings))
