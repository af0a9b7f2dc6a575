"""Numbers nobody can doubt: no gap, no double, one request one number, annulled with a reason."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from registry_desk.wire.errors import (
    ClockSetBack,
    EntryAnnulled,
    EntryUnknown,
    FieldInvalid,
    NotAllowed,
    RegisterUnknown,
    RegistrationDiffers,
    TrackingCodeTaken,
)
from tests.server.office import file_of, registration


def this_year():
    return datetime.now(UTC).year


def test_same_request_twice_is_one_number(clerk):
    asked = registration()
    first, again = clerk.register(asked), clerk.register(asked)
    assert first == again
    with pytest.raises(RegistrationDiffers) as refused:
        clerk.register(asked.model_copy(update={"subject": "Altceva"}))
    assert refused.value.params == {"number": first.number}
    assert first.number in str(refused.value)


def test_full_entry_is_answered_as_it_is_found_again(clerk):
    before = clerk.register(registration())
    asked = registration(
        sender_address="Str. Lungă 3", sender_registration_number="12/A", email="ana@example.ro",
        sender_date=date(2026, 11, 2), cnp="1800101221144", cui="RO14399840", amount="12,50 lei",
        deadline_days=7, case_number="12/3/2026", addressee="Primarul", file_code="II/4",
        enclosure_count=2, operator="ghișeul 2", connected_to=before.number, kind="other",
    )  # fmt: skip
    first = clerk.register(asked)
    assert first == clerk.register(asked) == clerk.entry_by_id(first.id)
    assert (first.cnp, first.connected_to, first.sender_date) == (
        "•••", before.number, date(2026, 11, 2),
    )  # fmt: skip


def test_nothing_is_received_after_it_was_registered(clerk):
    """A desk whose clock is a year ahead neither waits nor moves a term, nor tells a wrong day."""
    asked = registration(received_at=datetime.now(UTC) + timedelta(days=365))
    entry = clerk.register(asked)
    assert entry.received_at == entry.registered_at == entry.milestones[0].at
    assert clerk.register(asked) == entry == clerk.entry_by_id(entry.id)


def test_two_desks_send_the_same_request_at_once(server):
    asked = registration()
    with ThreadPoolExecutor(16) as desks:
        entries = list(
            desks.map(lambda _: server.client("clerk", timeout_s=60).register(asked), range(32))
        )
    assert len({entry.number for entry in entries}) == 1


def test_64_desks_at_once_leave_no_gap(server):
    before = server.client("mayor").numbers(this_year())
    asked = [registration(register="PET" if n % 3 else "GEN") for n in range(192)]
    with ThreadPoolExecutor(64) as desks:
        entries = list(
            desks.map(lambda one: server.client("clerk", timeout_s=60).register(one), asked)
        )
    proof = server.client("mayor").numbers(this_year())
    assert len({entry.number for entry in entries}) == 192
    assert (proof.given - before.given, proof.gaps, proof.doubles) == (192, 0, 0)
    in_order = sorted(entries, key=lambda e: int(e.number.split("/")[0]))
    assert [e.registered_at for e in in_order] == sorted(e.registered_at for e in entries)


def test_prefix_has_a_sequence_of_its_own(clerk):
    shared = clerk.register(registration(register="PET"))
    own = [clerk.register(registration(register="U")) for _ in range(2)]
    numbers = [int(e.number.removeprefix("U-").split("/")[0]) for e in own]
    assert numbers[1] == numbers[0] + 1
    assert all(e.number.startswith("U-") for e in own)
    following = clerk.register(registration(register="GEN"))
    assert int(following.number.split("/")[0]) == int(shared.number.split("/")[0]) + 1
    assert clerk.entry(own[0].number).id == own[0].id


def test_tracking_code_belongs_to_one_entry(clerk):
    first = clerk.register(registration())
    before = clerk.numbers(this_year()).given
    with pytest.raises(TrackingCodeTaken):
        clerk.register(registration(tracking_code=first.tracking_code))
    proof = clerk.numbers(this_year())
    assert (proof.given, proof.gaps) == (before, 0)


def test_register_must_be_there_and_take_the_direction(clerk):
    for asked in (registration(register="NIX"), registration(direction="outgoing")):
        with pytest.raises(RegisterUnknown):
            clerk.register(asked)
    assert clerk.register(registration(register="INT", direction="internal")).register == "INT"


def test_annulled_number_stays_as_a_row(server, clerk, tmp_path):
    entry = clerk.register(registration())
    annulled = clerk.annul(entry.id, "Înregistrat de două ori.")
    assert (annulled.state, annulled.annulled_reason) == ("annulled", "Înregistrat de două ori.")
    assert clerk.annul(entry.id, "Altă dată.").annulled_reason == "Înregistrat de două ori."
    proof = clerk.numbers(this_year())
    assert proof.annulled >= 1
    assert (proof.gaps, proof.doubles) == (0, 0)
    following = clerk.register(registration())
    assert following.number != entry.number
    path, sha256 = file_of(tmp_path, b"late")
    with pytest.raises(EntryAnnulled):
        clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="x.pdf")
    with pytest.raises(FieldInvalid):
        clerk.annul(following.id, "")
    with pytest.raises(NotAllowed):
        server.client("urb").annul(following.id, "Nu mai e nevoie.")


def test_connected_entry_must_exist(clerk):
    first = clerk.register(registration())
    connected = clerk.register(registration(connected_to=first.number))
    assert connected.connected_to == first.number
    with pytest.raises(EntryUnknown):
        clerk.register(registration(connected_to="999999/2026"))


@pytest.fixture
def actor():
    from registry_desk.server.people.rights import Actor

    return Actor("clerk", "I. Popescu", "clerk", None)


@pytest.fixture
def number_at(rooms, actor, monkeypatch):
    """Give a function that registers at an instant of the server's clock."""
    from registry_desk.server import clock
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    def register(at, **fields):
        monkeypatch.setattr(clock, "now", lambda: at)
        return write(lambda: give_number(registration(**fields), actor).number)

    return register


def test_year_turns_at_midnight_in_bucharest(number_at):
    midnight = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)  # 1 January 2027 in Bucharest
    assert number_at(midnight - timedelta(seconds=1)) == "1/2026"
    assert number_at(midnight) == "1/2027"
    assert number_at(midnight + timedelta(days=180)) == "2/2027"


def test_clock_set_back_over_new_year_gives_no_number(number_at):
    midnight = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    assert number_at(midnight + timedelta(minutes=1)) == "1/2027"
    assert number_at(midnight - timedelta(minutes=1)) == "2/2027"
    with pytest.raises(ClockSetBack):
        number_at(midnight - timedelta(hours=1))
    assert number_at(midnight + timedelta(hours=1)) == "3/2027"


def test_proof_finds_what_is_wrong(number_at):
    from django.db import connection

    from registry_desk.server.entries.proof import numbers_of
    from registry_desk.server.writing import write

    noon = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
    for minute in range(6):
        number_at(noon + timedelta(minutes=minute), register="U" if minute > 3 else "GEN")
    assert numbers_of(2026).missing == []

    def tamper():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM entries_milestone")
            cursor.execute("DELETE FROM entries_entry WHERE value IN (2, 4) AND prefix = ''")
            cursor.execute("DELETE FROM entries_entry WHERE value = 2 AND prefix = 'U'")

    write(tamper)
    proof = numbers_of(2026)
    assert (proof.given, proof.gaps) == (3, 3)
    assert proof.missing == ["2/2026", "4/2026", "U-2/2026"]


def test_number_entry_and_audit_row_are_one_transaction(rooms, actor):
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries.models import Entry, Sequence
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    def breaks():
        give_number(registration(), actor)
        raise KeyError("power cut")

    with pytest.raises(KeyError):
        write(breaks)
    counts = [kind.objects.count() for kind in (Entry, Sequence, AuditRow)]
    assert counts == [0, 0, 0]
    assert write(lambda: give_number(registration(id=uuid.uuid4()), actor).value) == 1


def test_batch_of_any_size_gives_each_letter_its_own_rows(rooms, actor):
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries.models import Entry, IndexRow, Milestone
    from registry_desk.server.entries.numbering import Wish, give_numbers
    from registry_desk.server.writing import write

    since = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
    asked = [
        registration(subject=f"Nucul {n}", received_at=since + timedelta(minutes=n))
        for n in range(107)  # 64 + 32 + 8 + 2 + 1
    ]
    again = [asked[3], asked[101], registration(tracking_code=asked[5].tracking_code)]
    write(lambda: give_numbers([Wish(one, actor) for one in asked]) and None)
    entries = {entry.uuid: entry for entry in Entry.objects.all()}
    assert [entries[one.id].value for one in asked] == list(range(1, 108))
    for n, one in enumerate(asked):
        entry = entries[one.id]
        assert entry.subject == f"Nucul {n}"
        assert Milestone.objects.get(entry=entry).at == one.received_at
        assert str(n) in IndexRow.objects.get(pk=entry.pk).words.replace("'", " ").split()
        assert AuditRow.objects.get(leaf=entry.audit_leaf).subject == entry.number
    third = write(lambda: give_numbers([Wish(one, actor) for one in again]))
    assert [third[0].entry.value, third[1].entry.value] == [4, 102]
    assert isinstance(third[2], TrackingCodeTaken)


def test_one_bad_job_spoils_no_other(rooms, actor):
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.writing import write

    def job(n):
        def run():
            entry = give_number(registration(), actor)
            if n % 4 == 0:
                raise KeyError(n)
            return entry.value

        try:
            return write(run)
        except KeyError:
            return None

    with ThreadPoolExecutor(16) as desks:
        given = [value for value in desks.map(job, range(64)) if value]
    assert sorted(given) == list(range(1, 49))
