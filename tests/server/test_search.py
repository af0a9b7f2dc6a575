"""Search: words in any form with or without diacritics, numbers, phrases, filters, stable pages."""

import json
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import Assignment, LetterFields, Search
from registry_desk.wire.errors import EntryUnknown
from tests.conftest import CHECKOUT
from tests.server import searched
from tests.server.cluster import Cluster
from tests.server.office import file_of, registration


def numbers(found):
    return [entry.number for entry in found]


@pytest.fixture
def mark():
    """Give a word no other test's letters have."""
    return "zz" + uuid.uuid4().hex[:12]


@pytest.mark.parametrize(
    "asked",
    [
        "Ștefănescu", "stefanescu", "STEFANESCU", "ştefănescu",  # any keyboard
        "branșamente", "bransamentului", "Ștefănescu branșament",  # any form
        '"apă potabilă"', "potabil str.fantanilor", "12345678", "991/AB", "apometru urbanism",
    ],
)  # fmt: skip
def test_any_form_of_the_words_finds_the_letter(clerk, mark, asked):
    entry = clerk.register(
        registration(
            sender_name="Ştefănescu Ionuţ",
            sender_address="str. Fântânilor 4",
            sender_registration_number="991/AB",
            subject=f"Cerere de branșament la apă potabilă, apometru {mark}",
            cui="12345678",
        )
    )
    clerk.register(registration(subject=f"Altă cerere {mark}"))
    clerk.assign(Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB"))
    assert numbers(clerk.find(f"{mark} {asked}")) == [entry.number]


@pytest.mark.parametrize("asked", ['"potabilă apă"', "bransare de gaze", "1234567890123", "/// &"])
def test_what_is_not_there_is_not_found(clerk, mark, asked):
    clerk.register(registration(subject=f"apă potabilă {mark}", cnp="1800101223344"))
    assert clerk.find(f"{mark} {asked}" if asked != "/// &" else asked) == []


def test_number_is_found_as_one_thing(clerk, mark):
    own = clerk.register(registration(register="U", subject=mark))
    for _ in range(2):  # the two sequences may stand at the same number
        shared = clerk.register(registration(register="GEN", subject=mark))
        if shared.number.split("/")[0] not in own.number:
            break
    assert numbers(clerk.find(f"{own.number} {mark}")) == [own.number]
    assert numbers(clerk.find(shared.number)) == [shared.number]
    assert numbers(clerk.find(f"{mark} {shared.number.split('/')[0]}")) == [shared.number]


def test_words_that_read_like_a_code_are_words_where_nothing_has_it(clerk):
    like_a_code = new_tracking_code().replace("-", " ").lower()
    entry = clerk.register(registration(subject=f"Cerere {like_a_code}"))
    assert numbers(clerk.find(like_a_code)) == [entry.number]
    assert numbers(clerk.find(entry.tracking_code.lower())) == [entry.number]


def test_personal_number_finds_nobody(clerk):
    clerk.register(registration(cnp="1850505223344"))
    assert clerk.find("1850505223344") == []


@pytest.mark.parametrize("asked", ["' OR 1=1 --", '"', "*", "NEAR(a b)", "a:* | b", "words : x"])
def test_nothing_typed_is_a_command(clerk, asked):
    clerk.find(asked)


def test_pages_follow_while_letters_arrive(clerk, mark):
    given = [clerk.register(registration(subject=f"pagini {mark}")).number for _ in range(7)]
    first = numbers(clerk.search(Search(words=mark, limit=3)))
    clerk.register(registration(subject=f"pagini {mark}"))
    second = numbers(clerk.search(Search(words=mark, limit=3, before=first[-1])))
    third = numbers(clerk.search(Search(words=mark, limit=3, before=second[-1])))
    assert first + second + third == given[::-1]
    assert clerk.count(Search(words=mark, limit=3)) == 8
    with pytest.raises(EntryUnknown):
        clerk.find(mark, before="999999/2026")


def test_common_and_rare_words_are_both_found_newest_first(clerk, mark):
    """PostgreSQL looks for the one from the newest entry, for the other in the words' index."""
    asked = [f"{mark} {'singular' if n == 7 else 'deseori'}" for n in range(60)]
    given = [clerk.register(registration(subject=subject)).number for subject in asked]
    common = given[:7] + given[8:]
    first = numbers(clerk.find(f"{mark} deseori"))
    assert first == common[::-1][:50]
    assert numbers(clerk.find(f"{mark} deseori", before=first[-1])) == common[::-1][50:]
    assert numbers(clerk.find(f"{mark} singular")) == [given[7]]


def test_filters_hold_together(server, clerk, mark):
    petition = clerk.register(registration(subject=mark))
    invoice = clerk.register(registration(subject=mark, kind="invoice", register="PET"))
    clerk.assign(
        Assignment(id=uuid.uuid4(), entry_id=petition.id, department="URB", official="urb")
    )
    today = datetime.now(UTC).date()

    def found(**asked):
        return numbers(clerk.search(Search(words=mark, **asked)))

    assert found(kind="invoice") == found(register="PET") == [invoice.number]
    assert found(department="URB") == found(state="assigned") == [petition.number]
    assert found(official="urb") == [petition.number]
    assert found(official="fin") == found(direction="internal") == []
    assert found(since=today - timedelta(days=1), until=today + timedelta(days=1)) == [
        invoice.number, petition.number,
    ]  # fmt: skip
    assert found(until=today - timedelta(days=2)) == found(since=today + timedelta(days=2)) == []
    assert numbers(server.client("urb2").find(mark)) == [petition.number]
    assert server.client("fin").find(mark) == []


def test_index_is_laid_over_a_register_that_was_there(rooms):
    """The migration indexes what an older register holds."""
    import importlib

    from django.apps import apps
    from django.db import connection

    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.entries.search import newest
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    actor = Actor("clerk", "I. Popescu", "clerk", None)
    migration = importlib.import_module("registry_desk.server.entries.migrations.0002_search")

    def job():
        give_number(registration(subject="Împrejmuire teren"), actor)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM entries_index")

    write(job)
    assert newest(Search(words="imprejmuirii"), actor) == []
    write(lambda: migration.fill(apps, connection.schema_editor()))
    assert len(newest(Search(words="imprejmuirii"), actor)) == 1


IN_A_PROCESS = """
import sys
from pathlib import Path
from registry_desk.server import founding
from tests.server import searched
from tests.server.office import OFFICE
office = {**OFFICE, "public_url": "https://urmarire.example", "accounts": []}
plan = founding.OfficePlan.model_validate(office)
founding.found(Path(sys.argv[1]), plan, database_url=sys.argv[2])
ways = (searched.every_way, searched.pieces, searched.pieces_second, searched.looks_for_a_phrase)
for look in ways:
    look()
"""


@pytest.mark.parametrize(
    "look", [searched.every_way, searched.pieces, searched.pieces_second], ids=lambda f: f.__name__
)
def test_search_in_this_process(rooms, look):
    look()


def test_search_in_this_process_on_postgresql(tmp_path):
    """Django knows one configuration a process: this one's is SQLite."""
    with Cluster.private() as cluster:
        asked = [sys.executable, "-c", IN_A_PROCESS, str(tmp_path / "register")]
        done = subprocess.run(
            [*asked, cluster.database("looked")], cwd=CHECKOUT, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr[-3000:]


def pdf_saying(path, *lines):
    """Write a PDF with a text layer."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for place, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * place, line)
    canvas.save()
    return path.read_bytes()


def found_in_time(client, words):
    """Ask until the document was read: that happens beside the work."""
    until = time.monotonic() + 20
    while not (found := numbers(client.find(words))) and time.monotonic() < until:
        time.sleep(0.2)
    return found


def test_what_came_last_is_no_long_pile_to_read_through(server):
    """PostgreSQL's index keeps what is new aside, and every search reads through all of that."""
    settings = json.loads((server.folder / "server.json").read_text())
    if not settings["database_url"]:
        pytest.skip("SQLite sorts in at once")
    with psycopg.connect(settings["database_url"]) as connection:
        asked = "SELECT reloptions FROM pg_class WHERE relname = 'entries_index_words'"
        assert connection.execute(asked).fetchone() == (["gin_pending_list_limit=256"],)


def test_letter_is_found_by_what_its_document_says(server, clerk, tmp_path, mark):
    entry = clerk.register(registration(subject="Cerere"))
    said = pdf_saying(tmp_path / "a.pdf", f"{mark} defrisarea padurii", "CNP 1850505223344")
    path, sha256 = file_of(tmp_path, said)
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    assert found_in_time(clerk, mark) == [entry.number]
    assert numbers(clerk.find(f"{mark} pădure cerere")) == [entry.number]
    assert numbers(clerk.find(f'"{mark} defrisarea"')) == [entry.number]
    assert numbers(clerk.find(f"{mark} 1850505223344")) == []
    clerk.amend(entry.id, LetterFields(subject="Altceva"))
    assert numbers(clerk.find(f"{mark} altceva")) == [entry.number]
    assert server.client("fin").find(mark) == []


def test_confidential_document_is_found_by_its_own_people_only(server, clerk, tmp_path, mark):
    entry = clerk.register(registration(is_confidential=True))
    path, sha256 = file_of(tmp_path, pdf_saying(tmp_path / "b.pdf", mark))
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="b.pdf")
    assert found_in_time(clerk, mark) == [entry.number]
    for name in ("clerk2", "mayor", "urb", "arch"):
        assert server.client(name).find(mark) == []
        assert server.client(name).count(Search(words=mark)) == 0


@pytest.mark.parametrize(
    "content",
    [b"<html>no pdf</html>", b"%PDF-1.7 broken", b"", b"%PDF-1.4\n" + b"\0" * 5000],
    ids=["html", "broken", "empty", "zeros"],
)
def test_unreadable_document_says_nothing(tmp_path, content):
    from registry_desk.server.texts.plain import DocumentUnreadable, plain_pages

    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(DocumentUnreadable):
        plain_pages(tmp_path / "x.pdf")


def test_words_divided_at_the_end_of_a_line_are_whole():
    from registry_desk.server.entries.words import document_words

    said = document_words("certifi-\r\ncat de urba\u00ad\nnism nr. 12/2026, CNP 1850505223344")
    assert said == ["certificat", "de", "urbanism", "nr", "12", "2026", "12_2026", "cnp"]


def test_long_document_stays_within_what_the_index_takes(rooms):
    from registry_desk.server.entries.index import _vector

    words = [f"cuvant{place}" for place in range(60_000)]
    made = _vector(words)
    assert "'cuvant15999':16000" in made and "'cuvant16000'" in made
    assert "16001" not in made.replace("cuvant16001", "")
    assert len(made) < 2_000_000
