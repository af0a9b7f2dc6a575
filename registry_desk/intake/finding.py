"""Looking for scanners, without ever waiting for one that does not answer."""

import time
from collections.abc import Sequence

from registry_desk.intake.capture import Scanner
from registry_desk.intake.describing import scanner_of
from registry_desk.intake.faults import ScannerCrashed, ScannerHangs, SearchTimedOut
from registry_desk.intake.host import DriverProcess
from registry_desk.intake.messages import Described, Failed, Listed
from registry_desk.intake.worker import run_describe, run_list

_ONE_DEVICE_S = 6.0
_SHARE_OF_LISTING = 0.6

_Row = tuple[str, str, str, str]


def find_scanners(*, timeout_s: float = 10) -> list[Scanner]:
    """Find the scanners that can be reached and what each can do.

    A device that hangs or that another desk uses is listed with that reason; the others are not
    kept waiting for it.

    Args:
        timeout_s: the longest time in all.

    Raises:
        SearchTimedOut: the drivers did not even finish their list.
        DriversMissing: SANE is not installed.
        ScannerCrashed: a driver died while it looked.
    """
    until = time.monotonic() + timeout_s
    rows = _list(timeout_s * _SHARE_OF_LISTING)
    found: dict[str, Scanner] = {}
    while left := [row for row in rows if row[0] not in found]:
        if time.monotonic() >= until:
            found |= {row[0]: scanner_of(row, None, problem=ScannerHangs.code) for row in left}
        else:
            _describe(left, found, until)
    return [found[row[0]] for row in rows]


def _list(timeout_s: float) -> Sequence[_Row]:
    with DriverProcess(run_list) as worker:
        message = worker.receive(timeout_s)
        if message is None:
            worker.kill()
            raise SearchTimedOut(seconds=round(timeout_s))
    if isinstance(message, Failed):
        raise message.error
    return message.devices if isinstance(message, Listed) else ()


def _describe(rows: Sequence[_Row], found: dict[str, Scanner], until: float) -> None:
    """Have a worker describe devices one by one; the one it hangs or dies on is noted as such."""
    with DriverProcess(run_describe, tuple(rows)) as worker:
        for row in rows:
            limit = min(_ONE_DEVICE_S, until - time.monotonic())
            problem = ScannerHangs.code
            try:
                message = worker.receive(max(limit, 0))
            except ScannerCrashed:
                message, problem = None, ScannerCrashed.code
            if not isinstance(message, Described):
                worker.kill()
                found[row[0]] = scanner_of(row, None, problem=problem)
                return
            found[row[0]] = message.scanner
