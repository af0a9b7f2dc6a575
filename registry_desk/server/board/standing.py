"""Open work as it stands: read whole once a day, then followed by what the audit rows name.

Every act writes an audit row with the letter's number in the same transaction, so a letter that no
row has named since the last look stands as it stood. Rows are looked at before the letters they
name: what comes between is told again the next time. Each process keeps its own.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from registry_desk.model.number import RegistrationNumber
from registry_desk.server import clock
from registry_desk.server.audit.models import AuditRow
from registry_desk.server.board.piles import OpenLetter, OpenTask, OpenWork
from registry_desk.server.entries.models import Entry

_LOOK_BACK = 1_000
_FORGET_S = 600.0
"""After so long a number that the sequence of audit rows left out is no act that still runs."""
_MOST_NUMBERS = 400
_FIELDS = (
    "pk", "closed_at", "annulled_at", "department", "kind", "due_on", "paused_on", "extended_days",
    "open_task", "open_task__department", "open_task__official", "open_task__state",
    "open_task__assigned_at", "open_task__opened_at", "open_task__redirected_count",
)  # fmt: skip
_Told = tuple[int, str, str]
"""An audit row's key, its leaf, and whom it is about."""


@contextmanager
def open_work() -> Iterator[OpenWork]:
    """Give the open work as it stands, to nobody else meanwhile."""
    with _standing().followed() as work:
        yield work


@cache
def _standing() -> "_Standing":
    return _Standing()


class _Standing:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._work = OpenWork()
        self._read_on: date | None = None
        self._last: tuple[int, str] | None = None
        self._gaps: dict[int, float] = {}
        """Audit rows that others had numbered and not yet committed, and since when."""

    @contextmanager
    def followed(self) -> Iterator[OpenWork]:
        with self._lock:
            told = self._told() if self._read_on == clock.today() else None
            self._read_on = None  # what fails on the way is read whole the next time
            if told is None:
                self._read_all()
            else:
                self._follow(told)
            self._read_on = clock.today()
            yield self._work

    def _told(self) -> list[_Told] | None:
        """Give the audit rows that came since the last look.

        None: this is not the register that was read; another may have been put back.
        """
        if self._last is None:
            return None
        rows = AuditRow.objects.filter(Q(pk__gte=self._last[0]) | Q(pk__in=list(self._gaps)))
        told = list(rows.order_by("pk").values_list("pk", "leaf", "subject"))
        others = [row for row in told if row[:2] != self._last]
        return others if len(others) < len(told) else None

    def _read_all(self) -> None:
        self._work, self._gaps = OpenWork(), {}
        self._last = AuditRow.objects.order_by("-pk").values_list("pk", "leaf").first()
        if self._last:
            begin = max(0, self._last[0] - _LOOK_BACK)
            seen = AuditRow.objects.filter(pk__gt=begin).values_list("pk", flat=True)
            self._note_gaps(begin, self._last[0], set(seen))
        for key, letter in _letters(Q(closed_at=None, annulled_at=None)):
            self._work.put(key, letter)

    def _follow(self, told: list[_Told]) -> None:
        begin = self._last[0] if self._last else 0
        seen = {pk for pk, _, _ in told}
        if seen and max(seen) > begin:
            self._last = told[-1][:2]
            self._note_gaps(begin, told[-1][0], seen)
        now = time.monotonic()
        self._gaps = {
            pk: since
            for pk, since in self._gaps.items()
            if pk not in seen and now - since < _FORGET_S
        }
        for which in _named({subject for _, _, subject in told}):
            for key, letter in _letters(which):
                self._work.put(key, letter)

    def _note_gaps(self, after: int, until: int, seen: set[int]) -> None:
        now = time.monotonic()
        for pk in range(after + 1, until):
            if pk not in seen:
                self._gaps.setdefault(pk, now)


def _named(subjects: Iterable[str]) -> Iterator[Q]:
    """Give what finds the letters that audit rows name, some at a time; most rows name one."""
    values: dict[tuple[int, str], list[int]] = defaultdict(list)
    for subject in subjects:
        try:
            number = RegistrationNumber.parse(subject)
        except ValueError:
            continue
        values[number.year, number.prefix].append(number.value)
    for (year, prefix), found in values.items():
        for begin in range(0, len(found), _MOST_NUMBERS):
            here = found[begin : begin + _MOST_NUMBERS]
            yield Q(year=year, prefix=prefix, value__in=here)


def _letters(which: Q) -> Iterator[tuple[int, OpenLetter | None]]:
    rows: QuerySet[Any] = Entry.objects.filter(which).order_by()
    task = FilteredRelation("task", condition=Q(task__closed_at=None))
    for row in rows.annotate(open_task=task).values(*_FIELDS).iterator(chunk_size=2_000):
        is_open = row["closed_at"] is None and row["annulled_at"] is None
        yield row["pk"], _letter(row) if is_open else None


def _letter(row: dict[str, Any]) -> OpenLetter:
    return OpenLetter(
        department=row["department"],
        kind=row["kind"],
        due_on=row["due_on"],
        is_paused=row["paused_on"] is not None,
        is_extended=row["extended_days"] > 0,
        task=_task(row) if row["open_task"] else None,
    )


def _task(row: dict[str, Any]) -> OpenTask:
    since = row["open_task__opened_at"] or row["open_task__assigned_at"]
    return OpenTask(
        department=row["open_task__department"],
        official=row["open_task__official"],
        state=row["open_task__state"],
        since_s=since.timestamp(),
        redirected=row["open_task__redirected_count"],
    )
