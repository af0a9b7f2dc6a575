"""A scan that the person stops ends as stopped, whatever the driver says on the way out."""

import threading

import pytest

from registry_desk.intake import worker
from registry_desk.intake.faults import FeederJammed, PageTruncated, ScannerFailed


class Talkative:
    """Stands in for a driver that answers a cancelled read with a fault: no real one does always.

    SANE's own ``test`` does so now and then (EINVAL from ``sane_get_parameters``).
    """

    def __init__(self, link, fault, *, is_stopped):
        self._link, self._fault, self._is_stopped = link, fault, is_stopped

    def start(self):
        """Begin a page."""

    def read(self, _progress):
        """Fail, with or without the person's word before."""
        if self._is_stopped:
            self._link.stopped.set()
        raise self._fault


class Desk:
    """The part of the worker's link that reading a page needs."""

    def __init__(self):
        self.stopped = threading.Event()


@pytest.mark.parametrize("fault", [ScannerFailed(reason="Invalid argument"), PageTruncated()])
def test_fault_of_a_stopped_read_is_the_stop(fault):
    link = Desk()
    assert worker._next_frame(Talkative(link, fault, is_stopped=True), link) is None


def test_fault_of_a_read_nobody_stopped_is_said():
    link = Desk()
    with pytest.raises(FeederJammed):
        worker._next_frame(Talkative(link, FeederJammed(), is_stopped=False), link)
