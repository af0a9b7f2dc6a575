"""Petitioners are told each step by e-mail where they asked for it; lost codes are given again."""

import re
import socket
import uuid
from email import message_from_bytes, policy

import pytest
import requests
from aiosmtpd.controller import Controller

from registry_desk.wire import Assignment
from registry_desk.wire.errors import FieldInvalid, FirmDiffers, IdentityDiffers
from tests.server.office import registration

ADDRESS = "sanziana@example.ro"


class Kept:
    """Keeps what an SMTP server is sent; refuses as often as it is told to."""

    def __init__(self):
        self.mails, self.refusals = [], []

    def take(self, envelope):
        if self.refusals:
            return self.refusals.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


def door(kept):
    """Give what aiosmtpd asks, under the names it asks by."""

    async def data(_self, _server, _session, envelope):
        return kept.take(envelope)

    async def recipient(_self, _server, _session, envelope, address, _options):
        if address.startswith("gone"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    return type("Door", (), {"handle_DATA": data, "handle_RCPT": recipient})()


@pytest.fixture
def post(rooms, monkeypatch):
    """Give a mail server, and the register's settings that lead to it."""
    from registry_desk.server.citizen import notices
    from registry_desk.server.site import register_configuration

    kept = Kept()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(door(kept), hostname="127.0.0.1", port=port)
    controller.start()
    with_post = register_configuration().change(
        smtp_url=f"smtp://127.0.0.1:{port}", smtp_sender="registratura@primaria.example"
    )
    monkeypatch.setattr(notices, "register_configuration", lambda: with_post)
    yield kept
    controller.stop()


def register(**fields):
    """Register in this process, as the API does."""
    from registry_desk.server.entries.marks import with_marks
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    asked = registration(**fields)
    actor = Actor("clerk", "", "clerk", None)
    return write(lambda: with_marks(give_number(asked, actor), asked))


def step(entry, code, note=""):
    from registry_desk.server.entries.acts import milestone
    from registry_desk.server.writing import write

    write(lambda: milestone(entry, code, note=note))


def send():
    from registry_desk.server.citizen.notices import send_waiting

    return send_waiting()


def test_each_step_is_told_once_and_nothing_of_the_letter(post):
    entry = register(email=ADDRESS, is_notice_wanted=True, cnp="1850505223344")
    step(entry, "extended", "Verificare pe teren la Crăciun Sânziana.")
    assert send() == 2
    assert send() == 0
    assert [to for to, _ in post.mails] == [[ADDRESS]] * 2
    mail = post.mails[1][1]
    assert mail["From"] == "registratura@primaria.example" and mail["To"] == ADDRESS
    assert entry.number in mail["Subject"] and "prelungit" in mail["Subject"]
    body = mail.get_content()
    assert f"https://urmarire.example/u/{entry.tracking_code}" in body
    for value in ("Crăciun", "nomenclatură", "1850505223344", "teren"):
        assert value not in mail.as_string() and value not in body
    assert len({m["Message-ID"] for _, m in post.mails}) == 2


def test_copy_that_was_put_back_tells_nobody_before_it_is_opened(post, monkeypatch):
    from registry_desk.server.citizen import notices

    register(email=ADDRESS, is_notice_wanted=True)
    working = notices.register_configuration()
    monkeypatch.setattr(notices, "register_configuration", lambda: working.change(is_restored=True))
    assert (send(), post.mails) == (0, [])
    monkeypatch.setattr(notices, "register_configuration", lambda: working)
    assert send() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ADDRESS},
        {"email": ADDRESS, "is_notice_wanted": False},
        {"is_notice_wanted": True},
        {"email": "nu am", "is_notice_wanted": True},
        {"email": "a@b.ro, c@d.ro", "is_notice_wanted": True},
        {"email": "a@b.ro\r\nBcc: c@d.ro", "is_notice_wanted": True},
    ],
)
def test_nobody_is_told_without_consent_and_one_good_address(post, fields):
    entry = register(**fields)
    step(entry, "assigned")
    assert entry.notice_to == ""
    assert send() == 0 and post.mails == []


def test_address_that_reached_the_database_makes_no_header(post):
    """Even an address written past every check never becomes a header of its own."""
    from registry_desk.server.citizen.models import Notice
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.writing import write

    entry = register(email=ADDRESS, is_notice_wanted=True)
    forged = "a@b.ro\r\nBcc: c@d.ro"
    write(lambda: Entry.objects.filter(pk=entry.pk).update(notice_to=forged))
    assert send() == 0 and post.mails == []
    assert Notice.objects.get().state == "waiting"


def test_refused_for_now_is_tried_again_refused_for_good_is_given_up(post):
    from registry_desk.server import clock
    from registry_desk.server.citizen.models import Notice
    from registry_desk.server.writing import write

    register(email=ADDRESS, is_notice_wanted=True)
    post.refusals.append("451 later")
    assert send() == 0
    waiting = Notice.objects.get()
    assert (waiting.state, waiting.tries) == ("waiting", 1) and waiting.next_at > clock.now()
    assert send() == 0, "not before its time"
    write(lambda: Notice.objects.update(next_at=clock.now()))
    assert send() == 1 and len(post.mails) == 1
    register(email="gone@example.ro", is_notice_wanted=True)
    assert send() == 0
    assert sorted(Notice.objects.values_list("state", flat=True)) == ["given_up", "sent"]


def test_one_of_two_senders_sends(post):
    """Whoever moved the notice on first holds it."""
    from registry_desk.server.citizen import notices
    from registry_desk.server.citizen.models import Notice

    register(email=ADDRESS, is_notice_wanted=True)
    seen_by_both = [Notice.objects.get(), Notice.objects.get()]
    assert [notices._send(notice) for notice in seen_by_both] == [True, False]
    assert len(post.mails) == 1


def test_consent_is_given_and_taken_back_at_the_counter(server, clerk):
    entry = clerk.register(registration())
    assert not entry.is_notice_wanted
    assert clerk.set_notices(entry.id, ADDRESS).is_notice_wanted
    assert not clerk.set_notices(entry.id, "").is_notice_wanted
    with pytest.raises(FieldInvalid):
        clerk.set_notices(entry.id, "fără adresă")


@pytest.mark.parametrize(
    "name", ["CRACIUN SANZIANA", "Sânziana Maria Crăciun", "crăciun  sânziana"]
)
def test_lost_code_is_given_to_the_sender(clerk, name):
    entry = clerk.register(registration())
    found = clerk.recover_code(entry.id, name, "identity_card")
    assert (found.tracking_code, found.number) == (entry.tracking_code, entry.number)
    last = clerk.history(entry.id)[-1]
    assert (last.act, last.detail) == ("code_recovered", {"document": "identity_card"})


@pytest.mark.parametrize("name", ["Crăciun", "Ionescu Sânziana", "Popa Ion", "1234567890123"])
def test_lost_code_is_not_given_to_anybody_else(clerk, name):
    entry = clerk.register(registration())
    with pytest.raises(IdentityDiffers):
        clerk.recover_code(entry.id, name, "passport")


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Electrica", "S.C. ELECTRICA S.A."),
        ("SC „Electrica” SRL", "electrica"),
        ("Sukarno", "SUKARNO"),
        ("Școala 5", "scoala 5"),
        ("O'Brien Tom", "O’Brien Tom"),
    ],
)
def test_lost_code_is_given_to_who_has_one_name(clerk, sender, name):
    entry = clerk.register(registration(sender_name=sender))
    found = clerk.recover_code(entry.id, name, "identity_card")
    assert found.tracking_code == entry.tracking_code


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Popescu", "Popescu Ion"),  # every Popescu could come
        ("Electrica SA", "SC Electrica Furnizare SA"),
        ("Școala 5", "Școala 7"),
        ("Școala Generală 5", "Școala Generală 7"),
        ("Popescu I.", "Popescu A."),
        ("O'Brien Tom", "O'Neill Tom"),
        ("S.C. S.R.L.", "S.C. S.A."),
        ("---", "..."),
        ("I.", "I. -"),
    ],
)
def test_lost_code_is_not_given_for_part_of_a_name(clerk, sender, name):
    entry = clerk.register(registration(sender_name=sender))
    with pytest.raises(IdentityDiffers):
        clerk.recover_code(entry.id, name, "identity_card")


@pytest.mark.parametrize("cui", ["RO14399840", "RO 14399840", "14399840"])
def test_lost_code_is_given_to_who_stands_for_the_firm(clerk, cui):
    sender = {"sender_name": "SC Dante International SA", "cui": "RO 14399840"}
    entry = clerk.register(registration(**sender))
    found = clerk.recover_code(entry.id, "Popa Ion", "identity_card", cui)
    assert found.tracking_code == entry.tracking_code
    last = clerk.history(entry.id)[-1]
    assert last.detail == {"document": "identity_card", "cui": "14399840"}, "and no name"


@pytest.mark.parametrize(
    ("sender", "cui"), [("RO14399840", "14399841"), (None, "14399840"), ("1439", "14399840")]
)
def test_lost_code_is_not_given_to_another_firm(clerk, sender, cui):
    entry = clerk.register(registration(sender_name="Popa Ion SRL", cui=sender))
    with pytest.raises(FirmDiffers):
        clerk.recover_code(entry.id, "Popa Ion", "identity_card", cui)


@pytest.mark.parametrize("cui", ["", "RO", "1234567890123", "abc"])
def test_firms_number_is_one(clerk, cui):
    entry = clerk.register(registration(cui=cui))
    with pytest.raises(FieldInvalid):
        clerk.recover_code(entry.id, "Popa Ion", "identity_card", cui)


def test_reasons_are_shown_without_who_it_is_about(server, clerk):
    entry = clerk.register(registration(sender_address="str. Fântânilor 4"))
    clerk.assign(Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB"))
    said = (
        "Verificare la Sanziana CRĂCIUN, str. Fântânilor, CNP 1850505223344, 0712 345 678, a@b.ro"
    )
    server.client("mayor").extend(entry.id, 15, said)
    for language in ("ro", "en"):
        page = requests.get(entry.tracking_url, params={"lang": language}).text
        shown = re.search(r'class="why">(.*?)</li>', page)[1]
        assert "Verificare la" in shown
        for hidden in ("Sanziana", "CRĂCIUN", "Fântânilor", "1850505223344", "345 678", "a@b.ro"):
            assert hidden not in page
