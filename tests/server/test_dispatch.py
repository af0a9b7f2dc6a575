"""What goes out: by post with number and list, by e-mail once, by hand; proven, or returned."""

import email
import email.policy
import re
import socket
import uuid
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pypdfium2
import pytest
import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from registry_desk.server.configuration import load
from registry_desk.wire import (
    Afterwards,
    Assignment,
    Leaving,
    PostOrder,
    Reply,
    Route,
    SendingAgain,
    SendingOrder,
)
from registry_desk.wire.errors import (
    EntryClosed,
    FieldInvalid,
    MailMissing,
    NotAllowed,
    ReasonMissing,
    ReplyNotReady,
    ReplyUnknown,
    SendingPast,
    SendingUnknown,
)
from tests.server.office import Server, file_of, found, registration, resolved_task

ADDRESS = "Str. Păcii 11, Valea Stejarului"


def finished(server, folder, *, address=ADDRESS, **fields):
    """Give a reply that is ready to go out (an office without a seal)."""
    entry = server.client("clerk").register(registration(sender_address=address, **fields))
    task = resolved_task(server, entry)
    worker = server.client("urb")
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id, subject="Răspuns")
    worker.begin_reply(reply)
    path, sha256 = file_of(folder, b"%PDF-1.4 reply " + str(reply.id).encode())
    worker.deliver(entry.id, path, sha256=sha256, role="reply", name="r.pdf", reply_id=reply.id)
    return reply


def ordered(server, reply, how="post", **more):
    asked = SendingOrder(
        id=uuid.uuid4(), entry_id=reply.entry_id, reply_id=reply.id, how=how, **more
    )
    return server.client("urb").order_sending(asked)


def milestones(server, entry_id):
    return [m.code for m in server.client("clerk").entry_by_id(entry_id).milestones]


def test_post_leaves_with_its_list_and_the_entry_is_closed(server, clerk, tmp_path):
    replies = [finished(server, tmp_path) for _ in range(3)]
    waiting = [ordered(server, reply, kind="registered_proof") for reply in replies]
    ids = [sending.id for sending in waiting]
    assert {s.state for s in clerk.sendings() if s.id in ids} == {"waiting"}
    assert (waiting[0].addressee, waiting[0].address) == ("Crăciun Sânziana", ADDRESS)
    asked = PostOrder(id=uuid.uuid4(), sending_ids=ids)
    made = clerk.list_for_post(asked)
    assert clerk.list_for_post(asked) == made and made.item_count == 3
    left = [s for s in clerk.sendings("today") if s.id in ids]
    numbers = [int(s.number.split("/")[0]) for s in left]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert {s.list_number for s in left} == {made.number}
    entry = clerk.entry_by_id(replies[0].entry_id)
    assert (entry.state, entry.outcome) == ("closed", "answered")
    assert milestones(server, entry.id)[-3:] == ["answered", "dispatched", "closed"]
    with pytest.raises(SendingPast):
        clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=ids))
    assert [own.id for own in clerk.post_lists()].count(made.id) == 1
    file = tmp_path / "list.pdf"
    clerk.download_list(made, file)
    words = read(file)
    for said in (made.number, left[0].number, "Crăciun Sânziana", "confirmare de primire", "Total"):
        assert said in words
    with pikepdf.open(file) as pdf:
        assert "pdfaid" in str(pdf.open_metadata())


def read(file):
    document = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_numbers_of_dispatch_are_one_row_without_gaps(server, clerk, tmp_path):
    waiting = [ordered(server, finished(server, tmp_path), how="hand") for _ in range(12)]

    def hand(sending):
        return server.client("clerk").send_off(sending.id, Leaving(handed_to="Crăciun S.")).number

    with ThreadPoolExecutor(6) as together:
        given = sorted(int(n.split("/")[0]) for n in together.map(hand, waiting))
    assert given == list(range(given[0], given[0] + 12))


def test_interim_reply_leaves_the_entry_open_and_a_second_one_follows(server, clerk, tmp_path):
    reply = finished(server, tmp_path)
    sending = ordered(server, reply, how="hand", is_last=False)
    with pytest.raises(FieldInvalid):
        clerk.send_off(sending.id, Leaving())
    clerk.send_off(sending.id, Leaving(handed_to="Crăciun Sânziana"))
    assert clerk.entry_by_id(reply.entry_id).state == "resolved", "nobody has answered yet"
    worker = server.client("urb")
    second = reply.model_copy(update={"id": uuid.uuid4(), "subject": "Răspuns final"})
    worker.begin_reply(second)
    path, sha256 = file_of(tmp_path, b"%PDF-1.4 second " + str(second.id).encode())
    worker.deliver(
        second.entry_id, path, sha256=sha256, role="reply", name="r2.pdf", reply_id=second.id
    )
    last = ordered(server, second, how="hand")
    clerk.send_off(last.id, Leaving(handed_to="Crăciun Sânziana"))
    assert clerk.entry_by_id(reply.entry_id).state == "closed"
    assert milestones(server, reply.entry_id)[-5:] == [
        *("interim_answered", "interim_dispatched", "answered", "dispatched", "closed")
    ]
    assert [s.id for s in clerk.sendings_of(reply.entry_id)] == [sending.id, last.id]


def test_after_an_interim_reply_the_work_may_be_given_to_somebody_else(server, clerk, tmp_path):
    reply = finished(server, tmp_path)
    assert clerk.entry_by_id(reply.entry_id).state == "answered", "signed: it may be the answer"
    sending = ordered(server, reply, how="hand", is_last=False)
    clerk.send_off(sending.id, Leaving(handed_to="Crăciun Sânziana"))
    given = Assignment(
        id=uuid.uuid4(), entry_id=reply.entry_id, department="URB", official="urb2", note="Concediu"
    )
    assert server.client("headurb").assign(given).state == "assigned"
    assert server.client("urb2").open_task(reply.task_id).state == "opened"


def test_interim_reply_that_comes_back_as_the_answer_is_one(server, clerk, tmp_path):
    reply = finished(server, tmp_path)
    sending = ordered(server, reply, is_last=False)
    clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[sending.id]))
    clerk.take_back(sending.id, Afterwards(reason="Destinatar mutat"))
    ordered(server, reply, how="hand")
    assert clerk.entry_by_id(reply.entry_id).state == "answered"
    assert milestones(server, reply.entry_id)[3:] == [
        *("answered", "interim_dispatched", "interim_returned")
    ]


@pytest.mark.parametrize(
    ("language", "final", "interim", "follows"),
    [
        ("ro", "Răspuns trimis", "Răspuns intermediar trimis", "răspunsul final urmează"),
        ("en", "Answer sent", "Interim reply sent", "the final answer follows"),
    ],
)
def test_citizen_sees_an_interim_reply_as_one(
    server, clerk, tmp_path, language, final, interim, follows
):
    reply = finished(server, tmp_path)

    def page():
        told = requests.get(clerk.entry_by_id(reply.entry_id).tracking_url, {"lang": language}).text
        return re.sub(r"<style>.*?</style>", "", told, flags=re.DOTALL)

    assert not re.search(r"\b(semnat|signed)\b", page()), "signed, and nobody has said yet as what"
    sending = ordered(server, reply, kind="registered_proof", is_last=False)
    assert re.search("intermediar semnat|Interim reply signed", page())
    clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[sending.id]))
    assert interim in page() and follows in page() and final not in page()
    clerk.take_back(sending.id, Afterwards(reason="Destinatar mutat"))
    assert milestones(server, reply.entry_id)[-1] == "interim_returned"
    again = ordered(server, reply, how="hand")  # what came back goes out as the answer after all
    clerk.send_off(again.id, Leaving(handed_to="Crăciun Sânziana"))
    assert final in page()
    assert milestones(server, reply.entry_id).count("answered") == 1
    for one in ("Crăciun", "Sânziana", "Păcii"):
        assert one not in page()


def test_what_is_not_ready_or_not_ones_own_does_not_go_out(server, clerk, tmp_path):
    reply = finished(server, tmp_path)
    entry = clerk.register(registration(sender_address=None))
    task = resolved_task(server, entry)
    begun = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id)
    server.client("urb").begin_reply(begun)
    with pytest.raises(ReplyNotReady):
        ordered(server, begun)
    with pytest.raises(ReplyUnknown):
        ordered(server, begun.model_copy(update={"entry_id": reply.entry_id}))
    asked = SendingOrder(id=uuid.uuid4(), entry_id=reply.entry_id, reply_id=reply.id, how="post")
    with pytest.raises(ReplyUnknown):
        server.client("urb2").order_sending(asked)
    made = server.client("urb").order_sending(asked)
    assert server.client("urb").order_sending(asked) == made
    with pytest.raises(SendingPast):
        ordered(server, reply)
    with pytest.raises(NotAllowed):
        server.client("urb").send_off(made.id, Leaving(handed_to="Cineva"))
    with pytest.raises(SendingUnknown):
        clerk.send_off(uuid.uuid4(), Leaving(handed_to="Cineva"))
    assert made.id not in [s.id for s in server.client("fin").sendings()]
    nowhere = finished(server, tmp_path, address=None)
    with pytest.raises(FieldInvalid):
        ordered(server, nowhere)


def test_route_changes_until_it_leaves(server, clerk, tmp_path):
    sending = ordered(server, finished(server, tmp_path))
    changed = clerk.redirect_sending(sending.id, Route(how="hand", addressee="Împuternicit"))
    assert (changed.how, changed.addressee) == ("hand", "Împuternicit")
    clerk.send_off(sending.id, Leaving(handed_to="Împuternicit"))
    with pytest.raises(SendingPast):
        clerk.redirect_sending(sending.id, Route(how="post"))


def test_proof_and_return_come_to_the_closed_entry(server, clerk, tmp_path):
    proven, back = (
        ordered(server, finished(server, tmp_path), kind="registered_proof") for _ in range(2)
    )
    with pytest.raises(SendingPast):
        clerk.prove_receipt(proven.id)
    clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[proven.id, back.id]))
    assert {proven.id, back.id} <= {s.id for s in clerk.sendings("awaited")}
    path, sha256 = file_of(tmp_path, b"%PDF-1.4 proof " + str(proven.id).encode())
    with pytest.raises(EntryClosed):
        clerk.deliver(proven.entry_id, path, sha256=sha256, role="addition", name="p.pdf")
    clerk.deliver(proven.entry_id, path, sha256=sha256, role="proof_of_receipt", name="p.pdf")
    told = clerk.prove_receipt(proven.id)
    assert (told.state, clerk.prove_receipt(proven.id)) == ("proven", told)
    assert milestones(server, proven.entry_id)[-1] == "received_proof"
    with pytest.raises(ReasonMissing):
        clerk.take_back(back.id, Afterwards())
    returned = clerk.take_back(back.id, Afterwards(reason="Destinatar mutat", on="2026-11-24"))
    assert (returned.state, returned.reason) == ("returned", "Destinatar mutat")
    assert milestones(server, back.entry_id)[-1] == "returned"
    assert {"sending_left", "returned"} <= {e.act for e in clerk.history(back.entry_id)}
    assert not {proven.id, back.id} & {s.id for s in clerk.sendings("awaited")}


def test_what_came_back_goes_out_again_once_and_its_entry_stays_closed(server, clerk, tmp_path):
    sending = ordered(server, finished(server, tmp_path), how="hand", address="")
    order = SendingAgain(id=uuid.uuid4(), how="post", address="Str. Nouă 3, Cluj")
    with pytest.raises(SendingPast):
        clerk.send_again(sending.id, order)
    clerk.send_off(sending.id, Leaving(handed_to="Altcineva"))
    clerk.take_back(sending.id, Afterwards(reason="Notat din greșeală"))
    made = clerk.send_again(sending.id, order)
    assert clerk.send_again(sending.id, order) == made, "asked twice, sent once"
    with pytest.raises(SendingPast):
        clerk.send_again(sending.id, order.model_copy(update={"id": uuid.uuid4()}))
    assert (made.state, made.address, made.sha256) == (
        "waiting",
        "Str. Nouă 3, Cluj",
        sending.sha256,
    )
    clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[made.id]))
    entry = clerk.entry_by_id(sending.entry_id)
    assert entry.state == "closed"
    acts = [event.act for event in clerk.history(sending.entry_id)]
    assert acts.count("sending_ordered") == 2
    assert acts.count("closed") == 1


def test_without_a_mail_server_the_mail_waits(server, clerk, tmp_path):
    sending = ordered(
        server, finished(server, tmp_path, email="s.craciun@example.com"), how="email"
    )
    with pytest.raises(MailMissing):
        clerk.send_off(sending.id, Leaving())
    assert sending.id in [s.id for s in clerk.sendings()]


# --- e-mail, against a real SMTP server -------------------------------------------------


class Postbox:
    """Keeps what it is sent, and can refuse or break off as it is told."""

    def __init__(self):
        self.kept, self.refusal, self.breaks_off = [], "", False

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if self.breaks_off:
            server.transport.abort()
        return "250 OK"


class Sink(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True, hostname="sink.example")


@pytest.fixture(scope="module")
def mailed(tmp_path_factory):
    """Give a running server that knows a mail server, and that mail server's box."""
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = found(tmp_path_factory.mktemp("mailed"))
    load(folder).change(
        smtp_url=f"smtp://127.0.0.1:{port}", smtp_sender="registratura@primaria.example"
    ).save()
    sink = Sink(box, hostname="127.0.0.1", port=port)
    sink.start()
    running = Server(folder).start()
    yield running, box
    running.stop()
    sink.stop()


@pytest.fixture
def post_office(mailed):
    running, box = mailed
    box.kept.clear()
    box.refusal, box.breaks_off = "", False
    return running, box


def mail(server, folder, address="s.craciun@example.com"):
    reply = finished(server, folder, email=address)
    return ordered(server, reply, how="email")


def state_of(server, sending, wanted):
    """Wait until a sending is in one of the states wanted."""
    import time

    until = time.monotonic() + 15
    while time.monotonic() < until:
        told = next(
            one
            for one in server.client("clerk").sendings_of(sending.entry_id)
            if one.id == sending.id
        )
        if told.state in wanted:
            return told
        time.sleep(0.05)
    raise AssertionError(told)


def test_mail_carries_the_signed_document_once(post_office, tmp_path):
    server, box = post_office
    sending = mail(server, tmp_path)
    clerk = server.client("clerk")
    for _ in range(3):
        clerk.send_off(sending.id, Leaving())
    told = state_of(server, sending, {"left"})
    clerk.send_off(sending.id, Leaving())
    (message,) = box.kept
    assert message["To"] == "s.craciun@example.com"
    assert told.entry_number in message["Subject"]
    assert str(sending.id) in message["Message-ID"]
    (attached,) = message.iter_attachments()
    assert attached.get_content().startswith(b"%PDF-1.4 reply")
    entry = clerk.entry_by_id(sending.entry_id)
    assert (entry.state, entry.outcome) == ("closed", "answered")


def test_files_added_to_an_answer_go_with_that_answer_alone(post_office, tmp_path):
    server, box = post_office
    clerk, worker = server.client("clerk"), server.client("urb")
    reply = finished(server, tmp_path, email="s.craciun@example.com")
    add(worker, reply.entry_id, tmp_path, "schiță.dwg", b"plan")
    add(worker, reply.entry_id, tmp_path, "note.txt", b"rand\nrand\r\n")
    first = ordered(server, reply, how="email", is_last=False)
    clerk.send_off(first.id, Leaving())
    state_of(server, first, {"left"})
    (message,) = box.kept
    files = {p.get_filename(): p.get_payload(decode=True) for p in message.iter_attachments()}
    (letter,) = (content for name, content in files.items() if name.endswith(".pdf"))
    assert letter.startswith(b"%PDF-1.4 reply")
    assert files["schiță.dwg"] == b"plan"
    assert files["note.txt"] == b"rand\nrand\r\n", "not a byte is changed"
    task = next(t for t in worker.tasks() if t.entry_id == reply.entry_id)
    again = Reply(id=uuid.uuid4(), entry_id=reply.entry_id, task_id=task.id, subject="Final")
    worker.begin_reply(again)
    path, sha256 = file_of(tmp_path, b"%PDF-1.4 reply final")
    worker.deliver(
        reply.entry_id, path, sha256=sha256, role="reply", name="f.pdf", reply_id=again.id
    )
    add(worker, reply.entry_id, tmp_path, "final.zip", b"PK")
    second = ordered(server, again, how="email")
    clerk.send_off(second.id, Leaving())
    state_of(server, second, {"left"})
    names = [part.get_filename() for part in box.kept[-1].iter_attachments()]
    assert names[1:] == ["final.zip"], "what went with the first answer does not go again"


def add(client, entry_id, folder, name, content):
    """Bring a file that goes out with the answer."""
    path, sha256 = file_of(folder, content)
    client.deliver(entry_id, path, sha256=sha256, role="attachment", name=name)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.ro\r\nBcc: toti@example.com",
        "a@b.ro,c@d.ro",
        "a b@c.ro",
        "fara-semn",
        "x@y",
        "ț@b.ro\n",
    ],
)
def test_address_that_would_write_headers_is_refused(post_office, tmp_path, address):
    server, _box = post_office
    reply = finished(server, tmp_path)
    with pytest.raises(FieldInvalid):
        ordered(server, reply, how="email", address=address)


def test_refused_for_good_is_shown_and_sent_elsewhere(post_office, tmp_path):
    server, box = post_office
    box.refusal = "550 no such mailbox"
    sending = mail(server, tmp_path, "nimeni@example.com")
    clerk = server.client("clerk")
    clerk.send_off(sending.id, Leaving())
    assert state_of(server, sending, {"failed"}).problem == "refused"
    box.refusal = ""
    clerk.redirect_sending(sending.id, Route(how="email", address="altcineva@example.com"))
    clerk.send_off(sending.id, Leaving())
    state_of(server, sending, {"left"})
    assert [message["To"] for message in box.kept] == ["altcineva@example.com"]


def test_refused_for_now_is_tried_again_by_itself(post_office, tmp_path):
    server, box = post_office
    box.refusal = "451 busy"
    sending = mail(server, tmp_path)
    server.client("clerk").send_off(sending.id, Leaving())
    assert state_of(server, sending, {"queued"}).state == "queued"
    import time

    until = time.monotonic() + 10
    while server.client("clerk").sendings_of(sending.entry_id)[0].problem != "server_away":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert box.kept == []


def test_broken_off_after_the_message_is_a_persons_to_decide(post_office, tmp_path):
    server, box = post_office
    box.breaks_off = True
    sending = mail(server, tmp_path)
    clerk = server.client("clerk")
    clerk.send_off(sending.id, Leaving())
    assert state_of(server, sending, {"doubtful"}).problem == "cut_off"
    assert len(box.kept) == 1
    clerk.send_off(sending.id, Leaving(is_certain=True))
    assert state_of(server, sending, {"left"}).state == "left"
    assert len(box.kept) == 1, "what is known to have left is not sent again"


def test_mail_that_waits_in_a_copy_is_a_persons_to_decide(rooms, monkeypatch):
    """It may have left since the copy was made: neither a rehearsal nor the opening sends it."""
    from registry_desk.server import clock
    from registry_desk.server.dispatch import mailing
    from registry_desk.server.dispatch.models import Sending
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.site import register_configuration
    from registry_desk.server.writing import write

    clerk = Actor("clerk", "I. Popescu", "clerk", None)
    entry = write(lambda: give_number(registration(), clerk))
    said = {"how": "email", "address": "s.craciun@example.com", "sha256": "0" * 64, "is_last": True}
    waiting = {"state": "queued", "next_at": clock.now(), "ordered_at": clock.now()}
    write(lambda: Sending.objects.create(pk=uuid.uuid4(), entry=entry, **said, **waiting).pk)
    copy = register_configuration().change(is_restored=True)
    monkeypatch.setattr(mailing, "register_configuration", lambda: copy)
    assert mailing.send_due() == 0
    assert (Sending.objects.get().state, Sending.objects.get().tries) == ("queued", 0)
    assert write(mailing.doubt_queue) == 1
    assert (Sending.objects.get().state, Sending.objects.get().problem) == ("doubtful", "put_back")
