"""The archive's lists and persons' rights: what may go, what is held, and about whom."""

import contextlib
import csv
import io
import json
import sqlite3
import uuid
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
import requests

from registry_desk import wire
from tests.server.office import registration

EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def ask(server):
    """Give a caller in somebody's name."""

    def call(name, method, path, **more):
        headers = {"Authorization": f"Bearer {server.token(name)}"}
        answer = requests.request(method, f"{server.url}/api/v1{path}", headers=headers, **more)
        assert answer.status_code == 200, answer.text
        return answer

    return call


def test_what_is_held_about_a_person_is_given_and_leaves_a_trace(server, clerk, ask):
    digits = str(uuid.uuid4().int)[:13]  # nobody else in this register
    name = "Maria" + "".join(chr(ord("a") + int(digit)) for digit in digits)
    said = {"cnp": digits, "email": f"{name.lower()}@example.ro", "phone": f"+40{digits[:9]}"}
    by_cnp = clerk.register(registration(sender_name=f"Țurcanu {name}", **said))
    by_name = clerk.register(registration(sender_name=f"{name.upper()} ŢURCANU", subject=EVIL))
    written_to = clerk.register(
        registration(register="INT", direction="internal", sender_name=None,
                     addressee=f"d-nei {name} Țurcanu")
    )  # fmt: skip
    clerk.register(registration(sender_name="Țurcanu Ion", addressee=name))
    hidden = clerk.register(registration(sender_name=f"Țurcanu {name}", is_confidential=True))
    asked = {"name": f"turcanu {name.lower()}", "cnp": said["cnp"]}
    found = ask("mayor", "POST", "/persons/export", json=asked).json()
    entries = (by_cnp, by_name, written_to)
    assert [row["number"] for row in found] == [entry.number for entry in entries]
    assert name in found[2]["addressee"]
    assert found[0]["cnp"] == said["cnp"] and found[0]["email"] == said["email"]
    assert hidden.number not in str(found)
    told = f"alta.{name.lower()}@example.ro"
    clerk.set_notices(by_cnp.id, told)
    for one in (
        {"email": said["email"].upper()}, {"phone": said["phone"]}, {"email": told},
    ):  # fmt: skip
        rows = ask("arch", "POST", "/persons/export", json=one).json()
        assert [row["number"] for row in rows] == [by_cnp.number]
    answer = ask("mayor", "POST", "/persons/export", json={**asked, "form": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1]["subject"] == "'" + EVIL
    assert "attachment" in answer.headers["Content-Disposition"]
    book = ask("mayor", "POST", "/persons/export", json={**asked, "form": "xlsx"}).content
    with zipfile.ZipFile(io.BytesIO(book)) as inside:
        sheet = inside.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


def test_no_cell_becomes_a_formula_by_another_separator(rooms):
    from registry_desk.server.archive import export

    evil = ("Cerere;=1+1", 'x;"=1+1', "a|@b", "\t=1", "=1", "-1", "+40722", "linie\n=1+1")
    calm = ("Str. Păcii 11, ap. 2", "a-b; c", "nr. 5, -", "x;y")
    rows = [wire.FileCode(code="1", name=name, years=1, remark="") for name in (*evil, *calm)]
    with contextlib.closing(export.answer(rows, wire.FileCode, "csv", "x")) as answer:
        written = answer.getvalue().decode("utf-8-sig")
    for delimiter in ",;\t|":
        cells = [c for row in csv.reader(io.StringIO(written), delimiter=delimiter) for c in row]
        assert not [c for c in cells if c.lstrip('"').startswith(("=", "+", "-", "@"))]
    names = [row["name"] for row in csv.DictReader(io.StringIO(written))]
    assert names[len(evil) :] == list(calm)


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_long_list_leaves_while_it_is_read(rooms, form):
    from registry_desk.server.archive import export

    read = []

    def rows(count):
        for number in range(count):
            read.append(number)
            yield wire.FileCode(code=str(number), name=f"Dosar {uuid.uuid4()}", years=1)

    answer = export.answer(rows(20_000), wire.FileCode, form, "x")
    assert 0 < len(read) < 8_000
    whole = b"".join(answer.streaming_content)
    assert len(read) == 20_000 and len(whole) > 200_000


@pytest.mark.parametrize("form", ["json", "csv", "xlsx"])
def test_list_that_breaks_off_does_not_look_whole(rooms, form, caplog):
    from django.db import OperationalError

    from registry_desk.server.archive import export

    def rows(count):
        for number in range(count):
            yield wire.FileCode(code=str(number), name=f"Dosar {uuid.uuid4()}", years=1)
        raise OperationalError("Crăciun Sânziana")

    with pytest.raises(OperationalError):  # nothing has left: told as any failure
        export.answer(rows(0), wire.FileCode, form, "x")
    broken = export.answer(rows(9_000), wire.FileCode, form, "x").getvalue()
    assert "Crăciun" not in caplog.text
    if form == "csv":
        assert "NU ESTE ÎNTREAGĂ" in broken.decode().splitlines()[-1]
    else:
        with pytest.raises((ValueError, zipfile.BadZipFile)):
            json.loads(broken) if form == "json" else zipfile.ZipFile(io.BytesIO(broken))


def test_workbook_says_what_the_rows_say_in_as_many_sheets_as_it_takes(monkeypatch):
    from registry_desk.server.archive import workbook

    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    odd = (
        "<a & b>",
        " două  spații ",
        "linie\nnouă",
        "\0\x0bș\ud800",
        "_x0041_",
        "",
        "😀",
        "x" * 40_000,
    )
    rows = [(said, str(place)) for place, said in enumerate(odd)]
    package = b"".join(workbook.written(("ce", "loc"), rows))
    found = []
    with zipfile.ZipFile(io.BytesIO(package)) as book:
        assert book.testzip() is None
        assert len(ElementTree.fromstring(book.read("xl/workbook.xml"))[0]) == 3
        for number in (1, 2, 3):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            lines = [["".join(cell.itertext()) for cell in row] for row in sheet[0]]
            assert lines.pop(0) == ["ce", "loc"]
            found += lines
    assert [place for _, place in found] == [str(place) for place in range(len(odd))]
    assert [said for said, _ in found[:7]] == [
        *("<a & b>", " două  spații ", "linie\nnouă", "ș", "_x005F_x0041_", "", "😀")
    ]
    assert len(found[7][0]) == 32_767 and found[7][0].endswith("…")


def test_person_with_more_letters_than_a_database_takes_in_one_question(rooms, monkeypatch):
    from django.db import connection

    from registry_desk.server.archive import persons
    from registry_desk.server.entries.numbering import Wish, give_numbers
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    clerk, mayor = Actor("clerk", "", "clerk", None), Actor("mayor", "", "supervisor", None)
    wishes = [Wish(registration(cnp="2800101223344"), clerk) for _ in range(120)]
    write(lambda: give_numbers(wishes) and None)
    monkeypatch.setattr(persons, "_ASKED_AT_ONCE", 50)
    connection.ensure_connection()
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 80)
    try:
        for asked in ({"cnp": "2800101223344"}, {"name": "sanziana craciun"}):
            found = [row.number for row in persons.held_about(wire.PersonAsked(**asked), mayor)]
            assert len(set(found)) == 120 and found == sorted(
                found, key=lambda n: int(n.split("/")[0])
            )
    finally:
        connection.close()


def test_nobody_is_asked_for_without_saying_whom(server):
    headers = {"Authorization": f"Bearer {server.token('mayor')}"}
    answer = requests.post(f"{server.url}/api/v1/persons/export", json={}, headers=headers)
    assert answer.status_code == 422


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(rooms, value):
    from registry_desk.server.archive.export import cell

    assert cell(value) == "'" + value
    assert cell("Cerere = urgentă") == "Cerere = urgentă"
    assert cell(None) == "" and cell(["a", "b"]) == "a, b"


@pytest.fixture
def closed(rooms):
    """Give a function that lays an entry closed in a year, with a file code."""
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    def lay(code, year):
        def job():
            entry = give_number(registration(file_code=code), Actor("clerk", "", "clerk", None))
            at = datetime(year, 12, 31, 12, tzinfo=UTC)
            Entry.objects.filter(pk=entry.pk).update(closed_at=at, state="closed")
            return entry

        return write(job)

    return lay


def test_lists_follow_the_nomenclator_and_spare_what_is_held(closed):
    from datetime import date

    from registry_desk import wire
    from registry_desk.server.archive import keeping
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    archivist = Actor("arch", "", "archivist", None)
    codes = (
        wire.FileCode(code="A1", years=5, remark="C.S."),
        wire.FileCode(code="A2", years=None),
    )
    write(lambda: keeping.set_nomenclator(wire.Nomenclator(codes=codes), archivist))
    old, held = closed("A1", 2020), closed("A1", 2020)
    closed("A1", 2021)
    closed("B9", 1990)
    permanent = closed("A2", 1995)
    closed("A2", 1996)
    write(lambda: keeping.hold(held.uuid, wire.HoldReason(reason="Proces."), archivist).number)

    def numbers(found):
        return [row.number for row in found]

    asked = wire.ListAsked(on=date(2026, 1, 1))
    (row,) = list(keeping.disposal(asked, archivist))
    assert (row.number, row.kept_until, row.remark) == (old.number, date(2025, 12, 31), "C.S.")
    assert numbers(keeping.disposal(wire.ListAsked(on=date(2025, 12, 31)), archivist)) == []
    assert numbers(keeping.transfer(asked, archivist)) == [permanent.number]
    write(lambda: keeping.release(held.uuid, archivist).number)
    assert len(list(keeping.disposal(asked, archivist))) == 2


@pytest.mark.full
@pytest.mark.timeout(600)
def test_long_lists_are_whole(rooms):
    from datetime import date

    from registry_desk.server.archive import keeping, persons
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import Wish, give_numbers
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    count, clerk = 51_000, Actor("clerk", "", "clerk", None)
    mayor = Actor("mayor", "", "supervisor", None)
    for _ in range(count // 500):
        wishes = [Wish(registration(file_code="A1"), clerk) for _ in range(500)]
        write(lambda wishes=wishes: give_numbers(wishes) and None)
    at = datetime(2020, 5, 1, tzinfo=UTC)
    write(lambda: Entry.objects.update(closed_at=at, state="closed") and None)
    codes = wire.Nomenclator(codes=(wire.FileCode(code="A1", years=1),))
    write(lambda: keeping.set_nomenclator(codes, mayor) and None)
    asked = wire.ListAsked(on=date(2026, 1, 1))
    assert sum(1 for _ in keeping.disposal(asked, mayor)) == count
    named = wire.PersonAsked(name="sanziana craciun")
    assert sum(1 for _ in persons.held_about(named, mayor)) == count


def test_lists_come_as_files_on_each_database(ask):
    rows = {"codes": [{"code": "Z1", "name": "Petiții", "years": 3, "remark": "+1"}]}
    assert {"code": "Z1", "name": "Petiții", "years": 3, "remark": "+1"} in ask(
        "arch", "POST", "/nomenclator", json=rows
    ).json()
    for path in ("/archive/disposal", "/archive/transfer"):
        assert ask("arch", "GET", path).json() == []
        head = ask("arch", "GET", path, params={"form": "csv"}).content.decode("utf-8-sig")
        assert head.startswith("entry_id,number,file_code")
        assert ask("audit", "GET", path, params={"form": "xlsx"}).content[:2] == b"PK"
