"""The tray: what waits, in which step, why; nothing vanishes, everything can be taken back."""

from email.message import EmailMessage

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registry_desk.journey import way
from registry_desk.journey.counter import Counter
from registry_desk.journey.files import take_files
from registry_desk.journey.mail import take_mail
from registry_desk.journey.records import DocumentState, Origin, ProposedDocument
from registry_desk.wire import Registration, ask

LONG_MS = 60_000


def waiting_document(parts, town_hall, line):
    """Leave a document in the tray that the register did not take."""
    tray = parts.counter.tray
    batch = tray.open_batch(Origin("test", "", "ana"))
    (document,) = tray.propose(batch.id, [ProposedDocument()])
    tray.accept(document.id, register="GEN", department="URB")
    line.mode = "dead"
    way.walk(Counter(tray, town_hall.client(line.address), parts.counter.office), document.id)
    return document


def shown_tray(qtbot, window):
    place = Qt.Key(Qt.Key.Key_1 + window.names.index("tray"))
    qtbot.keyClick(window, place, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.tray.isVisible, timeout=LONG_MS)
    return window.tray


def test_empty_tray_says_so(qtbot, open_window):
    tray = shown_tray(qtbot, open_window())
    qtbot.waitUntil(tray.empty.isVisible, timeout=LONG_MS)
    assert "goală" in tray.empty.text()


def test_reason_is_shown_in_words(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    cells = [tray.table.item(0, column).text() for column in range(5)]
    assert cells[0] == document.tracking_code
    assert "registrul" in cells[3].lower()


def test_set_aside_and_taken_back_by_keyboard(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    tray.table.selectRow(0)
    kept = parts.counter.tray
    for is_aside in (True, False):
        qtbot.keyClick(tray.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(
            lambda is_aside=is_aside: kept.document(document.id).is_set_aside is is_aside,
            timeout=LONG_MS,
        )
        words = "Ia înapoi" if is_aside else "Pune deoparte"
        qtbot.waitUntil(lambda words=words: words in tray.aside_button.text(), timeout=LONG_MS)


def test_try_again_takes_it_on(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    line.mode = "through"
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    tray.table.selectRow(0)
    qtbot.keyClick(tray.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: parts.counter.tray.document(document.id).state is not DocumentState.PROPOSED,
        timeout=LONG_MS,
    )


def test_enter_opens_a_document_at_the_counter_whatever_pile_lies_there(
    qtbot, open_window, parts, letter
):
    tray = parts.counter.tray
    for name in ("petition-01", "petition-02", "complaint-01"):
        take_files(tray, [letter(name)], operator="ana")
    window = open_window()
    counter, form = window.counter, window.counter.entry.form
    for _batch in range(3):  # one after the other comes to the counter and is read there
        qtbot.waitUntil(lambda: bool(counter.pile_list.headings), timeout=LONG_MS)
        unread = [b for b in tray.batches() if not tray.documents(b.id)]
        if unread:
            qtbot.waitUntil(lambda: not counter.coming_in.is_busy, timeout=LONG_MS)
            counter.coming_in.bring(unread[0])
            qtbot.waitUntil(lambda b=unread[0]: bool(tray.documents(b.id)), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not counter.coming_in.is_busy, timeout=LONG_MS)
    screen = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 3, timeout=LONG_MS)
    assert screen.open_button.isEnabled()
    for row in (0, 2):
        sender = screen.table.item(row, 1).text()
        screen.table.setCurrentCell(row, 0)
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
        qtbot.waitUntil(counter.isVisible, timeout=LONG_MS)
        qtbot.waitUntil(
            lambda sender=sender: form.line("sender_name").text() == sender, timeout=LONG_MS
        )
        assert counter.entry.register_button.isEnabled()
        window.show_screen("tray")


def test_enter_opens_a_message_on_the_mail_screen(qtbot, open_window, parts, tmp_path):
    for place, subject in enumerate(("Sesizare iluminat", "Cerere certificat")):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = f"Popescu Ion {place} <ion@exemplu.ro>", subject
        mail.set_content("Bună ziua")
        (tmp_path / f"{place}.eml").write_bytes(bytes(mail))
        take_mail(parts.counter.tray, tmp_path / f"{place}.eml", operator="ana", departments=())
    window = open_window()
    screen = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 2, timeout=LONG_MS)
    screen.table.setCurrentCell(0, 0)
    sender = screen.table.item(0, 1).text()
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    mails = window.screen_named("mail")
    qtbot.waitUntil(lambda: mails.isVisible() and mails.list.chosen is not None, timeout=LONG_MS)
    assert mails.list.chosen.message.sender_name == sender


def test_what_goes_by_itself_is_not_opened_and_a_numbered_one_is_in_the_register(
    qtbot, open_window, parts, town_hall, line
):
    document = waiting_document(parts, town_hall, line)
    window = open_window(town_hall.client(line.address))
    screen = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    assert not screen.open_button.isEnabled()
    assert "singur" in screen.open_button.toolTip()
    entry = town_hall.client().register(
        ask(
            Registration, id=document.id, register="GEN", received_at=document.received_at,
            tracking_code=parts.counter.tray.document(document.id).tracking_code,
        )
    )  # fmt: skip
    parts.counter.tray.advance(document.id, DocumentState.REGISTERED, entry=entry.model_dump_json())
    screen.refresh()
    qtbot.waitUntil(screen.open_button.isEnabled, timeout=LONG_MS)
    line.mode = "through"
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    register = window.screen_named("register")
    qtbot.waitUntil(register.isVisible, timeout=LONG_MS)
    assert register.search.text() == entry.number


def test_qt_speaks_romanian(qapp):
    for english, romanian in (("Cancel", "Renunță"), ("&Yes", "&Da"), ("OK", "OK")):
        assert QApplication.translate("QPlatformTheme", english) == romanian
