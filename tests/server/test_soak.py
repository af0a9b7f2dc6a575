"""The day of two hundred desks, replayed as fast as it goes, with everything counted at the end."""

import time

import pytest

from tests.server.arrangements import apart, embedded
from tests.server.counted import count_all
from tests.server.day import Day, at_work, wait_for

DESKS, LETTERS = 200, 20_000
SAMPLE_DESKS, SAMPLE_LETTERS = 20, 40
_DAY_S = 6 * 3600
ARRANGEMENTS = pytest.mark.parametrize("arrangement", [embedded, apart])


def replay(arrangement, folder, *, desks, letters):
    """Let desks do a day's letters; print how long it took and what was counted."""
    with arrangement(folder) as parts:
        server = parts["server"]
        day = Day(folder / "ledger", count=letters, has_big=False)
        begun, before = time.monotonic(), len(day.numbers)
        wait_for(at_work(server, day, folder, desks=desks, patience_s=60), timeout_s=_DAY_S)
        seconds = time.monotonic() - begun
        counted = count_all(server, day)
    print(counted, f"{(letters - before) / seconds:.1f} letters a second")
    assert counted["entries"] == counted["acknowledged"] == counted["files"] == letters


@ARRANGEMENTS
def test_desks_work_at_once(arrangement, open_folder):
    replay(arrangement, open_folder, desks=SAMPLE_DESKS, letters=SAMPLE_LETTERS)


@pytest.mark.full
@pytest.mark.timeout(2 * _DAY_S)
@ARRANGEMENTS
def test_day_of_two_hundred_desks(arrangement, lasting):
    replay(arrangement, lasting(f"day-{arrangement.__name__}"), desks=DESKS, letters=LETTERS)
