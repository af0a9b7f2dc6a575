"""E-mails at the desk: brought in, looked at, registered with one key, set aside and taken back."""

from email.message import EmailMessage

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from registry_desk.journey import before
from registry_desk.journey.before import look_before  # before it is replaced for every test
from registry_desk.journey.looking import letter_version
from registry_desk.journey.mail import take_mail
from registry_desk.pdf import Label, label

LONG_MS = 60_000
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def message(tmp_path):
    """Give a function that writes a message with a PDF, or with other files, into a folder."""

    def written(subject="Cerere certificat de urbanism", *, sender="Ana Șerban", files=None):
        mail = EmailMessage()
        mail["From"] = f"{sender} <ana@exemplu.ro>"
        mail["To"] = "registratura@primaria.example"
        mail["Date"] = "Mon, 23 Nov 2026 09:14:00 +0200"
        mail["Subject"] = subject
        mail.set_content("Bună ziua,\n\nVă rog să îmi eliberați certificatul.\n\nAna Șerban\n")
        if files is None:
            paper = tmp_path / "act.pdf"
            label(Label("Primăria", "1/2026", None, "7F3K9", "https://exemplu.ro/u/7F3K9"), paper)
            files = {"act.pdf": paper.read_bytes()}
        for name, content in files.items():
            mail.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.eml"
        path.write_bytes(bytes(mail))
        return path

    return written


def shown_mail(qtbot, window):
    window.show_screen("mail")
    screen = window.screen_named("mail")
    qtbot.waitUntil(screen.isVisible, timeout=LONG_MS)
    return screen


def drop(screen, *files):
    """Drop files on the screen, as a file manager does."""
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, told, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    screen.dropEvent(event)


def test_dropped_message_is_registered_with_one_key(qtbot, open_window, message, town_hall, parts):
    screen = shown_mail(qtbot, open_window())
    qtbot.waitUntil(lambda: "Trageți" in screen.list.empty.text(), timeout=LONG_MS)
    drop(screen, message())
    qtbot.waitUntil(lambda: screen.list.chosen is not None, timeout=LONG_MS)
    assert "certificatul" in screen.view.words.toPlainText()
    form = screen.column.form
    assert form.line("sender_name").text() == "Ana Șerban"
    assert form.line("sender_date").text() == "23.11.2026"
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.column.number.property("role") == "number", timeout=LONG_MS)
    number = screen.column.number.text()
    qtbot.waitUntil(lambda: number in screen.list.table.item(0, 1).text(), timeout=LONG_MS)
    register = town_hall.client()
    qtbot.waitUntil(
        lambda: "sealed" in {f.version for f in register.entry(number).files}, timeout=LONG_MS
    )
    entry = register.entry(number)
    assert entry.email == "ana@exemplu.ro"
    names = {f.name: f.role for f in entry.files if f.version == "delivered"}
    assert names == {"e-mail.eml": "finished", "act.pdf": "finished", "letter.pdf": "letter"}
    assert letter_version(entry).version == "sealed", "officials read the print, not the raw bytes"
    (raw,) = (f for f in entry.files if f.name == "e-mail.eml")
    kept = parts.counter.tray.folder / "again.eml"
    register.download(raw.sha256, kept)
    assert b"Ana" in kept.read_bytes(), "the message itself is kept"


def test_mail_like_a_registered_letter_is_shown_beside_it_first(
    qtbot, open_window, message, new_task, monkeypatch, parts
):
    monkeypatch.setattr(before, "look_before", look_before)
    known = new_task(subject="Cerere certificat de urbanism", sender="ANA ȘERBAN")
    screen = shown_mail(qtbot, open_window())
    screen.take([message()])
    qtbot.waitUntil(screen.column.compare_button.isVisible, timeout=LONG_MS)
    assert known.number in screen.column.like.text()
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    qtbot.waitUntil(screen.beside.isVisible, timeout=LONG_MS)
    (document,) = parts.counter.tray.documents()
    assert document.accepted_at is None, "no number was taken"
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.column.number.property("role") == "number", timeout=LONG_MS)


def test_same_message_twice_is_one_letter(message, counter):
    first = take_mail(counter.tray, message("Una"), operator="ana")
    again = take_mail(counter.tray, first.folder / "message.eml", operator="ana")
    assert again.document.id == first.document.id
    assert len(counter.tray.documents()) == 1


def test_not_for_us_is_set_aside_and_comes_back_with_undo(qtbot, open_window, message):
    screen = shown_mail(qtbot, open_window())
    screen.take([message("Oferta zilei"), message("Cerere")])
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)
    screen.list.choose(0)
    spam = screen.list.chosen.message.subject
    qtbot.keyClick(screen.list.table, Qt.Key.Key_D, CTRL)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    assert screen.list.chosen.message.subject != spam, "the next one is looked at"
    qtbot.waitUntil(lambda: not screen._changes.is_acting, timeout=LONG_MS)
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)
    assert "(2)" in screen.list.pile.itemText(0)


def test_attachments_are_shown_or_saved(qtbot, open_window, message, tmp_path, monkeypatch):
    screen = shown_mail(qtbot, open_window())
    screen.take([message(), message("Alta", files={"date.xlsx": b"PK\x03\x04data"})])
    qtbot.waitUntil(lambda: len(screen.list.shown) == 2, timeout=LONG_MS)
    rows = [mail.message.subject for mail in screen.list.shown]
    for row in (rows.index("Alta"), rows.index("Cerere certificat de urbanism")):
        screen.list.choose(row)
        parts = screen.view._parts.buttons()
        least = sum(part.sizeHint().height() for part in parts)
        assert len(parts) == 2 and screen.view._files.height() >= least, "both parts are seen"
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: screen.view.paper.page_count == 1, timeout=LONG_MS)
    screen.list.choose(rows.index("Alta"))
    assert screen.view.part == 0
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert "date.xlsx" in screen.view.paper.words.text()
    target = tmp_path / "copie.xlsx"
    monkeypatch.setattr(
        "registry_desk.desk.mail.screen.QFileDialog.getSaveFileName",
        lambda *_asked: (str(target), ""),
    )
    qtbot.keyClick(screen.view, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(target.exists, timeout=LONG_MS)
    assert target.read_bytes() == b"PK\x03\x04data"


def test_message_waits_safely_while_the_register_is_away(
    qtbot, open_window, message, town_hall, line
):
    line.mode = "dead"
    window = open_window(town_hall.client(line.address))
    screen = shown_mail(qtbot, window)
    screen.take([message("Cerere fără registru")])
    qtbot.waitUntil(lambda: screen.list.chosen is not None, timeout=LONG_MS)
    qtbot.keyClick(screen, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "în siguranță" in screen.banner.message.text(), timeout=LONG_MS)
    line.mode = "through"
    qtbot.waitUntil(
        lambda: window.parts.counter.tray.documents()[0].entry is not None, timeout=LONG_MS
    )
    screen.refresh()
    number = window.parts.counter.tray.documents()[0].entry["number"]
    qtbot.waitUntil(lambda: number in screen.list.table.item(0, 1).text(), timeout=LONG_MS)


def test_messages_dropped_at_the_counter_or_into_the_watched_folder_wait_here(
    qtbot, open_window, message, tmp_path
):
    folder = tmp_path / "watched"
    folder.mkdir()
    window = open_window(watched_folder=folder)
    window.counter.coming_in.take([message("Una")])
    tab = window.head.tabs["mail"]
    qtbot.waitUntil(lambda: "1" in tab.text(), timeout=LONG_MS)
    assert "E-mail" in window.counter.banner._next_step.text()
    message("Alta").rename(folder / "alta.eml")
    qtbot.waitUntil((folder / "preluate" / "alta.eml").exists, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "2" in tab.text(), timeout=LONG_MS)
    assert not window.counter.coming_in.is_busy, "no pile came to the counter"


def test_broken_file_says_so_and_holds_up_no_other(qtbot, open_window, message, tmp_path):
    screen = shown_mail(qtbot, open_window())
    empty = tmp_path / "gol.eml"
    empty.write_bytes(b"")
    screen.take([empty, message()])
    qtbot.waitUntil(lambda: len(screen.list.shown) == 1, timeout=LONG_MS)
    assert "gol.eml" in screen.banner.message.text()
