"""Furniture every test shares."""

from pathlib import Path

import pytest

from registry_desk import i18n

CHECKOUT = Path(__file__).parent.parent


def pytest_addoption(parser):
    parser.addoption("--full", action="store_true", help="run the full counts")
    parser.addoption("--pictures", help="folder that gets screenshots of the pages")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--full"):
        return
    skip = pytest.mark.skip(reason="full count: run with ./installer/test --full")
    for item in items:
        if "full" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared():
    """Give the folder of letters and outside files that stands beside a builder's checkout."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the builders' folder ../shared is not here (letters and outside files)")
    return folder


@pytest.fixture(autouse=True)
def romanian():
    """Let every test begin in Romanian, whatever the one before spoke."""
    i18n.use("ro")


@pytest.fixture(autouse=True)
def private_home(tmp_path_factory, monkeypatch):
    """Keep every test out of the real home, keyring and settings."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home
