"""Search: words in any form with or without diacritics, numbers, phrases, filters, stable pages."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from registry_desk.wire import Assignment, Search
from registry_desk.wire.errors import EntryUnknown
from tests.server.office import registration


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
    with pytest.raises(EntryUnknown):
        clerk.find(mark, before="999999/2026")


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
