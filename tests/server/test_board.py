"""The board's figures: honest, by person, kind, age, step and week; each leads to its letters."""

import uuid
from datetime import date, timedelta

import pytest

from registry_desk.wire import Assignment, LettersAsked
from registry_desk.wire.errors import FieldInvalid, NotAllowed
from tests.server.office import registration

TODAY = date(2026, 11, 18)  # a Wednesday
OFFICIALS = {"URB": "urb", "FIN": "fin"}


@pytest.fixture
def office(rooms, monkeypatch):
    """Give a function that lays one letter with its task, on a known day."""
    from registry_desk.server.board import counting
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.tasks.models import Task
    from registry_desk.server.writing import write

    def lay(department, due, *, closed=None, official="", kind="petition", **more):
        """Lay a letter due and closed so many days from today (negative: before)."""
        task_fields = {n: more.pop(n) for n in ("redirected_count", "opened_at") if n in more}

        def job():
            entry = give_number(registration(kind=kind), Actor("clerk", "", "clerk", None))
            at = None
            if closed is not None:
                at = counting.midnight(TODAY + timedelta(days=closed)) + timedelta(hours=9)
            Entry.objects.filter(pk=entry.pk).update(
                department=department, due_on=TODAY + timedelta(days=due), closed_at=at,
                state="closed" if at else "assigned", **more,
            )  # fmt: skip
            Task.objects.create(
                pk=uuid.uuid4(), entry=entry, department_id=department,
                official=official or OFFICIALS[department], closed_at=at,
                state="closed" if at else "assigned",
                assigned_at=counting.midnight(TODAY - timedelta(days=20)), **task_fields,
            )  # fmt: skip
            return entry.number

        return write(job)

    yield lay


def figures(today=TODAY, **asked):
    from registry_desk.server.board.figures import delays
    from registry_desk.server.people.rights import Actor

    return delays(Actor("mayor", "", "supervisor", None), today, **asked)


def fill(lay):
    """Lay a small office's work; every figure below is counted by hand from this."""
    lay("URB", 10)
    lay("URB", 2)
    lay("URB", -1, redirected_count=2)
    lay("URB", -8, official="urb2", extended_days=15)
    lay("URB", -40, paused_on=TODAY - timedelta(days=50))
    lay("URB", -3, closed=-3)
    lay("URB", -3, closed=-2, official="urb2", redirected_count=1)
    lay("URB", -30, closed=-8, kind="complaint")
    lay("FIN", -100)
    lay("FIN", 0, closed=0)


def test_every_figure_is_as_counted_by_hand(office):
    fill(office)
    found = figures(department="URB")
    (urb,) = found.departments
    assert (urb.open_count, urb.overdue_count, urb.paused_count) == (5, 2, 1)
    assert (urb.closed_count, urb.closed_on_time_count) == (3, 1)
    assert urb.on_time_share == 1 / 5
    assert (urb.redirected_count, urb.extended_count, urb.oldest_overdue_days) == (3, 1, 8)
    assert {row.band: row.count for row in found.ages} == {
        "later": 1, "soon": 1, "week": 1, "month": 1, "quarter": 0, "older": 0, "paused": 1,
    }  # fmt: skip
    people = {row.official: row for row in found.people}
    assert (people["urb"].on_time_share, people["urb2"].on_time_share) == (1 / 3, 0.0)
    assert found.people[0].official == "urb2", "worst first"
    kinds = {row.kind: row for row in found.kinds}
    assert (kinds["complaint"].closed_count, kinds["petition"].closed_count) == (1, 2)
    (waiting,) = found.waiting
    assert (waiting.state, waiting.count) == ("assigned", 5)
    every = figures()
    assert [row.department for row in every.departments] == ["URB", "FIN"]
    assert every.unassigned.open_count == 0


def test_trend_counts_what_lay_overdue_when_each_week_ended(office):
    fill(office)
    weeks = {row.begins_on: row for row in figures(department="URB").weeks}
    assert len(weeks) == 13
    this, last = weeks[date(2026, 11, 16)], weeks[date(2026, 11, 9)]
    # Due Sunday the 15th, closed the 15th (Sunday) and the 16th; the complaint: 10 November.
    assert (last.closed_count, last.closed_on_time_count) == (2, 1)
    assert (this.closed_count, this.closed_on_time_count) == (1, 0)
    # At the end of last week: due the 10th still open, and the one closed on the 16th.
    assert last.overdue_count == 2
    assert this.overdue_count == 2
    assert last.on_time_share == 1 / 4
    assert weeks[date(2026, 10, 19)].overdue_count == 1, "the complaint, closed on 10 November"


@pytest.mark.parametrize("ahead", range(7))
def test_trend_has_each_week_once_on_any_day_of_the_week(office, ahead):
    today = date(2026, 11, 30) + timedelta(days=ahead)  # from a Monday to a Sunday
    weeks = [row.begins_on for row in figures(today, department="URB").weeks]
    monday = date(2026, 11, 30)
    assert weeks == [monday - timedelta(weeks=back) for back in range(12, -1, -1)]


def test_on_a_monday_last_week_is_counted_as_it_ended(office):
    lay_late = {"due": (date(2026, 11, 26) - TODAY).days}
    office("URB", **lay_late)
    office("URB", **lay_late, closed=(date(2026, 11, 30) - TODAY).days)
    last, this = figures(date(2026, 11, 30), department="URB").weeks[-2:]
    assert (last.closed_count, last.overdue_count) == (0, 2)
    assert (this.closed_count, this.overdue_count) == (1, 1)


def test_nights_count_changes_no_figure(office):
    """Totals and what was closed since give what counting everything gives."""
    from registry_desk.server.board.settling import settle

    fill(office)
    whole, urb = figures(), figures(department="URB")
    for until in (TODAY, TODAY - timedelta(days=2), TODAY - timedelta(days=60)):
        settle(until)
        assert figures() == whole
        assert figures(department="URB") == urb


def test_nights_count_of_another_process_is_noticed(office, monkeypatch):
    from registry_desk.server.board import night, settling

    office("URB", -3, closed=-2)
    settling.settle(TODAY)
    assert figures().departments[0].closed_count == 1
    monkeypatch.setattr(night, "forget", lambda: None)  # that one forgets its own
    office("URB", -3, closed=-2)
    settling.settle(TODAY)
    assert figures().departments[0].closed_count == 2


def test_todays_figures_are_those_of_the_day_and_ask_the_database_little(office, rooms):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from registry_desk.server import clock
    from registry_desk.server.board.settling import settle

    fill(office)
    office("URB", -3, closed=(clock.today() - TODAY).days, redirected_count=1)
    settle()
    assert figures(None) == figures(clock.today())
    assert figures(None, department="URB") == figures(clock.today(), department="URB")
    with CaptureQueriesContext(connection) as asked:
        figures(None, department="URB")
    assert len(asked) <= 5, "each costs a millisecond, however little it asks for"


def letters(monkeypatch, **asked):
    from registry_desk.server import clock
    from registry_desk.server.board.letters import letters
    from registry_desk.server.people.rights import Actor

    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return letters(LettersAsked(**asked), Actor("mayor", "", "supervisor", None))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"which": "open"}, 6),
        ({"which": "overdue"}, 3),
        ({"which": "overdue", "department": "URB"}, 2),
        ({"which": "overdue", "department": "URB", "official": "urb2"}, 1),
        ({"which": "paused"}, 1),
        ({"which": "extended"}, 1),
        ({"which": "redirected"}, 1),
        ({"which": "open", "band": "week"}, 1),
        ({"which": "open", "band": "older"}, 1),
        ({"which": "open", "band": "later"}, 1),
        ({"which": "open", "band": "paused"}, 1),
        ({"which": "closed"}, 4),
        ({"which": "closed_late"}, 2),
        ({"which": "closed_on_time", "department": "URB"}, 1),
        ({"which": "closed", "week": date(2026, 11, 16), "department": "URB"}, 1),
        ({"which": "closed", "kind": "complaint"}, 1),
        ({"which": "open", "official": "-"}, 0),
        ({"which": "open", "kind": "-"}, 0),
    ],
)
def test_each_figure_leads_to_its_letters(office, monkeypatch, asked, count):
    fill(office)
    assert len(letters(monkeypatch, **asked).letters) == count


@pytest.mark.parametrize("which", ["open", "closed"])
def test_pages_of_letters_follow_without_gap_or_double(office, monkeypatch, which):
    for place in range(7):
        office("URB", -(place % 3), closed=0 if which == "closed" else None)
    seen, after = [], ""
    for _ in range(4):
        page = letters(monkeypatch, which=which, limit=2, after=after)
        seen.extend(letter.number for letter in page.letters)
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 7
    with pytest.raises(FieldInvalid):
        letters(monkeypatch, which=which, after="x'; DROP TABLE~1")


def test_confidential_letter_stands_in_lists_by_number_only(office, monkeypatch):
    office("URB", -1, is_confidential=True, registered_by="somebody")
    (shown,) = letters(monkeypatch).letters
    assert shown.is_confidential and shown.number
    assert (shown.official, shown.kind, shown.due_on) == (None, None, None)


def test_what_was_closed_today_is_looked_up_by_its_day(rooms):
    """SQLite is told nothing of what lies in the tables, and takes any equal value for rare."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from registry_desk.server import clock
    from registry_desk.server.board import counting
    from registry_desk.server.tasks.models import Task

    day = clock.today()
    for scope in (counting.Scope(None).of(), counting.Scope(frozenset({"URB"})).of()):
        with CaptureQueriesContext(connection) as asked:
            counting.redirected(scope, day)
            list(
                counting._closed_on(Task.objects.filter(scope), day, by="official", path="entry__")
            )
        for query in asked:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                assert "closed_at>?" in str(cursor.fetchall())


def test_letters_nobody_was_given_are_not_forgotten(rooms):
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    write(lambda: give_number(registration(), Actor("clerk", "", "clerk", None)).number)
    from registry_desk.server import clock
    from registry_desk.server.board.figures import delays

    late = clock.today() + timedelta(days=90)
    found = delays(Actor("mayor", "", "supervisor", None), late)
    assert (found.unassigned.open_count, found.unassigned.overdue_count) == (1, 1)
    assert delays(Actor("headurb", "", "supervisor", "URB"), late).unassigned is None


def test_figures_and_stays_over_the_wire(server, clerk):
    """The same questions on each database, through the API."""
    entry = clerk.register(registration())
    task = clerk.assign(
        Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB", official="urb")
    )
    again = Assignment(id=uuid.uuid4(), entry_id=entry.id, department="FIN", note="E a lor.")
    server.client("mayor").assign(again)
    mayor = server.client("mayor")
    stays = mayor.stays(task.id)
    assert [(stay.department, stay.official) for stay in stays] == [("URB", "urb"), ("FIN", None)]
    assert stays[0].to_on and stays[1].to_on is None
    late = mayor.delays(on=date.today() + timedelta(days=200))
    fin = {row.department: row for row in late.departments}["FIN"]
    assert fin.overdue_count >= 1 and fin.redirected_count >= 1 and late.waiting
    numbers, after = [], ""
    while after is not None:
        page = mayor.letters_behind(LettersAsked(which="open", limit=7, after=after))
        numbers.extend(letter.number for letter in page.letters)
        after = page.next
    assert entry.number in numbers and len(numbers) == len(set(numbers))
    assert mayor.letters_behind(LettersAsked(which="closed_late", department="URB")) is not None
    with pytest.raises(NotAllowed):
        server.client("urb").letters_behind(LettersAsked(department="FIN"))
    with pytest.raises(NotAllowed):
        server.client("urb").delays_of("FIN")
    assert mayor.delays_of("FIN").people
