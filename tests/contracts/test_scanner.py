"""What every scanner, real driver or simulated, must do: one contract, every provider passes it."""

import hashlib
import os
import threading

import pytest
from PIL import Image

from registry_desk.demo.scanner import simulated_scanner
from registry_desk.intake import ScanSettings, find_scanners, scan
from registry_desk.intake.faults import DiskFullScan, ScannerLacks
from tests.devices.papers import DPI, Answers, drivers, sheet, stack


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with simulated_scanner(tmp_path_factory.mktemp("scanner")) as started:
        yield started


@pytest.fixture
def configured(machine, monkeypatch):
    monkeypatch.setenv("SANE_CONFIG_DIR", str(machine.config_dir))
    machine.clear()
    return machine


class ScannerContract:
    """The contract; a provider gives ``device``, ``settings`` and how many pages it will yield."""

    expected = 1
    lacking = "duplex"
    is_simulated = True

    def scan(self, folder, **more):
        self.pages, self.lines, self.threads = [], [], set()

        def note(page):
            content = page.path.read_bytes()
            assert hashlib.sha256(content).hexdigest() == page.sha256, "told before it was whole"
            self.pages.append(page)
            self.threads.add(threading.current_thread())

        arguments = {
            "on_page": note,
            "progress": lambda done, total: self.lines.append((done, total)),
            "cancelled": lambda: False,
            "prompt": Answers(),
            "free_bytes_kept": 0,
            **more,
        }
        return scan(self.device, arguments.pop("settings", self.settings), folder, **arguments)

    def test_is_found_and_told(self, provider):
        found = {scanner.name: scanner for scanner in find_scanners(timeout_s=30)}
        scanner = found[self.device]
        assert scanner.label
        assert scanner.is_simulated is self.is_simulated
        assert (scanner.is_busy, scanner.problem) == (False, "")
        assert self.settings.source in scanner.sources
        assert self.settings.mode in scanner.modes
        assert self.lacking in scanner.lacks or not self.is_simulated
        assert not set(scanner.sources) & set(scanner.lacks)

    def test_gives_its_pages_in_order(self, provider, tmp_path):
        outcome = self.scan(tmp_path / "batch")
        assert outcome.page_count == len(self.pages) == self.expected
        assert [p.number for p in self.pages] == list(range(1, self.expected + 1))
        assert outcome.end == ("single" if self.settings.source == "flatbed" else "feeder_empty")

    def test_every_page_is_a_whole_private_picture(self, provider, tmp_path):
        self.scan(tmp_path / "batch")
        for page in self.pages:
            with Image.open(page.path) as image:
                image.load()
                assert image.size == (page.width_px, page.height_px)
            assert page.path.stat().st_mode & 0o077 == 0
        assert sorted(tmp_path.joinpath("batch").iterdir()) == [page.path for page in self.pages]

    def test_goes_on_where_it_is_told(self, provider, tmp_path):
        self.scan(tmp_path, first_index=41)
        assert self.pages[0].number == 41
        assert self.pages[0].path.name == "page-0041.jpg"

    def test_speaks_in_the_callers_thread(self, provider, tmp_path):
        self.scan(tmp_path)
        assert self.threads == {threading.current_thread()}

    def test_tells_of_lines(self, provider, tmp_path):
        self.scan(tmp_path)
        assert self.lines
        assert all(0 < done <= total or total == 0 for done, total in self.lines)

    def test_stops_before_it_begins(self, provider, tmp_path):
        outcome = self.scan(tmp_path, cancelled=lambda: True)
        assert outcome.end in ("cancelled", "single")
        assert outcome.page_count == len(self.pages)

    def test_keeps_room_on_the_disk(self, provider, tmp_path):
        with pytest.raises(DiskFullScan):
            self.scan(tmp_path, free_bytes_kept=1 << 60)
        assert list(tmp_path.iterdir()) == []

    def test_says_what_it_has_not(self, provider, tmp_path):
        if self.lacking in ("feeder", "duplex", "flatbed"):
            with pytest.raises(ScannerLacks):
                self.scan(tmp_path, settings=ScanSettings(self.lacking, DPI))

    def test_leaves_no_process(self, provider, tmp_path):
        before = len(drivers())
        self.scan(tmp_path)
        assert len(drivers()) == before


class TestNetworkFeeder(ScannerContract):
    expected = 3
    lacking = "bw"
    settings = ScanSettings("feeder", DPI)

    @pytest.fixture
    def provider(self, configured, tmp_path_factory):
        self.device = configured.device
        configured.load(stack(tmp_path_factory.mktemp("sheets"), self.expected))


class TestNetworkDuplex(TestNetworkFeeder):
    expected = 4
    settings = ScanSettings("duplex", DPI)

    @pytest.fixture
    def provider(self, configured, tmp_path_factory):
        self.device = configured.device
        pages = stack(tmp_path_factory.mktemp("sheets"), self.expected)
        configured.load(pages, is_two_sided=True)


class TestNetworkGlass(ScannerContract):
    lacking = "bw"
    settings = ScanSettings("flatbed", DPI)

    @pytest.fixture
    def provider(self, configured, tmp_path_factory):
        self.device = configured.device
        configured.lay_on_glass(sheet(tmp_path_factory.mktemp("sheets") / "1.jpg", 1))


class TestDriversOwnFeeder(ScannerContract):
    """SANE's test driver: its feeder is empty after ten sheets."""

    expected = 10
    settings = ScanSettings("feeder", DPI)

    @pytest.fixture
    def provider(self, configured):
        self.device = "test:0"


class TestPictureReader(ScannerContract):
    """SANE's pnm driver: any picture file as a scanner's page."""

    lacking = "feeder"

    @pytest.fixture
    def provider(self, configured, tmp_path_factory):
        folder = tmp_path_factory.mktemp("sheets")
        picture = folder / "page.ppm"
        with Image.open(sheet(folder / "1.jpg", 1)) as image:
            image.save(picture)
        self.device = "pnm:0"
        self.settings = ScanSettings("flatbed", DPI, extra=(("filename", str(picture)),))


@pytest.mark.skipif("REGISTRY_DESK_SCANNER" not in os.environ, reason="no real scanner was named")
class TestNamedDevice(ScannerContract):
    """A real scanner with a sheet on its glass: ``REGISTRY_DESK_SCANNER=name pytest …``."""

    lacking = ""
    is_simulated = False
    settings = ScanSettings("flatbed", 300)

    @pytest.fixture
    def provider(self):
        self.device = os.environ["REGISTRY_DESK_SCANNER"]
