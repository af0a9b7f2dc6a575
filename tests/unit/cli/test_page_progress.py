"""The line that tells how far a batch is: pages, rate, time left."""

import sys

import pytest

from registry_desk.cli.page_progress import PageProgress
from registry_desk.i18n import speaking


class Clock:
    now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_pages_rate_and_time_left(clock):
    with speaking("en"):
        shown = PageProgress("Reading", clock_s=clock)
        shown(0, 40)
        assert shown.told(0, 40).endswith("0/40")
        clock.now_s += 6
        assert shown.told(10, 40).endswith("10/40 · 100 pages a minute · 0:18 left")
        clock.now_s += 3594
        assert shown.told(60, 180).endswith("60/180 · 1 page a minute · 2:00:00 left")


def test_pages_of_an_earlier_run_do_not_count_for_the_rate(clock):
    with speaking("en"):
        shown = PageProgress("Reading", clock_s=clock)
        shown(30, 40)
        clock.now_s += 60
        assert shown.told(32, 40).endswith("32/40 · 2 pages a minute · 4:00 left")


def test_a_batch_of_nothing_and_no_time(clock):
    shown = PageProgress("Reading", clock_s=clock)
    shown(0, 0)
    assert shown.told(0, 0).endswith("0/0")
    assert shown.told(3, 3).endswith("3/3")


def test_only_a_terminal_sees_it(clock, capsys, monkeypatch):
    silent = PageProgress("Reading", clock_s=clock)
    silent(1, 2)
    silent.close()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    seen = PageProgress("Reading", clock_s=clock)
    seen(1, 2)
    seen.close()
    said = capsys.readouterr().err
    assert said.startswith("\rReading [############------------] 1/2")
    assert said.endswith("\n")
