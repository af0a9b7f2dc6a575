"""Open work sorted into piles, so that any day's ages are counted without looking at each letter.

Counting 43,000 open letters took a database a quarter of a second at every look. Here their due
days lie sorted, and what falls between two days is the distance of two places.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from registry_desk.server.board import ages


@dataclass(frozen=True, slots=True)
class OpenTask:
    """What an open task tells the board."""

    department: str
    official: str | None
    state: str
    since_s: float
    """Since when it waits at its step, seconds since 1970."""
    redirected: int


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """What an open letter tells the board."""

    department: str | None
    kind: str | None
    due_on: date | None
    is_paused: bool
    is_extended: bool
    task: OpenTask | None


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open letters of a department that fall due between two of the days that matter."""

    department: str | None
    key: str
    """Kind, or account name of who has them."""
    before: date | None
    """All are due before this day; None: later than all days that matter."""
    band: str
    count: int
    oldest: date
    extended: int


@dataclass(frozen=True, slots=True)
class Step:
    """Open tasks of a department that wait at one step."""

    department: str
    state: str
    count: int
    first_s: float
    mean_s: float


_Pile = tuple[str | None, str, bool, bool]
"""Department, kind or account name, paused, extended."""


class DuePiles:
    """Due days of letters, sorted, by department and one more thing."""

    def __init__(self) -> None:
        """Begin with none."""
        self._piles: dict[_Pile, list[int]] = defaultdict(list)

    def add(self, pile: _Pile, due_on: date) -> None:
        """Lay a letter on a pile."""
        insort(self._piles[pile], due_on.toordinal())

    def take(self, pile: _Pile, due_on: date) -> None:
        """Take a letter off its pile."""
        days = self._piles[pile]
        del days[bisect_left(days, due_on.toordinal())]
        if not days:
            del self._piles[pile]

    def rows(self, today: date, is_asked: Callable[[str | None], bool]) -> Iterable[OpenRow]:
        """Count by age on a day, for the departments asked for."""
        limits = [(day, day.toordinal()) for day in ages.days_that_matter(today)]
        for (department, key, is_paused, is_extended), days in self._piles.items():
            if is_asked(department):
                for before, begin, count in _by_age(days, () if is_paused else limits):
                    oldest = date.fromordinal(days[begin])
                    band = "paused" if is_paused else ages.band_on(oldest, today)
                    extended = count if is_extended else 0
                    yield OpenRow(department, key, before, band, count, oldest, extended)


def _by_age(
    days: list[int], limits: Iterable[tuple[date, int]]
) -> Iterable[tuple[date | None, int, int]]:
    """Give for each limit the place of the first day before it, and how many are."""
    begin = 0
    for before, ordinal in limits:
        end = bisect_left(days, ordinal, begin)
        if end > begin:
            yield before, begin, end - begin
            begin = end
    if begin < len(days):
        yield None, begin, len(days) - begin


class _Waiting:
    """Since when tasks wait at a step, sorted, and the sum."""

    def __init__(self) -> None:
        self.since: list[float] = []
        self.sum_s = 0.0

    def add(self, since_s: float) -> None:
        insort(self.since, since_s)
        self.sum_s += since_s

    def take(self, since_s: float) -> None:
        del self.since[bisect_left(self.since, since_s)]
        self.sum_s -= since_s


class OpenWork:
    """All open letters and tasks of the register, by whatever names one."""

    def __init__(self) -> None:
        """Begin with none."""
        self._letters: dict[int, OpenLetter] = {}
        self.by_kind = DuePiles()
        self.by_person = DuePiles()
        self._steps: dict[tuple[str, str], _Waiting] = defaultdict(_Waiting)
        self._redirected: dict[str, int] = defaultdict(int)

    def put(self, key: int, letter: OpenLetter | None) -> None:
        """Tell how a letter stands now; None: it is open no more."""
        before = self._letters.pop(key, None)
        if before:
            self._take(before)
        if letter:
            self._letters[key] = letter
            self._add(letter)

    def _add(self, letter: OpenLetter) -> None:
        task = letter.task
        if letter.due_on:
            self.by_kind.add(_kind_pile(letter), letter.due_on)
            if task:
                self.by_person.add(_person_pile(letter, task), letter.due_on)
        if task:
            self._steps[task.department, task.state].add(task.since_s)
            self._redirected[task.department] += task.redirected

    def _take(self, letter: OpenLetter) -> None:
        task = letter.task
        if letter.due_on:
            self.by_kind.take(_kind_pile(letter), letter.due_on)
            if task:
                self.by_person.take(_person_pile(letter, task), letter.due_on)
        if task:
            self._steps[task.department, task.state].take(task.since_s)
            self._redirected[task.department] -= task.redirected

    def steps(self) -> list[Step]:
        """Tell at which steps tasks wait, by department and step."""
        return [
            Step(*step, len(waiting.since), waiting.since[0], waiting.sum_s / len(waiting.since))
            for step, waiting in sorted(self._steps.items())
            if waiting.since
        ]

    def redirected(self) -> dict[str, int]:
        """Give how often open tasks were sent on, by department."""
        return dict(self._redirected)


def _kind_pile(letter: OpenLetter) -> _Pile:
    return letter.department, letter.kind or "", letter.is_paused, letter.is_extended


def _person_pile(letter: OpenLetter, task: OpenTask) -> _Pile:
    return task.department, task.official or "", letter.is_paused, letter.is_extended
