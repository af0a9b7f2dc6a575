"""Every trouble has a name, keeps the pages before it, and the scan goes on without a hole."""

import os
import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

from registry_desk.demo.scanner import Fault
from registry_desk.errors import DeviceError
from registry_desk.intake import faults
from tests.conftest import CHECKOUT
from tests.devices.papers import drivers, number_on

TROUBLES = {
    Fault.JAM: faults.FeederJammed,
    Fault.COVER_OPEN: faults.CoverOpen,
    Fault.DOUBLE_FEED: faults.DoubleFeed,
    Fault.TRUNCATED: faults.PageTruncated,
    Fault.CUT: faults.ScannerFailed,
    Fault.UNPLUGGED: faults.ScannerUnplugged,
    Fault.STOPPED: faults.FeederStopped,
    Fault.ENDLESS: faults.ScannerHangs,
    Fault.BUSY: faults.ScannerHangs,
}


def numbers(scanning):
    return [number_on(page.path) for page in scanning.pages]


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_trouble_in_mid_stack(scanner, scanning, sheets, trouble):
    scanner.load(sheets[:5])
    scanner.break_at(trouble, after_pages=2)
    with pytest.raises(TROUBLES[trouble]) as said:
        scanning(page_timeout_s=4)
    assert (said.value.params["page"], said.value.params["sheet"]) == (3, 3)
    assert "…" not in said.value.message + said.value.next_step
    assert numbers(scanning) == [1, 2]
    scanner.clear(sheet=said.value.params["sheet"])
    scanning()
    assert numbers(scanning) == [1, 2, 3, 4, 5]
    assert [p.number for p in scanning.pages] == [1, 2, 3, 4, 5]
    assert sorted(p.name for p in scanning.folder.iterdir()) == [
        f"page-{n:04d}.jpg" for n in range(1, 6)
    ]


@pytest.mark.parametrize("after", [2, 3], ids=["at a front", "at a back"])
@pytest.mark.parametrize(
    "trouble", [Fault.JAM, Fault.COVER_OPEN, Fault.TRUNCATED, Fault.CUT], ids=str
)
def test_trouble_in_duplex_never_leaves_half_a_sheet(scanner, scanning, sheets, trouble, after):
    scanner.load(sheets[:8], is_two_sided=True)
    scanner.break_at(trouble, after_pages=after)
    with pytest.raises(TROUBLES[trouble]) as said:
        scanning("duplex")
    assert said.value.params["sheet"] == 2
    assert numbers(scanning) == [1, 2]
    scanner.clear(sheet=2)
    scanning("duplex")
    assert numbers(scanning) == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("trouble", [Fault.JAM, Fault.COVER_OPEN, Fault.DOUBLE_FEED], ids=str)
def test_trouble_at_the_first_sheet_is_no_empty_feeder(scanner, scanning, sheets, trouble):
    scanner.load(sheets[:2])
    scanner.break_at(trouble)
    with pytest.raises(TROUBLES[trouble]):
        scanning()


def test_busy_device_says_so(scanner, scanning, sheets):
    scanner.load(sheets[:2])
    scanner.break_at(Fault.BUSY)
    with pytest.raises(faults.ScannerBusy):
        scanning(page_timeout_s=30)


RETURNED = {
    "JAMMED": faults.FeederJammed,
    "COVER_OPEN": faults.CoverOpen,
    "DEVICE_BUSY": faults.ScannerBusy,
    "IO_ERROR": faults.ScannerFailed,
    "NO_MEM": faults.ScannerFailed,
    "ACCESS_DENIED": faults.ScannerDenied,
    "NO_DOCS": faults.FeederEmpty,
    "INVAL": faults.ScannerFailed,
    "EOF": faults.PageTruncated,
}


@pytest.mark.parametrize("status", RETURNED)
def test_what_a_driver_returns(scanning, status):
    """SANE's own test driver returns each status while a page is read."""
    with pytest.raises(RETURNED[status]) as said:
        scanning(device="test:0", extra=(("read-return-value", f"SANE_STATUS_{status}"),))
    assert said.value.family == "device"
    assert scanning.pages == []


def test_sixteen_bits_are_refused(scanning):
    with pytest.raises(faults.DepthUnsupported) as said:
        scanning("flatbed", device="test:0", mode="gray", extra=(("depth", 16),))
    assert said.value.params["depth"] == 16


def test_device_that_knows_no_length_is_read(scanning):
    outcome = scanning("flatbed", device="test:0", extra=(("hand-scanner", True),))
    assert outcome.page_count == 1


def test_cancelled_page_is_not_kept(scanning):
    slow = (("read-delay", True), ("read-delay-duration", 20000), ("read-limit", True))
    outcome = scanning(
        "flatbed",
        device="test:0",
        dpi=300,
        extra=(*slow, ("read-limit-size", 4000)),
        cancelled=lambda: len(scanning.lines) > 0,
    )
    assert (outcome.end, outcome.page_count) == ("cancelled", 0)
    assert list(scanning.folder.iterdir()) == []


def test_unknown_scanner_is_said(scanning):
    with pytest.raises(faults.ScannerMissing) as said:
        scanning(device="nobody:0")
    assert said.value.params["device"] == "nobody:0"


def test_unknown_option_is_said(scanning):
    for extra in (("no-such", "1"), ("depth", "many")):
        with pytest.raises(faults.OptionRefused):
            scanning("flatbed", device="test:0", extra=(extra,))


def test_nearly_full_disk_stops_before_a_sheet_moves(scanner, scanning, sheets):
    scanner.load(sheets[:2])
    with pytest.raises(faults.DiskFullScan):
        scanning(free_bytes_kept=1 << 60)
    assert scanner.sheets_left() == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_disk_that_fills_while_scanning(scanner, scanning, sheets):
    scanning.folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(scanning.folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        scanner.load(sheets[:6])
        with pytest.raises(faults.DiskFullScan) as said:
            scanning(free_bytes_kept=0)
        kept = numbers(scanning)
        assert kept == list(range(1, len(kept) + 1))
        assert 0 < len(kept) < 6
        assert said.value.params["page"] == len(kept) + 1
        assert not list(scanning.folder.glob("*.part"))
    finally:
        subprocess.run(["umount", str(scanning.folder)], check=True)


# --- the driver's process --------------------------------------------------------------------


def the_driver():
    """Give the process that owns the driver (the simulated scanner is the older child)."""
    return max(drivers(), key=lambda child: child.create_time())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_driver_that_dies(scanner, scanning, sheets, how):
    scanner.set_pace(0.2)
    scanner.load(sheets[:5])

    def kill(page):
        if page.number == 2:
            the_driver().send_signal(how)

    with pytest.raises(faults.ScannerCrashed) as said:
        scanning(on_page=kill)
    assert len(scanning.pages) >= 2
    scanner.clear(sheet=said.value.params["sheet"])
    scanning()
    assert numbers(scanning) == [1, 2, 3, 4, 5]


def test_driver_that_hangs(scanner, scanning, sheets):
    scanner.set_pace(0.2)
    scanner.load(sheets[:4])

    def freeze(page):
        if page.number == 1:
            the_driver().send_signal(signal.SIGSTOP)

    with pytest.raises(faults.ScannerHangs) as said:
        scanning(on_page=freeze, page_timeout_s=2)
    scanner.clear(sheet=said.value.params["sheet"])
    scanning()
    assert numbers(scanning) == [1, 2, 3, 4]


def kill_and_go_on(scanner, scanning, sheets, source, moment):
    """Scan a stack whose driver is killed at some moment, and go on until it is whole."""
    is_duplex = source == "duplex"
    scanner.clear()
    scanner.load(sheets, is_two_sided=is_duplex)
    until = time.monotonic() + moment

    def kill():
        if time.monotonic() >= until and not killed:
            killed.append(True)
            the_driver().kill()
        return False

    killed = []
    try:
        scanning(source, cancelled=kill)
    except faults.ScannerCrashed as said:
        scanner.clear(sheet=said.params["sheet"])
        if scanner.sheets_left():
            scanning(source)


@pytest.mark.parametrize("source", ["feeder", "duplex"])
def test_driver_killed_at_any_moment(scanner, scanning, sheets, source, tmp_path, request):
    rounds = 100 if request.config.getoption("--full") else 3
    chance = random.Random(20261124)
    scanner.set_pace(0.05)
    for number in range(rounds):
        scanning.folder, scanning.pages = tmp_path / f"{source}-{number}", []
        kill_and_go_on(scanner, scanning, sheets[:6], source, chance.uniform(0.05, 1.6))
        assert numbers(scanning) == [1, 2, 3, 4, 5, 6]
        assert [p.number for p in scanning.pages] == [1, 2, 3, 4, 5, 6]


def test_error_of_the_desk_ends_the_driver(scanner, scanning, sheets):
    scanner.load(sheets[:5])

    def fail(page):
        raise DeviceError

    before = len(drivers())
    with pytest.raises(DeviceError):
        scanning(on_page=fail)
    assert len(drivers()) == before


PROGRAM = """
import sys
from pathlib import Path
from registry_desk.intake import ScanSettings, scan

class Nobody:
    def ask(self, code, **params):
        return True

if __name__ == "__main__":
    scan(sys.argv[1], ScanSettings(dpi=100), Path(sys.argv[2]),
         on_page=lambda page: print(page.path, flush=True),
         progress=lambda done, total: None, cancelled=lambda: False, prompt=Nobody())
"""


def test_killed_desk_takes_the_driver_with_it(scanner, sheets, tmp_path):
    scanner.set_pace(0.3)
    scanner.load(sheets[:10])
    program = tmp_path / "desk.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    desk = subprocess.Popen(
        [sys.executable, str(program), scanner.device, str(tmp_path / "batch")],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
    with desk, desk.stdout:
        told = [desk.stdout.readline().strip() for _ in range(2)]
        children = psutil.Process(desk.pid).children(recursive=True)
        desk.kill()
        desk.wait()
        _, alive = psutil.wait_procs(children, timeout=2)
        assert alive == []
    assert [number_on(path) for path in told] == [1, 2]
