"""Scanners are found with what they can do; none of them keeps the others waiting."""

import time

import pytest

from registry_desk.demo.scanner import simulated_scanner
from registry_desk.intake import find_scanners, finding
from registry_desk.intake.describing import describe
from registry_desk.intake.driver import Device
from registry_desk.intake.faults import ScannerBusy, SearchTimedOut


def by_name(timeout_s=30):
    return {scanner.name: scanner for scanner in find_scanners(timeout_s=timeout_s)}


def test_simulated_scanner_is_found_and_marked(scanner):
    found = by_name()[scanner.device]
    assert "Simulated" in found.label
    assert found.is_simulated
    assert found.sources == ("feeder", "duplex", "flatbed", "manual_duplex")
    assert found.modes == ("color", "gray")
    assert found.resolutions_dpi == (75, 100, 150, 200, 300, 600)
    assert set(found.lacks) == {"bw", "blank_detection", "multifeed_detection"}


def test_systems_own_devices_are_found(scanner):
    assert {"test:0", "test:1", "pnm:0", "pnm:1"} <= set(by_name())


@pytest.mark.parametrize(
    ("name", "sources", "modes"),
    [
        ("Xerox-B235", {"feeder", "flatbed"}, {"color", "gray"}),
        ("HP-LaserJet-MFP-M426fdn", {"feeder", "duplex", "flatbed"}, {"color", "gray"}),
        ("Kyocera-ECOSYS-M2040dn", {"feeder", "duplex", "flatbed"}, {"color", "gray"}),
    ],
)
def test_recorded_network_devices(shared, tmp_path, monkeypatch, name, sources, modes):
    (file,) = (shared / "material").glob(f"*/scanner/{name}-ScannerCapabilities.xml")
    with simulated_scanner(tmp_path, capabilities=file) as started:
        monkeypatch.setenv("SANE_CONFIG_DIR", str(started.config_dir))
        found = by_name()[started.device]
    assert sources | {"manual_duplex"} == set(found.sources)
    assert set(found.modes) >= modes
    assert 300 in found.resolutions_dpi
    assert "paper_sensor" not in found.lacks
    assert ("duplex" in found.lacks) == ("duplex" not in sources)


def test_a_device_that_does_not_answer_is_named_and_not_waited_for(tmp_path, monkeypatch):
    """Port 9 of this machine refuses: the driver lists the device and cannot open it."""
    (tmp_path / "dll.conf").write_text("airscan\ntest\n")
    (tmp_path / "test.conf").write_text("number_of_devices 1\n")
    (tmp_path / "airscan.conf").write_text(
        '[devices]\n"Gone" = http://127.0.0.1:9/eSCL, eSCL\n[options]\ndiscovery = disable\n'
    )
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path))
    found = by_name()
    assert found["test:0"].problem == ""
    assert all(s.problem for name, s in found.items() if name.startswith("airscan"))


def test_a_search_has_an_end(scanner):
    started = time.monotonic()
    with pytest.raises(SearchTimedOut):
        find_scanners(timeout_s=0.01)
    assert time.monotonic() - started < 3


def test_a_device_that_hangs_is_named(scanner, monkeypatch):
    monkeypatch.setattr(finding, "_ONE_DEVICE_S", 0.0)
    found = by_name()
    assert len(found) == 5
    assert {s.problem for s in found.values()} == {"scanner_hangs"}


def test_a_device_in_use_says_so(scanner):
    """SANE lets a device be opened once in a process; another desk's use looks the same."""
    row = ("test:0", "Noname", "frontend-tester", "virtual device")
    with Device("test:0"):
        with pytest.raises(ScannerBusy):
            Device("test:0")
        found = describe(row)
    assert (found.is_busy, found.problem, found.sources) == (True, "scanner_busy", ())
    assert not describe(row).is_busy
