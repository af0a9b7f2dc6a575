"""The print of the register: by day and year, sealed, kept, the same one for ever, no CNP on it."""

import hashlib
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.signing import verify
from registry_desk.wire import PrintOrder
from registry_desk.wire.errors import (
    FieldInvalid,
    FileUnknown,
    NotAllowed,
    PeriodNotBegun,
    RegisterUnknown,
)
from tests.server.office import command, found, registration, today

NOON = datetime(2026, 5, 5, 9, 0, tzinfo=UTC)
CNP = "1850505228888"


def words_of(file):
    with pypdfium2.PdfDocument(file) as pdf:
        return " ".join(" ".join(p.get_textpage().get_text_range() for p in pdf).split())


def test_today_is_printed_provisionally(server, clerk, tmp_path):
    entry = clerk.register(registration(sender_name="Țurcanu Ștefania", addressee="Nimeni"))
    annulled = clerk.register(registration(subject="Din greșeală"))
    clerk.annul(annulled.id, "Înregistrat de două ori.")
    made = clerk.print_register(PrintOrder(day=today()))
    assert (made.is_final, made.is_sealed) == (False, False)
    assert made.annulled_count >= 1
    target = tmp_path / "print.pdf"
    clerk.download_print(made.sha256, target)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == made.sha256
    said = words_of(target)
    assert entry.number in said and "PROVIZORIU" in said and "ANULAT" in said
    assert made.sha256 in [known.sha256 for known in clerk.prints()]
    with pytest.raises(NotAllowed):
        server.client("headurb").prints()
    with pytest.raises(FileUnknown):
        clerk.download_print("0" * 64, target)
    with pytest.raises(RegisterUnknown):
        clerk.print_register(PrintOrder(year=2025, prefix="NIX"))


def test_past_year_is_closed_once(clerk):
    first = clerk.print_register(PrintOrder(year=2019))
    assert (first.is_final, first.entry_count) == (True, 0)
    assert clerk.print_register(PrintOrder(year=2019)) == first
    with pytest.raises(FieldInvalid):
        clerk.print_register(PrintOrder.model_construct(day=None, year=None, prefix=""))


@pytest.mark.parametrize("later", [{"day": today() + timedelta(days=1)}, {"year": 2199}])
def test_what_is_to_come_is_not_printed(clerk, later):
    before = clerk.prints()
    with pytest.raises(PeriodNotBegun) as refused:
        clerk.print_register(PrintOrder(**later))
    assert f"{today():%d.%m.%Y}" in str(refused.value)
    assert clerk.prints() == before, "and no empty print was made"


@pytest.fixture
def day(rooms, monkeypatch):
    """Give a clock that stands at noon of a day, and a function that registers then."""
    from registry_desk.server import clock
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    actor = Actor("clerk", "I. Popescu", "clerk", None)

    def register(at, **fields):
        monkeypatch.setattr(clock, "now", lambda: at)
        return write(lambda: give_number(registration(**fields), actor).number)

    return register


def test_day_that_is_over_is_closed_for_ever(day, monkeypatch):
    from registry_desk.server import clock
    from registry_desk.server.prints import printing

    day(NOON, subject=f"Pensia lui {CNP}, nr. 1234567890123", cnp=CNP, sender_name="Crăciun Ana")
    day(NOON + timedelta(hours=1), register="PET")
    day(NOON + timedelta(hours=2), register="U")
    order = PrintOrder(day=NOON.date())
    assert not printing.make(order, "clerk").is_final
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))
    for told in (None, NOON.date()):
        early = order.model_copy(update={"today": told})
        assert not printing.make(early, "clerk").is_final, "only our own clock has seen it end"
    tomorrow = order.model_copy(update={"today": NOON.date() + timedelta(days=1)})
    made = printing.make(tomorrow, "clerk")
    assert (made.is_final, made.entry_count, made.page_count) == (True, 2, 1)
    said = words_of(printing.file_of(made.sha256))
    assert CNP not in said and "•••" in said and "1234567890123" in said.replace(" ", "")
    assert "Registrul general" in said and "PROVIZORIU" not in said and "U-1/2026" not in said
    day(NOON + timedelta(days=1), subject="A doua zi")
    assert printing.make(order, "clerk") == made
    own = printing.make(PrintOrder(day=NOON.date(), prefix="U"), "clerk")
    assert (own.entry_count, own.is_final) == (1, True), "a desk told of the next day meanwhile"
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=300))
    year = printing.make(PrintOrder(year=2026, today="2027-01-02"), "clerk")
    assert (year.is_final, year.entry_count) == (True, 3)


def test_days_and_years_are_closed_by_themselves(day, monkeypatch, caplog):
    from registry_desk.server import clock
    from registry_desk.server.prints import printing
    from registry_desk.server.prints.closing import Closing

    def closed_at(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        closing = Closing()
        made = sum(iter(closing.close_next, False))
        assert not Closing().close_next()
        return made

    last_evening = datetime(2026, 12, 31, 21, 50, tzinfo=UTC)  # ten to midnight in Bucharest
    day(datetime(2026, 12, 29, 9, tzinfo=UTC))
    day(last_evening, received_at=last_evening)
    day(last_evening, received_at=last_evening, register="U")
    assert closed_at(last_evening) == 1  # the 29th
    assert closed_at(last_evening + timedelta(minutes=15)) == 0, "a number may still be on its way"
    later = last_evening + timedelta(days=2)
    assert day(later, received_at=last_evening) == "1/2027"
    assert closed_at(later) == 0, "only our own clock has seen the year end"
    assert [said.name for said in caplog.records] == ["registry_desk.server.closing"] * 2
    assert day(later, received_at=last_evening + timedelta(minutes=15)) == "2/2027"
    assert closed_at(last_evening + timedelta(minutes=25)) == 4
    told = {(made.period, made.prefix): made for made in printing.prints()}
    assert set(told) == {
        ("2026-12-29", ""), ("2026-12-31", ""), ("2026", ""), ("2026-12-31", "U"), ("2026", "U"),
    }  # fmt: skip
    assert all(made.is_final and made.made_by == "server" for made in told.values())
    assert (told["2026", ""].entry_count, told["2026", "U"].entry_count) == (2, 1)


def test_print_tells_of_confidential_entries_neither_who_nor_what(day):
    from registry_desk.server.entries.acts import annul
    from registry_desk.server.entries.confidence import confide
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.prints.rows import rows_of
    from registry_desk.server.writing import write
    from registry_desk.wire import Annulment, Confidence

    day(NOON, subject="Plângere", sender_name="Crăciun Ana", sender_registration_number="77/A",
        addressee="Poliția Locală", file_code="II-B-4", sheet_count=3)  # fmt: skip
    entry = Entry.objects.get()
    clerk = Actor("clerk", "I. Popescu", "clerk", None)
    write(lambda: confide(entry.uuid, Confidence(is_confidential=True), clerk) and None)
    (row,) = rows_of(Entry.objects.all())
    said = " ".join(row.cells)
    assert row.cells[:2] == (entry.number, "05.05.2026")
    assert (row.cells[3], row.cells[9], row.cells[12]) == ("3", "în lucru", "II-B-4")
    for told in ("Plângere", "Crăciun", "77/A", "Poliția"):
        assert told not in said
    write(lambda: annul(entry.uuid, Annulment(reason="Ana a venit iar"), clerk) and None)
    (row,) = rows_of(Entry.objects.all())
    assert "Ana" not in " ".join(row.cells) and row.is_annulled
    write(lambda: Entry.objects.update(is_confidential=False) and None)
    (row,) = rows_of(Entry.objects.all())
    assert {"Plângere", "Crăciun Ana"} <= set(row.cells)


def test_print_by_command_is_sealed(tmp_path):
    pki = make_pki(tmp_path / "pki", "Primăria TEST", ())
    password = tmp_path / "password"
    password.write_text(pki.seal_password + "\n")
    sealed = ["--seal", str(pki.seal_pkcs12), "--seal-password-file", str(password)]
    folder = found(tmp_path, *sealed, "--trust", str(pki.root_pem))
    out = tmp_path / "2025.pdf"
    asked = ("print", "--folder", str(folder), "--year", "2025", "--out", str(out))
    assert not command(*asked)["is_final"], "no letter came since, and nobody says what day it is"
    made = command(*asked, "--today", today().isoformat())
    assert made["is_sealed"] and made["is_final"]
    assert hashlib.sha256(out.read_bytes()).hexdigest() == made["sha256"]
    verdict = verify(out, trust=[pki.root_pem], is_offline=True)
    assert len(verdict.signatures) == 1 and verdict.verdict in ("valid", "cannot_check")
