"""The way up and down: replies approved before they are signed, letters given down to a person."""

import uuid

import pytest

from registry_desk.wire import ApprovalOrder, Assignment, Reply
from registry_desk.wire.errors import (
    AccountUnknown,
    ApprovalMissing,
    ApprovalUnknown,
    FileUnknown,
    NotAllowed,
    ReasonMissing,
    ReplyUnknown,
    TaskChangedMeanwhile,
    TaskMoved,
)
from registry_desk.wire.upload_errors import FileTaken
from tests.server.office import file_of, registration, resolved_task


class Draft:
    """A reply that is written and not signed yet."""

    def __init__(self, server, folder):
        self.server, self.folder = server, folder
        self.entry = server.client("clerk").register(registration())
        self.task = resolved_task(server, self.entry)
        self.worker = server.client("urb")
        self.reply = Reply(id=uuid.uuid4(), entry_id=self.entry.id, task_id=self.task.id)
        self.worker.begin_reply(self.reply)
        self.bytes = b"%PDF-1.4 draft " + str(self.reply.id).encode()
        path, self.sha256 = file_of(folder, self.bytes)
        self.worker.deliver(self.entry.id, path, sha256=self.sha256, role="draft", name="d.pdf")

    def up(self, *approvers, **more):
        asked = {"id": uuid.uuid4(), "sha256": self.sha256, "approvers": approvers, **more}
        return self.worker.send_up(self.reply.id, ApprovalOrder(**asked))

    def sign(self, content=None):
        path, sha256 = file_of(self.folder, content or self.bytes + b" signature")
        return self.worker.deliver(
            self.entry.id, path, sha256=sha256, role="reply", name="r.pdf", reply_id=self.reply.id
        )


@pytest.fixture
def draft(server, tmp_path):
    return Draft(server, tmp_path)


def waits_for(client, draft):
    return [one for one in client.approvals() if one.reply_id == draft.reply.id]


def test_head_approves_and_only_then_it_is_signed(server, draft):
    (asked,) = draft.up(note="Vă rog.")
    with pytest.raises(ApprovalMissing):
        draft.sign()
    head = server.client("headurb")
    (waiting,) = waits_for(head, draft)
    assert (waiting.id, waiting.note, waiting.sha256) == (asked.id, "Vă rog.", draft.sha256)
    assert waits_for(server.client("urb2"), draft) == []
    assert waits_for(server.client("fin"), draft) == []
    done = head.decide(waiting.id, is_approved=True)
    assert head.decide(waiting.id, is_approved=True) == done
    assert waits_for(head, draft) == []
    draft.sign()
    acts = [event.act for event in server.client("clerk").history(draft.entry.id)]
    assert acts.index("approval_asked") < acts.index("approved") < acts.index("answered")


def test_what_was_approved_is_what_is_signed(server, draft):
    (asked,) = draft.up()
    server.client("headurb").decide(asked.id, is_approved=True)
    with pytest.raises(ApprovalMissing):
        draft.sign(b"%PDF-1.4 something else entirely")
    with pytest.raises(ApprovalMissing):
        draft.sign(draft.bytes[:-1] + b"X signature")
    draft.sign()


def test_approved_draft_that_leaves_as_it_is_is_the_reply(server, draft):
    """Signed by hand on paper: the reply's bytes are its draft's, and an entry has a file once."""
    (asked,) = draft.up()
    server.client("headurb").decide(asked.id, is_approved=True)
    for _twice in range(2):
        assert draft.sign(draft.bytes).role == "reply"
    clerk = server.client("clerk")
    entry = clerk.entry_by_id(draft.entry.id)
    (one,) = [file for file in entry.files if file.sha256 == draft.sha256]
    assert (one.role, one.reply_id, one.name) == ("reply", draft.reply.id, "r.pdf")
    assert entry.state == "answered"
    told = [
        (event.act, event.detail.get("role"))
        for event in clerk.history(entry.id)
        if event.act in ("delivered", "answered")
    ]
    assert told == [("delivered", "draft"), ("delivered", "reply"), ("answered", None)]
    with pytest.raises(TaskMoved):
        draft.up()


def test_draft_that_became_the_reply_is_read_however_old_it_is(rooms, monkeypatch):
    from registry_desk.server import clock
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.files import drafts
    from registry_desk.server.files.models import FileVersion, Upload
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.texts import reading
    from registry_desk.server.writing import write

    monkeypatch.setattr(reading, "_OVERLAP", 0)  # as if a thousand files came since
    write(lambda: give_number(registration(), Actor("clerk", "I. Popescu", "clerk", None)))
    file = {"entry": Entry.objects.get(), "size_bytes": 1, "name": "a", "created_at": clock.now()}
    for role in ("draft", "letter"):
        more = {"sha256": f"{role:a>64}", "role": role, "version": "delivered"}
        FileVersion.objects.create(**file, **more)
    assert reading.read_waiting() == 1, "a draft is nobody's letter yet"
    upload = Upload(id=uuid.uuid4(), sha256=f"{'draft':a>64}", role="reply", by="urb", **file)
    assert write(lambda: drafts.become_reply(upload))
    assert reading.read_waiting() == 1


def test_reply_cannot_be_another_file_of_its_entry(server, draft, tmp_path):
    content = b"%PDF-1.4 letter " + str(draft.entry.id).encode()
    path, sha256 = file_of(tmp_path, content)
    clerk = server.client("clerk")
    clerk.deliver(draft.entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    with pytest.raises(FileTaken):
        draft.sign(content)
    draft.sign()
    again = Reply(id=uuid.uuid4(), entry_id=draft.entry.id, task_id=draft.task.id)
    draft.worker.begin_reply(again)
    draft.reply = again
    with pytest.raises(FileTaken):
        draft.sign()


def test_nobody_decides_before_it_is_their_turn(server, draft):
    first, second = draft.up("headurb", "mayor")
    mayor = server.client("mayor")
    for is_approved in (True, False):
        with pytest.raises(ApprovalUnknown):
            mayor.decide(second.id, is_approved=is_approved, reason="Prea devreme.")
    server.client("headurb").decide(first.id, is_approved=True)
    assert mayor.decide(second.id, is_approved=True).state == "approved"


def test_steps_follow_one_another(server, draft):
    first, second = draft.up("headurb", "mayor")
    head, mayor = server.client("headurb"), server.client("mayor")
    assert waits_for(mayor, draft) == []
    head.decide(first.id, is_approved=True)
    with pytest.raises(ApprovalMissing):
        draft.sign()
    assert [one.id for one in waits_for(mayor, draft)] == [second.id]
    mayor.decide(second.id, is_approved=True)
    assert [one.state for one in draft.worker.approvals_of(draft.reply.id)] == ["approved"] * 2
    draft.sign()


def test_refused_with_a_reason_goes_up_again(server, draft):
    first, second = draft.up("headurb", "mayor")
    head = server.client("headurb")
    with pytest.raises(ReasonMissing):
        head.decide(first.id, is_approved=False)
    head.decide(first.id, is_approved=False, reason="Lipsește temeiul legal.")
    with pytest.raises(ApprovalMissing):
        draft.sign()
    told = draft.worker.approvals_of(draft.reply.id)
    assert [(one.state, one.reason) for one in told] == [
        ("refused", "Lipsește temeiul legal."), ("withdrawn", ""),
    ]  # fmt: skip
    with pytest.raises((ApprovalUnknown, TaskMoved)):
        server.client("mayor").decide(second.id, is_approved=True)
    (again,) = draft.up("headurb")
    head.decide(again.id, is_approved=True)
    draft.sign()


def test_sending_up_anew_takes_the_first_back(server, draft):
    (first,) = draft.up()
    (second,) = draft.up()
    head = server.client("headurb")
    assert [one.id for one in waits_for(head, draft)] == [second.id]
    with pytest.raises(TaskMoved):
        head.decide(first.id, is_approved=True)


def test_nobody_approves_their_own_or_anothers(server, draft, tmp_path):
    with pytest.raises(AccountUnknown):
        draft.up("urb2")
    with pytest.raises(FileUnknown):
        draft.up(sha256="1" * 64)
    (asked,) = draft.up("mayor")
    for name in ("urb", "urb2", "headurb", "fin"):
        with pytest.raises(ApprovalUnknown):
            server.client(name).decide(asked.id, is_approved=True)
    with pytest.raises(ReplyUnknown):
        draft.worker.send_up(uuid.uuid4(), ApprovalOrder(id=uuid.uuid4(), sha256=draft.sha256))


def test_department_asks_for_approval_of_every_reply(server, tmp_path):
    head = server.client("headurb")
    with pytest.raises(NotAllowed):
        head.set_approval_rule("FIN", is_needed=True)
    head.set_approval_rule("URB", is_needed=True)
    try:
        draft = Draft(server, tmp_path)
        assert [rule.department for rule in draft.worker.approval_rules()] == ["URB"]
        with pytest.raises(ApprovalMissing):
            draft.sign()
        (asked,) = draft.up()
        head.decide(asked.id, is_approved=True)
        draft.sign()
    finally:
        head.set_approval_rule("URB", is_needed=False)
    assert head.approval_rules() == []


def test_letter_goes_down_from_the_mayor_to_a_person(server, clerk):
    entry = clerk.register(registration())
    mayor, head = server.client("mayor"), server.client("headurb")

    def waits(client):
        return next((one for one in client.unassigned() if one.entry_id == entry.id), None)

    assert waits(mayor).department is None and waits(head) is None
    with pytest.raises(NotAllowed):
        server.client("urb").unassigned()

    def give(client, official=None):
        asked = Assignment(
            id=uuid.uuid4(), entry_id=entry.id, department="URB", official=official, note="Urgent."
        )
        return client.assign(asked)

    give(mayor)
    assert (waits(head).department, waits(head).reason) == ("URB", "Urgent.")
    task = give(head, "urb")
    assert waits(head) is None and waits(mayor) is None
    worker = server.client("urb")
    worker.refuse(task.id, "Nu țin eu de zona aceea.")
    assert waits(head).reason == "Nu țin eu de zona aceea."
    give(head, "urb2")
    assert task.id in [own.id for own in server.client("urb2").tasks()]


def test_second_writer_is_told_and_nothing_is_overwritten(server, clerk):
    entry = clerk.register(registration())
    task = resolved_task(server, entry)
    worker, head = server.client("urb"), server.client("headurb")
    head.resolve(task.id, "Se respinge.", seen=task.resolution)
    with pytest.raises(TaskChangedMeanwhile):
        worker.resolve(task.id, "Se aprobă.", seen=task.resolution)
    assert next(t for t in worker.tasks() if t.id == task.id).resolution == "Se respinge."
    worker.resolve(task.id, "Se aprobă.", seen="Se respinge.")


def test_entries_on_one_matter_are_found_from_each_of_them(server, clerk):
    first = clerk.register(registration())
    second = clerk.register(registration(connected_to=first.number))
    third = clerk.register(registration(connected_to=first.number))
    resolved_task(server, first)
    assert [e.number for e in clerk.links_of(first.id)] == [second.number, third.number]
    assert [e.number for e in clerk.links_of(third.id)] == [first.number, second.number]
    assert server.client("urb").links_of(first.id) == [], "another department's are not shown"
    assert clerk.links_of(clerk.register(registration()).id) == []
