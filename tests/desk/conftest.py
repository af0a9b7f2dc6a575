"""A window on a real register and a simulated scanner, driven by keys and mouse."""

import pytest

from registry_desk import i18n
from registry_desk.demo.letters import sample_letters
from registry_desk.demo.scanner import simulated_scanner
from registry_desk.desk.app import application
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.window import DeskWindow
from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.registration import Counter
from tests.journeys.conftest import (  # noqa: F401 - fixtures of the real town hall
    counter,
    line,
    readers,
    room,
    town_hall,
    tray,
)


@pytest.fixture(scope="session")
def qapp():
    i18n.use("ro")
    return application("light")


@pytest.fixture
def scanner(tmp_path, monkeypatch):
    with simulated_scanner(tmp_path / "scanner") as started:
        monkeypatch.setenv("SANE_CONFIG_DIR", str(started.config_dir))
        yield started


@pytest.fixture
def parts(counter, room, scanner):  # noqa: F811 - pytest's way of asking for fixtures
    return DeskParts(
        counter=counter,
        room=room,
        operator="ana",
        operator_name="Ana",
        device=scanner.device,
        scan=ScanSettings(source="feeder"),
        register_code="GEN",
    )


@pytest.fixture
def open_window(qtbot, parts):
    """Give a function that opens a window and closes it at the end."""
    opened = []

    def opening(register=None):
        chosen = parts
        if register is not None:
            other = Counter(parts.counter.tray, register, parts.counter.office)
            chosen = DeskParts(**{**_fields(parts), "counter": other})
        window = DeskWindow(chosen)
        opened.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield opening
    for window in opened:
        window.close()
        window.deleteLater()


def _fields(parts):
    return {name: getattr(parts, name) for name in DeskParts.__slots__}


@pytest.fixture
def letter():
    """Give a function that finds a sample letter's first page."""
    letters = sample_letters()
    first = {name: page for page, name in letters.names.items()}
    return lambda name: letters.pages[first[name] - 1]
