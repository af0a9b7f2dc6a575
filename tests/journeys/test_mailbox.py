"""The mailbox on a real mail server: kept first, marked afterwards, nothing twice."""

from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from registry_desk.intake import mailbox as protocol
from registry_desk.intake.mailbox_errors import (
    MailboxAway,
    MailboxFolderMissing,
    MailboxLoginRefused,
    MailboxUntrusted,
)
from registry_desk.journey import mailbox
from registry_desk.journey.mail import mails
from registry_desk.journey.mailbox import Mailbox, collect
from registry_desk.journey.store import TrayFull
from registry_desk.journey.tray import Tray
from tests.journeys.dovecot import PASSWORD


@pytest.fixture
def own_tray(tmp_path):
    tray = Tray(tmp_path / "own-tray")
    yield tray
    tray.close()


def message(subject, words="Vă rog."):
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ana Șerban <ana@exemplu.ro>", "registratura@primaria.example"
    mail["Subject"] = subject
    mail.set_content(words)
    return mail


def subjects(tray):
    return sorted(mail.message.subject for mail in mails(tray))


def round_of(tray, place, **asked):
    return collect(tray, place, PASSWORD, operator="ana", **asked)


def test_unread_messages_come_in_once_and_are_marked_read(mail_server, own_tray):
    mail_server.put(message("Cerere"))
    mail_server.put(message("Sesizare"))
    done = round_of(own_tray, mail_server.place())
    assert [mail.message.subject for mail in done.mails] == ["Cerere", "Sesizare"]
    assert mail_server.lying() == ["S", "S"], "read, and not deleted"
    assert round_of(own_tray, mail_server.place()).mails == []
    assert subjects(own_tray) == ["Cerere", "Sesizare"]


def test_a_message_that_somebody_read_before_the_desk_is_not_missed(mail_server, own_tray):
    mail_server.put(message("Veche"))
    round_of(own_tray, mail_server.place())
    mail_server.put(message("Citită pe telefon"))
    with Mailbox(mail_server.place(), PASSWORD) as telephone:
        (uid,) = telephone.unread()
        telephone.settle(uid)
    round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Citită pe telefon", "Veche"]


def test_what_was_taken_in_moves_to_a_folder_with_diacritics(mail_server, own_tray):
    place = mail_server.place(done_folder="Înregistrate & gata")
    mail_server.put(message("Cerere"))
    done = round_of(own_tray, place)
    assert done.unmarked is None
    assert mail_server.lying() == []
    assert mail_server.lying(".&AM4-nregistrate &- gata") == ["S"]


def test_what_somebody_threw_away_is_no_letter(mail_server, own_tray):
    mail_server.put(message("Aruncată"))
    with Mailbox(mail_server.place(), PASSWORD) as telephone:
        (uid,) = telephone.unread()
        telephone._uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Deleted)")
    mail_server.put(message("Cerere"))
    round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Cerere"]


def test_over_starttls_too(mail_server, own_tray):
    place = mail_server.place(security="starttls", port=mail_server.plain_port)
    mail_server.put(message("Cerere"))
    assert len(round_of(own_tray, place).mails) == 1


def test_cut_off_before_the_mark_the_message_stays_one_letter(mail_server, own_tray, monkeypatch):
    mail_server.put(message("Cerere"))

    def cut(*_asked):
        raise MailboxAway(host="localhost")

    with monkeypatch.context() as away:
        away.setattr(Mailbox, "settle", cut)
        with pytest.raises(MailboxAway):
            round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Cerere"], "kept before the mailbox is touched"
    assert mail_server.lying() == [""]
    (own_tray.folder / "mailbox.json").unlink()  # as after a kill: nothing was noted
    round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Cerere"]
    assert mail_server.lying() == ["S"]


def test_messages_numbered_anew_by_the_server_come_once(mail_server, own_tray):
    mail_server.put(message("Una"))
    round_of(own_tray, mail_server.place())
    mail_server.put(message("Alta"))
    for index in mail_server.folder.glob("mail/dovecot*"):
        index.unlink()  # the server forgets its numbers: another UIDVALIDITY
    known = own_tray.folder / "mailbox.json"
    known.write_text(known.read_text().replace('"validity": ', '"validity": 1'))
    round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Alta", "Una"]


def test_a_bad_message_is_named_left_and_holds_nothing_up(mail_server, own_tray, monkeypatch):
    monkeypatch.setattr(protocol, "MOST_MB", 0)
    mail_server.put(message("Plan mare", "x" * 3_000_000))
    done = round_of(own_tray, mail_server.place())
    (left,) = done.fresh_left
    assert left.name == "Ana Șerban · Plan mare"
    assert left.error.code == "message_too_large"
    assert mail_server.lying() == [""], "unread, where it was"
    monkeypatch.setattr(protocol, "MOST_MB", 2)
    mail_server.put(message("Cerere"))
    done = round_of(own_tray, mail_server.place())
    assert done.fresh_left == []
    assert [one.name for one in done.left] == ["Ana Șerban · Plan mare"], "told again, not asked"
    assert subjects(own_tray) == ["Cerere"]
    monkeypatch.setattr(protocol, "MOST_MB", 64)
    done = round_of(own_tray, mail_server.place(), retry=True)
    assert done.left == []
    assert subjects(own_tray) == ["Cerere", "Plan mare"]
    assert mail_server.lying() == ["S", "S"]


def test_bytes_arrive_as_they_were_sent(mail_server, own_tray):
    raw = (
        b"From: a@b.ro\r\nSubject: =?utf-8?q?=C8=9Bar=C4=83?=\r\n\r\n" + bytes(range(1, 256)) * 9000
    )
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"").replace(b"\n", b"\r\n")
    mail_server.put(raw)
    round_of(own_tray, mail_server.place())
    (mail,) = mails(own_tray)
    assert (mail.folder / "message.eml").read_bytes() == raw


def test_more_than_a_round_takes_is_said_and_comes_with_the_next(
    mail_server, own_tray, monkeypatch
):
    monkeypatch.setattr(mailbox, "_AT_ONCE", 2)
    for number in range(3):
        mail_server.put(message(f"Cerere {number}"))
    assert round_of(own_tray, mail_server.place()).has_more
    assert not round_of(own_tray, mail_server.place()).has_more
    assert len(subjects(own_tray)) == 3


@pytest.mark.parametrize(
    ("changes", "password", "error"),
    [
        ({}, "greșită", MailboxLoginRefused),
        ({"trust": None}, PASSWORD, MailboxUntrusted),
        ({"trust": Path("/nowhere.pem")}, PASSWORD, MailboxUntrusted),
        ({"folder": "Nicăieri"}, PASSWORD, MailboxFolderMissing),
        ({"port": 9}, PASSWORD, MailboxAway),
    ],
)
def test_what_does_not_fit_is_told_by_its_name(mail_server, own_tray, changes, password, error):
    place = replace(mail_server.place(), **changes)
    with pytest.raises(error):
        collect(own_tray, place, password, operator="ana")


def test_a_full_disk_leaves_everything_in_the_mailbox(mail_server, own_tray):
    mail_server.put(message("Cerere"))
    own_tray.free_bytes_kept = 1 << 60
    with pytest.raises(TrayFull):
        round_of(own_tray, mail_server.place())
    assert mail_server.lying() == [""], "unread, where it was"
    own_tray.free_bytes_kept = 0
    round_of(own_tray, mail_server.place())
    assert subjects(own_tray) == ["Cerere"]
    assert mail_server.lying() == ["S"]
