"""Romanian dates in all usual forms."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry_desk.prefill.dates import dates_in, month_number
from registry_desk.prefill.folding import plain

NINTH_OF_MARCH = date(2026, 3, 9)


@pytest.mark.parametrize(
    "written",
    [
        "09.03.2026", "9.3.2026", "09/03/2026", "09-03-2026", "2026-03-09", "09.03.26",
        "9 martie 2026", "09 Martie 2026", "9 MARTIE 2026", "9 mar. 2026", "9 martie, 2026",
        "09.III.2026", "9 III 2026", "9-martie-2026", "09. 03. 2026", "9 rnartie 2026",
        "O9.03.2026", "9 luna martie 2026", "ziua 9 luna 03 anul 2026",
        "Ziua 09, luna martie, anul 2026", "09-Mar-26", "anul 2026, luna martie, ziua 09",
        "nouă martie două mii douăzeci și șase", "9 martie două mii\ndouăzeci și șase",
    ],
)  # fmt: skip
def test_usual_forms_are_read(written):
    assert [found.on for found in dates_in(plain(f"Data: {written}, Pitești"))] == [NINTH_OF_MARCH]


@pytest.mark.parametrize(
    "written",
    [
        "31.02.2026", "12.13.2026", "J03/552/2006", "3127/90/2025", "0745.112.903", "99 mai 2026",
        "nr. 12/34/2026", "1.254.000 lei", "art. 9", "2026", "martie 2026", "9 mere 2026",
        "00.00.0000", "doi martie două mii", "nouă mere 2026", "09 03 2026",
    ],
)  # fmt: skip
def test_other_numbers_are_no_dates(written):
    assert list(dates_in(plain(written))) == []


def test_dots_that_the_engine_lost_behind_din_are_missed_by_nobody():
    assert [f.on for f in dates_in("nr. 6570 din 03 03 2024")] == [date(2024, 3, 3)]


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("întâi ianuarie 2026", date(2026, 1, 1)),
        ("treizeci și unu august două mii douăzeci și cinci", date(2025, 8, 31)),
        ("douăzeci și doi mai o mie nouă sute nouăzeci și nouă", date(1999, 5, 22)),
        ("unsprezece ale lunii iunie, anul două mii nouăsprezece", date(2019, 6, 11)),
    ],
)
def test_days_written_out_are_read(written, on):
    assert [f.on for f in dates_in(plain(written))] == [on]


def test_date_after_a_number_and_slash_is_read():
    found = list(dates_in("nr. 2207/aaa/23.07.2026"))
    assert [f.on for f in found] == [date(2026, 7, 23)]


@pytest.mark.parametrize(("word", "number"), [("ianuarie", 1), ("noiembre", 11), ("xii", 12)])
def test_months_are_known(word, number):
    assert month_number(word) == number


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2079, 12, 31)))
def test_every_day_is_read_back(on):
    for written in (f"{on:%d.%m.%Y}", f"{on:%d/%m/%Y}", on.isoformat(), f"{on:%-d.%-m.%Y}"):
        assert [found.on for found in dates_in(written)] == [on]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_survived(text):
    for found in dates_in(plain(text)):
        assert 0 <= found.start < found.end <= len(text)
