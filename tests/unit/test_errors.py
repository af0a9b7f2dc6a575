"""Errors cross processes and the wire by code and say their own words on the other side."""

import pickle
import subprocess
import sys

import pytest

from registry_desk import i18n
from registry_desk.errors import (
    Cancelled,
    DamagedError,
    DeviceError,
    RefusedError,
    RegistryDeskError,
    UnavailableError,
    by_code,
)
from registry_desk.server.people.rights import RIGHTS
from registry_desk.wire.errors import EntryUnknown


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [(RefusedError, 3), (DeviceError, 4), (UnavailableError, 5), (DamagedError, 6),
     (Cancelled, 130), (RegistryDeskError, 70)],
)  # fmt: skip
def test_families_have_the_contracts_exit_codes(kind, exit_code):
    assert kind().exit_code == exit_code


def test_same_class_on_the_other_side():
    from registry_desk.client import RegisterAway

    error = RegisterAway(address="http://x")
    assert isinstance(pickle.loads(pickle.dumps(error)), RegisterAway)
    assert isinstance(by_code(error.code, error.family, error.params), RegisterAway)


def test_words_without_the_room_that_failed():
    program = (
        "from registry_desk.errors import by_code; import pickle;"
        "e = pickle.loads(pickle.dumps(by_code('seal_missing', 'unavailable')));"
        "print(type(e).__name__, e.code, e.message)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    with i18n.speaking("ro"):
        words = i18n.text("error.seal_missing")
    assert said.stdout.strip() == f"UnavailableError seal_missing {words}"


def test_code_of_a_newer_server_says_its_familys_words():
    error = by_code("invented_tomorrow", "refused", {"x": 1})
    assert (type(error), error.code) == (RefusedError, "refused")
    assert error.message == i18n.text("error.refused")


def test_entry_whose_number_is_not_told_leaves_no_gap_in_the_words():
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            assert "  " not in EntryUnknown(number="").message
            assert "12/2026" in EntryUnknown(number="12/2026").message


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_right_that_is_missing_is_told_in_words(language):
    with i18n.speaking(language):
        for right in RIGHTS:
            said = str(by_code("not_allowed", "refused", {"act": right}))
            assert i18n.text(f"right.{right}") in said
            assert f"({right})" not in said
            assert "_" not in said
        newer = str(by_code("not_allowed", "refused", {"act": "fly_home"}))
        assert "fly_home" not in newer
        assert newer.endswith(i18n.text("error.not_allowed.next"))
