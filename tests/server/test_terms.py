"""Terms against dates worked out by hand with the articles and the calendar of Romania."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from registry_desk.server.deadlines.counting import Calendar, count
from registry_desk.server.deadlines.holidays import public_holidays
from registry_desk.wire import Assignment, CalendarDay
from registry_desk.wire.errors import NotAllowed, TermNotExtendable, TermRunOut
from tests.server.office import registration

FIXED = (
    *("01-01", "01-02", "01-06", "01-07", "01-24", "05-01"),
    *("06-01", "08-15", "11-30", "12-01", "12-25", "12-26"),
)
ORTHODOX = {
    2026: "04-10 04-12 04-13 05-31 06-01",
    2027: "04-30 05-02 05-03 06-20 06-21",
    2028: "04-14 04-16 04-17 06-04 06-05",
    2029: "04-06 04-08 04-09 05-27 05-28",
    2030: "04-26 04-28 04-29 06-16 06-17",
    2031: "04-11 04-13 04-14 06-01 06-02",
    2032: "04-30 05-02 05-03 06-20 06-21",
}


@pytest.mark.parametrize("year", ORTHODOX)
def test_public_holidays(year):
    days = {*FIXED, *ORTHODOX[year].split()}
    assert public_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in days}


def test_holidays_are_those_of_an_outside_library():
    from holidays.countries.romania import Romania

    for year in range(1997, 2101):  # what it knows
        assert public_holidays(year) == set(Romania(years=year)), year


@pytest.mark.parametrize(
    ("start", "days", "legal_on", "internal_on"),
    [
        ("2025-09-10", 15, "2025-09-26", "2025-09-25"),  # start + n + 1
        ("2026-11-23", 30, "2026-12-24", "2026-12-23"),
        ("2026-11-24", 30, "2026-12-28", "2026-12-24"),  # Christmas, then a weekend
        ("2026-03-11", 30, "2026-04-14", "2026-04-09"),  # Good Friday to Easter Monday
        ("2026-05-01", 30, "2026-06-02", "2026-05-29"),  # Pentecost and 1 June
        ("2026-06-22", 10, "2026-07-03", "2026-07-02"),
        ("2026-12-23", 30, "2027-01-25", "2027-01-22"),  # 24 January on a Sunday
        ("2027-03-30", 30, "2027-05-04", "2027-04-29"),  # Good Friday, 1 May, Easter
        ("2028-03-15", 30, "2028-04-18", "2028-04-13"),
        ("2029-12-02", 30, "2030-01-03", "2029-12-31"),  # over New Year
        ("2029-12-07", 30, "2030-01-08", "2030-01-04"),  # Epiphany and Saint John
        ("2030-05-17", 30, "2030-06-18", "2030-06-14"),
        ("2031-07-16", 30, "2031-08-18", "2031-08-14"),
        ("2032-01-30", 30, "2032-03-01", "2032-02-27"),  # 29 February on a Sunday
        ("2032-10-31", 30, "2032-12-02", "2032-11-29"),
        ("2026-11-23", 45, "2027-01-08", "2027-01-05"),  # extended by 15 days
        # worked out on paper, one or two a month, with Good Friday to Pentecost of each year
        ("2026-01-05", 30, "2026-02-05", "2026-02-04"),
        ("2026-12-31", 5, "2027-01-08", "2027-01-05"),  # Epiphany, Saint John
        ("2026-03-13", 30, "2026-04-14", "2026-04-09"),  # 12-13 April
        ("2027-04-01", 30, "2027-05-04", "2027-04-29"),  # 30 April to 3 May
        ("2027-05-21", 30, "2027-06-22", "2027-06-18"),  # 20-21 June
        ("2027-07-15", 30, "2027-08-16", "2027-08-13"),  # 15 August on a Sunday
        ("2028-03-14", 30, "2028-04-18", "2028-04-13"),  # 14 to 17 April
        ("2028-05-05", 30, "2028-06-06", "2028-06-02"),  # 4-5 June
        ("2028-11-25", 5, "2028-12-04", "2028-11-29"),  # 30 November, 1 December, a weekend
        ("2029-03-07", 30, "2029-04-10", "2029-04-05"),  # 6 to 9 April
        ("2029-04-26", 30, "2029-05-29", "2029-05-25"),  # 27-28 May
        ("2030-03-27", 30, "2030-04-30", "2030-04-25"),  # 26 to 29 April
        ("2030-12-20", 5, "2030-12-27", "2030-12-24"),
        ("2031-03-12", 30, "2031-04-15", "2031-04-10"),  # 11 to 14 April
        ("2031-05-01", 30, "2031-06-03", "2031-05-30"),  # 1-2 June
        ("2032-03-30", 30, "2032-05-04", "2032-04-29"),  # 30 April to 3 May
        ("2032-05-20", 30, "2032-06-22", "2032-06-18"),  # 20-21 June
        ("2032-01-20", 5, "2032-01-26", "2032-01-23"),  # 24 January on a Saturday
    ],
)
def test_calendar_days(start, days, legal_on, internal_on):
    found = count(date.fromisoformat(start), days, "calendar", Calendar())
    assert found == (date.fromisoformat(legal_on), date.fromisoformat(internal_on))


def test_working_days():
    found = count(date(2026, 12, 21), 10, "working", Calendar())
    assert found == (date(2027, 1, 11), date(2027, 1, 8))


def test_decided_days_change_the_count():
    bridge = Calendar({date(2026, 12, 24): False, date(2026, 12, 19): True})
    assert count(date(2026, 11, 23), 30, "calendar", bridge)[0] == date(2026, 12, 28)
    assert bridge.is_working(date(2026, 12, 19))
    assert not Calendar().is_working(date(2026, 12, 19))


@pytest.mark.parametrize(
    ("kind", "deadline_days", "article"),
    [
        ("petition", None, "OG 27/2002, art. 8 alin. (1)"),
        ("complaint", None, "OG 27/2002, art. 8 alin. (1)"),
        ("information_request", None, "Legea 544/2001, art. 7 alin. (1)"),
        ("petition", 5, "OG 27/2002, art. 8 alin. (1)"),
        ("official_letter", 5, "termenul cerut de expeditor"),
        ("invoice", None, ""),
        (None, None, ""),
    ],
)
def test_each_date_names_its_article(clerk, kind, deadline_days, article):
    entry = clerk.register(registration(kind=kind, deadline_days=deadline_days))
    assert entry.due_article == article
    assert (entry.due_on is None) == (article == "")
    if entry.due_on:
        assert entry.due_internal_on <= entry.due_on


def test_petition_is_extended_once_by_fifteen_days(server, clerk):
    entry = clerk.register(registration(kind="petition"))
    mayor = server.client("mayor")
    with pytest.raises(NotAllowed):
        clerk.extend(entry.id, 15, "Verificare pe teren.")
    with pytest.raises(TermNotExtendable) as refused:
        mayor.extend(entry.id, 16, "Verificare pe teren.")
    assert refused.value.params == {"most_days": 15}
    longer = mayor.extend(entry.id, 15, "Verificare pe teren.")
    assert (longer.due_on - entry.due_on).days >= 10
    assert longer.due_article == "OG 27/2002, art. 9"
    assert longer.milestones[-1].code == "extended"
    with pytest.raises(TermNotExtendable):
        mayor.extend(entry.id, 1, "Încă puțin.")


def test_term_that_has_run_out_is_not_extended(rooms, monkeypatch):
    from registry_desk.server import clock
    from registry_desk.server.deadlines.terms import require_extendable
    from registry_desk.server.entries.models import Entry

    entry = Entry(kind="information_request", due_on=date(2026, 12, 11), value=7, year=2026)
    for day, may in ((11, True), (12, False)):
        monkeypatch.setattr(clock, "today", lambda day=day: date(2026, 12, day))
        if may:
            require_extendable(entry, 20)
        else:
            with pytest.raises(TermRunOut):
                require_extendable(entry, 20)


def test_terms_count_from_registration_or_receipt(rooms, monkeypatch):
    from registry_desk.server.entries import numbering
    from registry_desk.server.site import register_configuration

    received, registered = datetime(2026, 5, 4, 20, tzinfo=UTC), datetime(2026, 5, 6, 7, tzinfo=UTC)
    assert numbering.start_of(received, registered) == date(2026, 5, 6)
    other = register_configuration().change(terms_from="received")
    monkeypatch.setattr(numbering, "register_configuration", lambda: other)
    assert numbering.start_of(received, registered) == date(2026, 5, 4)
    midnight = datetime(2026, 5, 4, 21, tzinfo=UTC)  # already 5 May in Bucharest
    assert numbering.start_of(midnight, registered) == date(2026, 5, 5)


def test_calendar_is_edited_by_who_may(server):
    bridge = CalendarDay(day=date(2031, 1, 3), is_working=False, reason="HG de test")
    with pytest.raises(NotAllowed):
        server.client("urb").decide_day(bridge)
    mayor = server.client("mayor")
    mayor.decide_day(bridge)
    days = {found.day: found for found in mayor.calendar(2031)}
    assert days[date(2031, 1, 3)] == bridge
    assert not days[date(2031, 4, 14)].is_working


def test_calculation_is_told_step_by_step(rooms):
    """Registered on 24 November 2026: Christmas and a weekend are passed over, in words."""
    from registry_desk.i18n import speaking
    from registry_desk.server.deadlines.explaining import explain
    from registry_desk.server.entries.models import Entry

    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    entry = Entry(
        value=7, year=2026, kind="petition", received_at=at, registered_at=at,
        due_on=date(2026, 12, 28), due_internal_on=date(2026, 12, 24),
        due_article="OG 27/2002, art. 8 alin. (1)",
    )  # fmt: skip
    with speaking("ro"):
        found = explain(entry)
    assert [step.words for step in found.steps[:-1]] == [
        "Se socotește de la 24.11.2026; această zi nu intră în termen.",
        "Termen: 30 de zile calendaristice (OG 27/2002, art. 8 alin. (1)).",
        "Data internă, mai sigură: zilele numărate simplu, 24.12.2026.",
        "Data legală: pe zile libere, fără prima și ultima zi, 25.12.2026.",
        "25.12.2026 nu se lucrează (sărbătoare legală, Codul muncii, art. 139): "
        "se trece la 26.12.2026.",
        "26.12.2026 nu se lucrează (sărbătoare legală, Codul muncii, art. 139): "
        "se trece la 27.12.2026.",
        "27.12.2026 nu se lucrează (sfârșit de săptămână): se trece la 28.12.2026.",
    ]
    assert found.steps[-2].on == found.due_on and found.is_current
    sooner = "Dacă nu ține de noi, se trimite mai departe în 5 zile, până la 02.12.2026"
    assert found.steps[-1].words == f"{sooner} (OG 27/2002, art. 6^1)."  # 30.11 and 1.12 are free
    entry.due_on = date(2026, 12, 29)
    assert not explain(entry).is_current, "a term that was given stays, and it is told"


def test_extension_and_pause_are_told(server, clerk):
    entry = clerk.register(registration(kind="petition"))
    mayor = server.client("mayor")
    longer = mayor.extend(entry.id, 15, "Verificare pe teren.")
    found = mayor.term(entry.id)
    assert (found.days, found.due_on, found.article) == (45, longer.due_on, "OG 27/2002, art. 9")
    assert any("15" in step.words for step in found.steps)
    mayor.pause(entry.id, "Se așteaptă acte.")
    assert mayor.term(entry.id).paused_on is not None
    assert clerk.term(clerk.register(registration(kind="invoice")).id).due_on is None


def test_reminders_are_for_who_works_on_it(server, clerk):
    soon = clerk.register(registration(kind="official_letter", deadline_days=3))
    late = clerk.register(registration(kind="official_letter", deadline_days=300))
    for entry in (soon, late):
        given = Assignment(id=uuid4(), entry_id=entry.id, department="URB", official="urb")
        clerk.assign(given)

    def numbers(name, days):
        return {reminder.number for reminder in server.client(name).reminders(days)}

    assert soon.number in numbers("urb", 12) and late.number not in numbers("urb", 12)
    assert late.number in numbers("urb", 366)
    assert soon.number not in numbers("urb", 0)
    assert soon.number not in numbers("urb2", 12), "a colleague works on it"
    assert soon.number in numbers("headurb", 12) & numbers("chief", 12) & numbers("clerk", 12)
    assert soon.number not in numbers("fin", 12)
