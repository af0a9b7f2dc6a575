"""After the number: fields corrected, papers added, entries of our own, originals handed over."""

import importlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests

from registry_desk.wire import Addition, Assignment, OriginalMove, RegisterInfo, Reply
from registry_desk.wire.errors import (
    EntryAnnulled,
    EntryChangedMeanwhile,
    EntryClosed,
    EntryUnknown,
    FieldInvalid,
    NotAllowed,
    RegisterTaken,
)
from registry_desk.wire.register import LetterFields
from tests.server.office import file_of, registration


def bare(**fields):
    """Make a registration that asks for the number first: nothing is read yet."""
    nothing = {"kind": None, "sender_name": None, "subject": None, "sheet_count": 0}
    return registration(**{**nothing, **fields})


def test_look_that_could_not_be_written_is_written_the_next_time(rooms, monkeypatch):
    from django.db import OperationalError

    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.entries import looking
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write
    from registry_desk.wire.errors import StoreFull

    mayor = Actor("mayor", "", "supervisor", None)
    entry = write(lambda: give_number(registration(), mayor))
    looks, troubles = looking.Looks(), [StoreFull(), OperationalError("gone")]

    def troubled(job):
        if troubles:
            raise troubles.pop(0)
        write(job)

    monkeypatch.setattr(looking, "write", troubled)
    looks.note(entry, mayor)  # a full disk keeps nobody from looking
    with pytest.raises(OperationalError):
        looks.note(entry, mayor)
    for _ in range(2):
        looks.note(entry, mayor)
        assert AuditRow.objects.filter(act="seen").count() == 1


def test_fields_read_later_are_entered(clerk):
    asked = bare()
    entry = clerk.register(asked)
    assert (entry.due_on, entry.revision) == (None, 0)
    mark = "zz" + uuid.uuid4().hex[:10]
    read = LetterFields(
        kind="petition", sender_name="Țurcanu Ștefania", subject=mark, cnp="1850505223344",
        sender_date="13.02.2024", sheet_count=2,
    )  # fmt: skip
    amended = clerk.amend(entry.id, read)
    assert (amended.number, amended.revision, amended.sheet_count) == (entry.number, 1, 2)
    assert amended.due_on is not None and amended.due_article.startswith("OG 27/2002")
    assert [found.number for found in clerk.find(mark)] == [entry.number]
    assert clerk.amend(entry.id, read) == amended
    assert clerk.register(asked).number == entry.number
    changed = clerk.amend(entry.id, LetterFields(subject="Altceva", sender_date=None))
    assert (changed.sender_name, changed.sender_date) == ("Țurcanu Ștefania", None)
    assert clerk.find(mark) == []
    first, second = clerk.amendments(entry.id)
    told = {change.field: (change.old, change.new) for change in first.changes}
    assert told["subject"] == (None, mark) and told["cnp"] == (None, "•••")
    assert {c.field: (c.old, c.new) for c in second.changes} == {
        "subject": (mark, "Altceva"), "sender_date": ("2024-02-13", None),
    }  # fmt: skip
    history = clerk.history(entry.id)
    assert [event.act for event in history] == ["registered", "amended", "amended"]
    assert history[2].detail["fields"] == ["sender_date", "subject"]
    assert "1850505223344" not in str(history)


def test_personal_number_is_masked_and_looking_at_it_leaves_a_trace(server, clerk):
    digits = "1850505223344"
    entry = clerk.register(bare(cnp=digits))
    assert clerk.amend(entry.id, LetterFields(cnp=entry.cnp, subject="Altceva")).revision == 1
    headers = {"Authorization": f"Bearer {server.token('clerk2')}"}
    address = f"{server.url}/api/v1/entries"
    for shown in ("", f"/{entry.id}", f"/{entry.id}/history", f"/{entry.id}/amendments"):
        assert digits not in requests.get(f"{address}{shown}", headers=headers).text
    told = requests.post(f"{address}/{entry.id}/personal-number", headers=headers).json()
    assert told == {"number": entry.number, "cnp": digits}
    looked = clerk.history(entry.id)[-1]
    assert (looked.actor, looked.act) == ("clerk2", "personal_number_seen")
    nothing = clerk.register(bare())
    shown = requests.post(f"{address}/{nothing.id}/personal-number", headers=headers)
    assert shown.json()["cnp"] is None and clerk.history(nothing.id)[-1].act == "registered"


def test_who_looks_at_a_letter_is_written_down_once_a_day(server, clerk):
    entry = clerk.register(bare())
    for name in ("audit", "mayor", "audit"):
        for _ in range(2):
            server.client(name).entry_by_id(entry.id)
            server.client(name).entry(entry.number)
    told = [(event.actor, event.act) for event in clerk.history(entry.id)]
    assert told == [("clerk", "registered"), ("audit", "seen"), ("mayor", "seen")]
    with pytest.raises(EntryUnknown):
        server.client("fin").entry_by_id(entry.id)
    assert len(clerk.history(entry.id)) == 3


def test_second_editor_is_told(clerk):
    seen = clerk.register(bare())
    clerk.amend(seen.id, LetterFields(subject="Primul"), revision=seen.revision)
    with pytest.raises(EntryChangedMeanwhile):
        clerk.amend(seen.id, LetterFields(subject="Al doilea"), revision=seen.revision)
    assert clerk.entry_by_id(seen.id).subject == "Primul"


def test_what_is_closed_or_annulled_is_not_corrected(server, clerk):
    closed, annulled = clerk.register(registration()), clerk.register(registration())
    clerk.close_entry(closed.id, outcome="classified", reason="Anonimă.")
    clerk.annul(annulled.id, "Din greșeală.")
    addition = Addition(id=uuid.uuid4(), received_at=datetime.now(UTC))
    for act in (
        lambda entry: clerk.amend(entry.id, LetterFields(subject="x")),
        lambda entry: clerk.complete(entry.id, addition),
    ):
        with pytest.raises(EntryClosed):
            act(closed)
        with pytest.raises(EntryAnnulled):
            act(annulled)
    with pytest.raises(NotAllowed):
        server.client("urb").amend(closed.id, LetterFields(subject="x"))


def test_connection_is_corrected_but_not_to_itself(clerk):
    first, second = clerk.register(registration()), clerk.register(registration())
    assert clerk.amend(second.id, LetterFields(connected_to=first.number)).connected_to == (
        first.number
    )
    with pytest.raises(FieldInvalid):
        clerk.amend(second.id, LetterFields(connected_to=second.number))
    with pytest.raises(EntryUnknown):
        clerk.amend(second.id, LetterFields(connected_to="999999/2026"))


def test_papers_come_later_to_the_same_number(clerk, tmp_path):
    entry = clerk.register(registration(sheet_count=2))
    asked = Addition(
        id=uuid.uuid4(), received_at=datetime.now(UTC), sheet_count=3, enclosure_count=1,
        note="plan cadastral",
    )  # fmt: skip
    for _ in range(2):
        completed = clerk.complete(entry.id, asked)
        assert (completed.number, completed.sheet_count) == (entry.number, 5)
    assert [m.code for m in completed.milestones] == ["received", "completed"]
    path, sha256 = file_of(tmp_path, b"%PDF plan")
    clerk.deliver(entry.id, path, sha256=sha256, role="addition", name="plan.pdf")
    assert [f.role for f in clerk.entry_by_id(entry.id).files] == ["addition"]


def test_official_enters_a_document_of_their_own(server, clerk, tmp_path):
    """From number to dispatch without the registry, on the department's own initiative."""
    urb = server.client("urb")
    with pytest.raises(NotAllowed):
        urb.register(registration())
    entry = urb.register(
        registration(
            register="INT", direction="internal", kind=None, sender_name=None,
            addressee="Consiliul Județean",
        )
    )  # fmt: skip
    assert (entry.department, entry.state, entry.addressee) == (
        "URB", "resolved", "Consiliul Județean",
    )  # fmt: skip
    assert urb.find(entry.number)[0].id == entry.id
    with pytest.raises(EntryUnknown):
        server.client("fin").entry_by_id(entry.id)
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=entry.task_id)
    urb.begin_reply(reply)
    path, sha256 = file_of(tmp_path, b"%PDF own " + entry.number.encode())
    urb.deliver(entry.id, path, sha256=sha256, role="reply", name="a.pdf", reply_id=reply.id)
    assert urb.entry_by_id(entry.id).state == "answered"


def test_register_with_its_own_prefix_is_opened(server, clerk):
    admin = server.client("admin")
    asked = RegisterInfo(code="DISP", name="Dispoziții", direction="internal", prefix="D")
    assert admin.open_register(asked) == admin.open_register(asked) == asked
    opened = [(one.code, one.name, one.direction, one.prefix) for one in clerk.office().registers]
    assert ("DISP", "Dispoziții", "internal", "D") in opened
    numbers = [
        clerk.register(registration(register="DISP", direction="internal")).number for _ in range(2)
    ]
    assert numbers == [f"D-1/{datetime.now(UTC).year}", f"D-2/{datetime.now(UTC).year}"]
    assert clerk.entry(numbers[0]).register == "DISP"
    renamed = asked.model_copy(update={"name": "Dispozițiile primarului"})
    assert admin.open_register(renamed) == renamed
    assert renamed.name in [one.name for one in clerk.office().registers]
    with pytest.raises(RegisterTaken):
        admin.open_register(asked.model_copy(update={"prefix": "DD"}))
    with pytest.raises(NotAllowed):
        clerk.open_register(asked)


def moved(act, place, **more):
    return OriginalMove(id=uuid.uuid4(), act=act, place=place, **more)


def test_original_is_followed_from_hand_to_hand(server, clerk):
    entry = clerk.register(registration())
    clerk.assign(Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB"))
    clerk.move_original(entry.id, moved("kept", "dulap 4, biblioraft 12"))
    late = datetime.now(UTC).date() - timedelta(days=3)
    holder = f"Expert {uuid.uuid4().hex[:8]}"
    lent = moved("handed_over", "camera 7", holder=holder, due_back_on=late)
    assert clerk.move_original(entry.id, lent) == clerk.move_original(entry.id, lent)
    overdue = server.client("urb").originals(is_overdue=True, holder=holder)
    assert [(o.number, o.is_overdue) for o in overdue] == [(entry.number, True)]
    assert server.client("fin").originals(holder=holder) == []
    clerk.move_original(entry.id, moved("returned", "dulap 4, biblioraft 12"))
    assert clerk.originals(is_overdue=True, holder=holder) == []
    way = clerk.original_moves(entry.id)
    assert [step.act for step in way] == ["kept", "handed_over", "returned"]
    assert not any(step.is_overdue for step in way)
    acts = [event.act for event in clerk.history(entry.id)]
    assert acts[-3:] == ["original_kept", "original_handed_over", "original_returned"]
    with pytest.raises(FieldInvalid):
        clerk.move_original(entry.id, OriginalMove.model_construct(id=uuid.uuid4(), act="kept"))


def test_reply_sealed_by_an_older_server_tells_its_step_once(rooms):
    """That one told it at once, a little after the seal; the migration dates it as the seal."""
    from django.apps import apps
    from django.db import connection

    from registry_desk.server import clock
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.tasks import replies
    from registry_desk.server.tasks.models import Reply as Kept
    from registry_desk.server.tasks.models import Task
    from registry_desk.server.writing import write

    migration = importlib.import_module("registry_desk.server.tasks.migrations.0006_answered_once")
    sealed = clock.now() - timedelta(days=1)
    later = sealed + timedelta(seconds=2)

    def job():
        entry = give_number(registration(), Actor("clerk", "", "clerk", None))
        task = Task.objects.create(
            pk=uuid.uuid4(), entry=entry, department_id="URB", state="answered", assigned_at=sealed
        )
        old, new = (
            Kept.objects.create(
                pk=uuid.uuid4(), entry=entry, task=task, begun_at=sealed, answered_at=at
            )
            for at in (sealed, later)
        )
        entry.milestones.create(code="answered", at=sealed + timedelta(milliseconds=7))
        entry.milestones.create(code="answered", at=later)
        migration.date_steps(apps, connection.schema_editor())
        replies.call(old, is_interim=True)
        replies.call(new, is_interim=False)
        told = entry.milestones.exclude(code="received").order_by("at")
        return list(told.values_list("code", "at"))

    assert write(job) == [("interim_answered", sealed), ("answered", later)]
