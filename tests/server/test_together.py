"""Several people on one letter: lead and support, questions, substitutes, pauses, many moved."""

import contextlib
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import psycopg
import pytest
import requests

from registry_desk.wire import (
    ApprovalOrder,
    Assignment,
    Moving,
    Question,
    Reply,
    Substitution,
)
from registry_desk.wire.errors import (
    AccountUnknown,
    DepartmentUnknown,
    EntryUnknown,
    FieldInvalid,
    NotAllowed,
    QuestionAnswered,
    QuestionUnknown,
    ReasonMissing,
    TaskMoved,
    TaskUnknown,
    TermNotPausable,
)
from tests.server.office import file_of, registration, resolved_task
from tests.server.test_repeats import wait_until

TODAY = datetime.now(ZoneInfo("Europe/Bucharest")).date()  # two hours before midnight in UTC


def given(clerk, entry, department="URB", official=None, **more):
    asked = Assignment(
        id=uuid.uuid4(), entry_id=entry.id, department=department, official=official, **more
    )
    return clerk.assign(asked)


def waiting(client, entry):
    return [question for question in client.questions() if question.entry_id == entry.id]


def test_one_department_leads_and_others_support(server, clerk):
    entry = clerk.register(registration())
    task = given(clerk, entry, "URB", "urb", note="Avizul financiar, vă rog.", supporting=["FIN"])
    assert (task.department, clerk.entry_by_id(entry.id).department) == ("URB", "URB")
    fin = server.client("fin")
    assert fin.entry_by_id(entry.id).number == fin.find(entry.number)[0].number
    (part,) = waiting(fin, entry)
    assert part.is_support and part.question == "Avizul financiar, vă rog."
    fin.answer_question(part.id, "Taxa este achitată.")
    assert waiting(fin, entry) == []
    (told,) = server.client("urb").consultations(task.id)
    assert (told.answer, told.answered_by) == ("Taxa este achitată.", "fin")
    with pytest.raises(DepartmentUnknown):
        given(clerk, clerk.register(registration()), "URB", supporting=["NIX"])


def test_colleague_is_asked_and_answers(server, clerk):
    entry = clerk.register(registration())
    task = resolved_task(server, entry)
    urb, urb2 = server.client("urb"), server.client("urb2")
    asked = Question(id=uuid.uuid4(), department="URB", official="urb2", text="Ce părere aveți?")
    assert urb.ask_colleague(task.id, asked) == urb.ask_colleague(task.id, asked)
    (question,) = waiting(urb2, entry)
    with pytest.raises(QuestionUnknown):
        server.client("fin").answer_question(question.id, "Nu știu.")
    with pytest.raises(QuestionUnknown):
        urb.answer_question(question.id, "Îmi răspund singur.")
    assert urb2.answer_question(question.id, "Se poate.").answered_by == "urb2"
    with pytest.raises(TaskUnknown):
        urb2.ask_colleague(task.id, asked.model_copy(update={"id": uuid.uuid4()}))
    with pytest.raises(AccountUnknown):
        urb.ask_colleague(
            task.id, Question(id=uuid.uuid4(), department="URB", official="fin", text="Da?")
        )
    acts = [event.act for event in clerk.history(entry.id)]
    assert acts[-2:] == ["question_asked", "question_answered"]


def test_first_of_two_answers_stands(server, clerk):
    entry = clerk.register(registration())
    task = resolved_task(server, entry)
    asked = Question(id=uuid.uuid4(), department="URB", text="Ce părere aveți?")
    server.client("urb").ask_colleague(task.id, asked)
    with both_held_up(server, asked.id) as (desks, is_waiting):
        answers = [
            desks.submit(server.client(who).answer_question, asked.id, f"Răspunde {who}.")
            for who in ("urb2", "headurb")
        ]
        wait_until(is_waiting)
    refused = [one.exception(30) for one in answers if one.exception(30)]
    (first,) = [one.result(30) for one in answers if not one.exception(30)]
    assert [type(error) for error in refused] == [QuestionAnswered]
    assert refused[0].params["by"] == first.answered_by
    assert server.client("urb").consultations(task.id) == [first]
    again = server.client(first.answered_by).answer_question(asked.id, first.answer)
    assert again == first, "the same answer twice is one"
    acts = [event.act for event in clerk.history(entry.id)]
    assert acts.count("question_answered") == 1


@contextlib.contextmanager
def both_held_up(server, question):
    """Give two desks whose answers both wait for the database, where it serves two at once."""
    url = json.loads((server.folder / "server.json").read_text())["database_url"]
    with ThreadPoolExecutor(2) as desks:
        if not url:
            yield desks, lambda: True
            return
        look = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        with psycopg.connect(url) as line, psycopg.connect(url, autocommit=True) as looking:
            hold = "SELECT 1 FROM tasks_consultation WHERE id = %s FOR UPDATE"
            line.execute(hold, [question])
            yield desks, lambda: looking.execute(look).fetchone()[0] == 2
            line.rollback()


def test_question_about_a_confidential_letter_is_for_who_may_see_it(server, clerk):
    entry = clerk.register(registration())
    task = resolved_task(server, entry)
    asked = Question(id=uuid.uuid4(), department="FIN", text="S-a plătit taxa?")
    server.client("urb").ask_colleague(task.id, asked)
    address = f"{server.url}/api/v1/entries/{entry.id}/confidence"
    headers = {"Authorization": f"Bearer {server.token('headurb')}"}
    requests.post(address, json={"is_confidential": True}, headers=headers).raise_for_status()
    fin = server.client("fin")
    assert waiting(fin, entry) == []
    with pytest.raises(QuestionUnknown):
        fin.answer_question(asked.id, "Da.")
    named = {"is_confidential": True, "people": ["fin"]}
    requests.post(address, json=named, headers=headers).raise_for_status()
    assert fin.answer_question(asked.id, "Da.").answered_by == "fin"


def test_substitute_works_for_the_absent_one_and_only_then(server, clerk):
    entry = clerk.register(registration())
    task = given(clerk, entry, "URB", "urb")
    urb2, head = server.client("urb2"), server.client("headurb")
    with pytest.raises(TaskUnknown):
        urb2.open_task(task.id)
    asked = Substitution(
        id=uuid.uuid4(), absent="urb", substitute="urb2", from_on=TODAY,
        to_on=TODAY + timedelta(days=7), work="waits", reason="Concediu medical",
    )  # fmt: skip
    head.substitute(asked)
    with pytest.raises(TaskUnknown):
        urb2.open_task(task.id)
    head.substitute(asked.model_copy(update={"work": "moves"}))
    assert task.id in [own.id for own in urb2.tasks()]
    opened = urb2.open_task(task.id)
    assert (opened.official, opened.opened_by) == ("urb", "urb2")
    urb2.resolve(task.id, "Se răspunde favorabil.")
    assert asked.id in [known.id for known in head.substitutions()]
    assert [known.reason for known in urb2.substitutions() if known.id == asked.id] == [""]
    reasons = [known.reason for known in head.substitutions() if known.id == asked.id]
    assert reasons == ["Concediu medical"], "told to who names substitutes alone"
    past = {"from_on": TODAY - timedelta(days=9), "to_on": TODAY - timedelta(days=2)}
    head.substitute(asked.model_copy(update={"work": "moves", **past}))
    assert task.id not in [own.id for own in urb2.tasks()]
    for wrong, error in (
        ({"substitute": "fin"}, AccountUnknown),
        ({"absent": "fin", "substitute": "urb"}, NotAllowed),
        ({"to_on": TODAY - timedelta(days=1)}, FieldInvalid),
        ({"substitute": "urb"}, FieldInvalid),
        ({"reason": " \u200e"}, ReasonMissing),
    ):
        with pytest.raises(error):
            head.substitute(asked.model_copy(update={"id": uuid.uuid4(), **wrong}))


def test_who_stands_in_for_the_head_leads_the_department_meanwhile(server, clerk, tmp_path):
    entry = clerk.register(registration())
    task = resolved_task(server, entry)
    urb, urb2, head = server.client("urb"), server.client("urb2"), server.client("headurb")
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id, subject="Răspuns")
    urb.begin_reply(reply)
    path, sha256 = file_of(tmp_path, b"%PDF-1.4 draft " + str(reply.id).encode())
    urb.deliver(entry.id, path, sha256=sha256, role="draft", name="proiect.pdf", reply_id=reply.id)
    (step,) = urb.send_up(reply.id, ApprovalOrder(id=uuid.uuid4(), sha256=sha256))
    lying = clerk.register(registration())
    given(clerk, lying, "URB")
    asked = Substitution(
        id=uuid.uuid4(), absent="headurb", substitute="urb2", from_on=TODAY, to_on=TODAY,
        work="waits", reason="Concediu de odihnă",
    )  # fmt: skip
    for work, is_leading in (("waits", False), ("moves", True)):
        head.substitute(asked.model_copy(update={"work": work}))
        assert urb2.me().role == ("head" if is_leading else "official")
        assert (step.id in [one.id for one in urb2.approvals()]) == is_leading
    assert lying.id in [one.entry_id for one in urb2.unassigned()]
    assert given(urb2, lying, "URB", "urb").official == "urb"
    assert urb2.decide(step.id, is_approved=True).decided_by == "urb2"
    for not_theirs in (urb2.prints, partial(urb2.entry_by_id, clerk.register(registration()).id)):
        with pytest.raises((NotAllowed, EntryUnknown)):
            not_theirs()
    yesterday = TODAY - timedelta(days=1)
    head.substitute(asked.model_copy(update={"from_on": yesterday, "to_on": yesterday}))
    assert urb2.me().role == "official"
    with pytest.raises(NotAllowed):
        urb2.unassigned()


def test_pause_and_restart_are_told(server, clerk):
    entry = clerk.register(registration())
    mayor = server.client("mayor")
    paused = mayor.pause(entry.id, "Se așteaptă acte de la petent.", article="art. 7")
    assert (paused.paused_on is not None, paused.due_on) == (True, entry.due_on)
    assert mayor.pause(entry.id, "Încă o dată.") == paused
    running = mayor.restart(entry.id)
    assert (running.paused_on, running.due_on) == (None, entry.due_on)
    assert mayor.restart(entry.id) == running
    assert [m.code for m in running.milestones] == ["received", "paused", "restarted"]
    bare = clerk.register(registration(kind=None))
    with pytest.raises(TermNotPausable):
        mayor.pause(bare.id, "Nu are termen.")


def test_term_moves_by_the_days_it_stood_still(rooms, monkeypatch):
    from registry_desk.server import clock
    from registry_desk.server.board.figures import delays
    from registry_desk.server.entries import pauses
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write
    from registry_desk.wire import Pause

    mayor = Actor("mayor", "", "supervisor", None)
    noon = datetime(2026, 3, 2, 10, tzinfo=UTC)

    def on(days):
        monkeypatch.setattr(clock, "now", lambda: noon + timedelta(days=days))

    on(0)
    entry = write(lambda: give_number(registration(), mayor))
    write(lambda: Entry.objects.filter(pk=entry.pk).update(department="URB"))
    assert entry.due_on.isoformat() == "2026-04-02"
    on(10)
    write(lambda: pauses.pause(entry.uuid, Pause(reason="Acte lipsă"), mayor))
    on(40)
    (row,) = delays(mayor).departments
    assert (row.overdue_count, row.paused_count, row.open_count) == (0, 1, 1)
    moved = write(lambda: pauses.restart(entry.uuid, mayor))
    assert moved.paused_days == 30
    assert moved.due_on.isoformat() == "2026-05-04"  # 2 March + 30 + 30 + 1 is Saturday 2 May
    (row,) = delays(mayor).departments
    assert (row.overdue_count, row.paused_count) == (0, 0)


def test_many_tasks_are_moved_with_one_reason_or_none(server, clerk):
    tasks = [given(clerk, clerk.register(registration()), "URB", "urb") for _ in range(5)]
    asked = Moving(
        id=uuid.uuid4(), task_ids=[task.id for task in tasks], department="FIN", official="fin",
        reason="Reorganizare.",
    )  # fmt: skip
    moved = clerk.move_tasks(asked)
    assert {(task.department, task.official, task.note) for task in moved} == {
        ("FIN", "fin", "Reorganizare."),
    }
    assert clerk.move_tasks(asked) == moved
    clerk.close_entry(tasks[0].entry_id, outcome="withdrawn", reason="Retrasă.")
    again = asked.model_copy(update={"id": uuid.uuid4(), "department": "URB", "official": None})
    with pytest.raises(TaskMoved):
        clerk.move_tasks(again)
    assert {task.department for task in server.client("fin").tasks() if task in moved[1:]} == {
        "FIN"
    }
    with pytest.raises(NotAllowed):
        server.client("fin").move_tasks(again)
    with pytest.raises(TaskUnknown):
        clerk.move_tasks(again.model_copy(update={"task_ids": (uuid.uuid4(),)}))


def test_other_department_needs_a_reason(clerk):
    entry = clerk.register(registration())
    given(clerk, entry, "URB")
    with pytest.raises(ReasonMissing):
        given(clerk, entry, "FIN")


def test_tasks_are_paged_and_what_arrives_meanwhile_moves_nothing(server, clerk):
    def given(**fields):
        entry = clerk.register(registration(**fields))
        return clerk.assign(Assignment(id=uuid.uuid4(), entry_id=entry.id, department="FIN"))

    ours = {given(kind=kind).id for kind in ("petition", None, "information_request", None)}
    ours |= {given().id for _ in range(3)}
    headers = {"Authorization": f"Bearer {server.token('fin')}"}
    address = f"{server.url}/api/v1/tasks"
    whole = [task["id"] for task in requests.get(address, headers=headers).json()]
    seen, after = [], {}
    while page := requests.get(address, headers=headers, params={"limit": 2, **after}).json():
        seen += [task["id"] for task in page]
        after = {"after": seen[-1]}
        late = str(given(kind="information_request").id)  # comes before or behind, never twice
    assert len(seen) == len(set(seen)) and [one for one in seen if one in whole] == whole
    assert {str(one) for one in ours} <= set(seen) and late not in whole
    for wrong, status in ((uuid.uuid4(), 404), ("x", 422)):
        answer = requests.get(address, headers=headers, params={"after": str(wrong)})
        assert answer.status_code == status
