"""What a line of the register's search asks for: words, days, states."""

from datetime import date

import pytest

from registry_desk import i18n
from registry_desk.journey.finding import meant_by

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def romanian():
    i18n.use("ro")


@pytest.mark.parametrize(
    ("written", "words", "since", "until", "state"),
    [
        ("craciun sanziana", "craciun sanziana", None, None, None),
        ("urbanism 13.02.2026", "urbanism", "2026-02-13", "2026-02-13", None),
        ("13.2.26", "", "2026-02-13", "2026-02-13", None),
        ("24.12 popescu", "popescu", "2025-12-24", "2025-12-24", None),
        ("02.2024", "", "2024-02-01", "2024-02-29", None),
        ("ieri Închisă", "", "2026-11-22", "2026-11-22", "closed"),
        ("popescu repartizat", "popescu", None, None, "assigned"),
        ("cu rezolutie garaj", "garaj", None, None, "resolved"),
        ("31.02.2026", "31.02.2026", None, None, None),
        ("12/2026", "12/2026", None, None, None),
        ('"strada inchisa 13.02.2026"', '"strada inchisa 13.02.2026"', None, None, None),
    ],
)
def test_days_and_states_are_told_apart_from_words(written, words, since, until, state):
    search = meant_by(written, today=TODAY).search
    assert search.words == words
    assert (search.since, search.until) == (
        since and date.fromisoformat(since),
        until and date.fromisoformat(until),
    )
    assert search.state == state


def test_what_was_understood_is_said():
    assert meant_by("popescu 13.02.2026 anulat", today=TODAY).said == "13.02.2026 · anulată"
    assert meant_by("02.2024", today=TODAY).said == "01.02.2024 – 29.02.2024"
    assert meant_by("popescu", today=TODAY).said == ""
