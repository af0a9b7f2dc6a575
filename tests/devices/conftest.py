"""A simulated scanner, its sheets, and a scan with everything it wants."""

import threading

import pytest

from registry_desk.demo.scanner import simulated_scanner
from registry_desk.intake import ScanSettings, scan
from tests.devices.papers import DPI, Answers, stack


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    with simulated_scanner(tmp_path_factory.mktemp("scanner")) as started:
        yield started


@pytest.fixture(scope="session")
def sheets(tmp_path_factory):
    return stack(tmp_path_factory.mktemp("sheets"), 12)


@pytest.fixture
def scanner(machine, monkeypatch):
    """Give the simulated scanner, empty and in order."""
    monkeypatch.setenv("SANE_CONFIG_DIR", str(machine.config_dir))
    machine.clear()
    machine.load([])
    machine.lay_on_glass(None)
    machine.set_pace(0)
    yield machine
    machine.clear()


class Scan:
    """One scan after another into one folder, as a desk does it."""

    def __init__(self, device, folder):
        self.device, self.folder = device, folder
        self.pages, self.lines, self.threads = [], [], set()

    def __call__(
        self, source="feeder", *, cancelled=lambda: False, prompt=None, on_page=None, **more
    ):
        mode, extra = more.pop("mode", "color"), more.pop("extra", ())
        reverses = more.pop("is_backs_reversed", True)

        def note(page):
            self.pages.append(page)
            self.threads.add(threading.current_thread())
            if on_page:
                on_page(page)

        return scan(
            more.pop("device", self.device),
            ScanSettings(
                source, more.pop("dpi", DPI), mode, extra=extra, is_backs_reversed=reverses
            ),
            self.folder,
            first_index=more.pop("first_index", 1 + max((p.number for p in self.pages), default=0)),
            on_page=note,
            progress=lambda done, total: self.lines.append((done, total)),
            cancelled=cancelled,
            prompt=prompt or Answers(),
            free_bytes_kept=more.pop("free_bytes_kept", 1 << 20),
            **more,
        )


@pytest.fixture
def scanning(scanner, tmp_path):
    return Scan(scanner.device, tmp_path / "batch")
