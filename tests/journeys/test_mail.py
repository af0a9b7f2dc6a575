"""An e-mail on its way: from the file somebody saved to the sealed print in the register."""

import time
from email.message import EmailMessage

import pypdfium2
import pytest

from registry_desk.journey.mail import take_mail
from registry_desk.journey.way import walk
from tests.journeys.command import Desk

LONG_S = 90


@pytest.fixture
def message(tmp_path):
    mail = EmailMessage()
    mail["From"] = "Ștefan Pană <stefan@exemplu.ro>"
    mail["Date"] = "Mon, 23 Nov 2026 23:30:00 +0000"
    mail["Subject"] = "Re: Sesizare: iluminatul public din strada Păcii 👍"
    mail.set_content(
        "Bună ziua,\nVă sesizez că pe strada Păcii nu funcționează iluminatul public.\nCu stimă,\n"
        "Ștefan Pană\n" + "un rând lung " * 60 + "\n" * 3 + "\n".join(map(str, range(120)))
    )
    mail.add_attachment(b"poza", maintype="image", subtype="jpeg", filename="stâlp.jpg")
    mail.add_attachment(b"", maintype="text", subtype="csv", filename="gol.csv")
    path = tmp_path / "sesizare.eml"
    path.write_bytes(bytes(mail))
    return path


def walked(counter, document_id):
    """Walk a document to its end, on a machine that may answer late."""
    until = time.monotonic() + LONG_S
    done = walk(counter, document_id)
    while done.problem is not None and done.problem.family == "unavailable":
        assert time.monotonic() < until, done.problem
        done = walk(counter, document_id)
    return done


def test_message_becomes_a_sealed_entry_with_its_files(message, counter, town_hall):
    departments = counter.office.departments
    mail = take_mail(counter.tray, message, operator="ana", departments=departments)
    fields = mail.document.understanding.fields
    assert fields["sender_name"].value == "Ștefan Pană"
    assert fields["email"].value == "stefan@exemplu.ro"
    assert fields["sender_date"].value == "2026-11-24", "the day it was in the town hall"
    assert "iluminatul public" in fields["subject"].value
    assert not fields["subject"].value.startswith("Re")
    counter.tray.accept(mail.document.id, register="GEN", department="TEH")
    done = walked(counter, mail.document.id)
    assert done.problem is None and done.sealed_sha256
    entry = town_hall.client().entry(done.entry["number"])
    delivered = {f.name: f for f in entry.files if f.version == "delivered"}
    assert set(delivered) == {"e-mail.eml", "stâlp.jpg", "letter.pdf"}, "no bytes, no file"
    assert delivered["e-mail.eml"].size_bytes == message.stat().st_size
    with pypdfium2.PdfDocument(counter.tray.document_dir(done.id) / "letter.pdf") as printed:
        words = "".join(page.get_textpage().get_text_range() for page in printed)
    for said in (entry.number, "nu funcționează iluminatul", "119", "stâlp.jpg", "gol.csv"):
        assert said in words
    for file in delivered.values():
        assert file.sha256 in words or file.role == "letter", "the seal vouches for every file"


def test_the_same_message_on_the_command_line_has_one_number(message, town_hall, tmp_path):
    desk = Desk(tmp_path, town_hall.address, town_hall.token)
    first, again = desk("register", message), desk("register", message)
    assert (first.code, again.code) == (0, 0), first.words
    numbers = {told.value["documents"][0]["number"] for told in (first, again)}
    assert len(numbers) == 1 and None not in numbers


def test_two_desks_cannot_number_one_message_twice(message, counter, town_hall, tmp_path):
    mail = take_mail(counter.tray, message, operator="ana")
    counter.tray.accept(mail.document.id, register="GEN", department="")
    number = walked(counter, mail.document.id).entry["number"]
    other = Desk(tmp_path, town_hall.address, town_hall.token)("register", message)
    (told,) = other.value["documents"]
    assert other.code == 3 or told["number"] == number
