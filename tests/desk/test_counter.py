"""The counter: feeder, look, Enter, receipt; by keyboard alone, honest when something is wrong."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

from registry_desk.demo.scanner import Fault
from registry_desk.desk.widgets.entry_form import EntryForm
from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.records import DocumentRecord, DocumentState
from registry_desk.model.document import FieldReading, Understanding

LONG_MS = 60_000


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    target = window.focusWidget() or window
    qtbot.keyClick(target, key, modifier)


def scanned(qtbot, window, scanner, *pages):
    """Load the feeder, press F5 and wait until the documents stand there."""
    scanner.load(pages)
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: len(window.counter.pile_list.headings) > 0, timeout=LONG_MS)
    qtbot.waitUntil(window.counter.scan_button.isEnabled, timeout=LONG_MS)


def test_from_paper_to_receipt_by_keyboard(qtbot, open_window, scanner, letter, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = open_window()
    entry = window.counter.entry
    scanned(qtbot, window, scanner, letter("petition-01"))
    strokes = 1  # F5
    assert entry.form.line("sender_name").text() == "Olteanu Ruxandra Ioana"
    assert entry.form.line("sender_date").text() == "09.03.2026"
    assert entry.form.department == "URB"
    while not entry.number.text().endswith("2026") and strokes < 8:
        press(qtbot, window, Qt.Key.Key_Return if window.focusWidget() else Qt.Key.Key_F8)
        strokes += 1
        qtbot.wait(600)
    qtbot.waitUntil(lambda: "/2026" in entry.number.text(), timeout=LONG_MS)
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    strokes += 1
    qtbot.waitUntil(lambda: bool(opened), timeout=LONG_MS)
    assert opened[0].endswith(".pdf")
    assert strokes <= 4, f"{strokes} keystrokes from paper to receipt"


def test_focus_lights_the_place_and_a_click_brings_the_word(qtbot, open_window, scanner, letter):
    window = open_window()
    scanned(qtbot, window, scanner, letter("petition-01"))
    view, form = window.counter.view, window.counter.entry.form
    qtbot.waitUntil(lambda: bool(view.words), timeout=LONG_MS)
    form.line("sender_name").setFocus()
    qtbot.waitUntil(lambda: view.lit_place() is not None, timeout=LONG_MS)
    name = next(word for word in view.words if word.text.startswith("Olteanu"))
    assert view.lit_place().contains(name.box.x + 2, name.box.y + 2)
    number = form.line("sender_registration_number")
    number.setFocus()
    word = next(word for word in view.words if word.text == "CERERE")
    at = view.mapFromScene(word.box.x + word.box.width / 2, word.box.y + word.box.height / 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert number.text() == "CERERE"


def test_what_the_clerk_typed_is_what_is_registered(qtbot, open_window, scanner, letter, parts):
    window = open_window()
    scanned(qtbot, window, scanner, letter("petition-02"))
    line = window.counter.entry.form.line("sender_registration_number")
    line.setFocus()
    qtbot.keyClicks(line, "77/B")
    press(qtbot, window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "/2026" in window.counter.entry.number.text(), timeout=LONG_MS)
    (document,) = parts.counter.tray.documents()
    entry = parts.counter.register.entry_by_id(document.id)
    assert entry.sender_registration_number == "77/B"
    assert document.tracking_code == entry.tracking_code


def test_day_that_does_not_exist_is_told_at_its_field_before_anything_is_noted(
    qtbot, open_window, scanner, letter, parts
):
    window = open_window()
    scanned(qtbot, window, scanner, letter("petition-01"))
    counter, tray = window.counter, parts.counter.tray
    form = counter.entry.form
    form.line("sender_name").setFocus()
    qtbot.keyClicks(form.line("sender_name"), "Dl. ")
    line = form.line("sender_date")
    line.selectAll()
    qtbot.keyClicks(line, "31.02.2026")
    press(qtbot, window, Qt.Key.Key_F8)
    qtbot.waitUntil(counter.banner.isVisible, timeout=LONG_MS)
    assert "Din data" in counter.banner.message.text()
    assert line.hasFocus()
    assert line.text() == "31.02.2026"
    assert form.line("sender_name").text().startswith("Dl. "), "nothing typed is lost"
    assert tray.documents()[0].accepted_at is None, "the letter is still the clerk's"
    line.selectAll()
    qtbot.keyClicks(line, "9/3/26")
    press(qtbot, window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "/2026" in counter.entry.number.text(), timeout=LONG_MS)
    entry = parts.counter.register.entry_by_id(tray.documents()[0].id)
    assert str(entry.sender_date) == "2026-03-09"
    assert entry.sender_name.startswith("Dl. ")


def test_refused_letter_says_why_and_not_that_the_register_is_away(
    qtbot, open_window, scanner, letter, parts
):
    window = open_window(register_code="NEDESCHIS")
    scanned(qtbot, window, scanner, letter("petition-01"))
    press(qtbot, window, Qt.Key.Key_F8)
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: tray.documents()[0].problem is not None, timeout=LONG_MS)
    due = window.counter.entry.due
    qtbot.waitUntil(lambda: "NEDESCHIS" in due.text(), timeout=LONG_MS)
    assert "nu răspunde" not in due.text()


def test_jam_says_what_is_safe_and_goes_on_without_a_double(
    qtbot, open_window, scanner, letter, parts
):
    window = open_window()
    pages = [letter("petition-01"), letter("petition-02"), letter("summons-01")]
    scanner.load(pages)
    scanner.break_at(Fault.JAM, after_pages=1)
    press(qtbot, window, Qt.Key.Key_F5)
    banner = window.counter.banner
    qtbot.waitUntil(banner.isVisible, timeout=LONG_MS)
    assert "blocat" in banner.message.text()
    scanner.clear(sheet=2)
    press(qtbot, window, Qt.Key.Key_F5)
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: len(tray.documents()) == 3, timeout=LONG_MS)
    assert not banner.isVisible()
    (batch,) = tray.batches()
    assert [page.number for page in tray.pages(batch.id)] == [1, 2, 3]


def test_lost_register_gives_the_code_and_the_number_follows(
    qtbot, open_window, scanner, letter, line, town_hall, parts
):
    line.mode = "dead"
    window = open_window(town_hall.client(line.address))
    scanned(qtbot, window, scanner, letter("complaint-01"))
    press(qtbot, window, Qt.Key.Key_F8)
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: tray.documents()[0].problem is not None, timeout=LONG_MS)
    code = tray.documents()[0].tracking_code
    qtbot.waitUntil(lambda: code in window.counter.entry.due.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "▲" in window.signs["register"].text(), timeout=LONG_MS)
    line.mode = "through"
    qtbot.waitUntil(lambda: tray.documents()[0].state is DocumentState.ASSIGNED, timeout=LONG_MS)
    assert parts.counter.register.entry_by_id(tray.documents()[0].id).tracking_code == code


def test_closed_in_the_middle_the_window_opens_where_it_was(
    qtbot, open_window, scanner, letter, parts
):
    first = open_window()
    scanned(qtbot, first, scanner, letter("petition-01"))
    first.close()
    second = open_window()
    name = second.counter.entry.form.line("sender_name")
    qtbot.waitUntil(lambda: name.text() == "Olteanu Ruxandra Ioana", timeout=LONG_MS)
    assert len(parts.counter.tray.batches()) == 1


def test_empty_feeder_is_told_and_nothing_is_left(qtbot, open_window, scanner, parts):
    window = open_window()
    scanner.load([])
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(window.counter.banner.isVisible, timeout=LONG_MS)
    assert parts.counter.tray.documents() == []


@pytest.mark.parametrize("kind", [QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox])
def test_everything_to_use_has_a_name_for_the_screen_reader(qtbot, open_window, kind):
    window = open_window()
    nameless = [
        widget
        for widget in window.findChildren(kind)
        if widget.isVisibleTo(window)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or widget.property("text"))
    ]
    assert nameless == []


def test_duplex_by_hand_asks_to_turn_the_stack_and_shows_its_first_page(
    qtbot, open_window, scanner, letter, parts
):
    window = open_window(scan=ScanSettings(source="manual_duplex"))
    fronts = [letter("petition-01"), letter("petition-02")]
    backs = [letter("summons-01"), letter("complaint-01")]
    scanner.load(fronts)
    press(qtbot, window, Qt.Key.Key_F5)
    banner = window.counter.banner
    qtbot.waitUntil(banner.isVisible, timeout=LONG_MS)
    assert "2 file" in banner.message.text()
    qtbot.waitUntil(lambda: bool(window.counter.view.scene().items()), timeout=LONG_MS)
    scanner.load(list(reversed(backs)))
    qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: bool(tray.documents()), timeout=LONG_MS)
    (batch,) = tray.batches()
    assert [page.sheet for page in tray.pages(batch.id)] == [1, 1, 2, 2]


def test_duplex_by_hand_stopped_keeps_the_fronts(qtbot, open_window, scanner, letter, parts):
    window = open_window(scan=ScanSettings(source="manual_duplex"))
    scanner.load([letter("petition-01"), letter("petition-02")])
    press(qtbot, window, Qt.Key.Key_F5)
    qtbot.waitUntil(window.counter.banner.isVisible, timeout=LONG_MS)
    window.counter.stop()
    qtbot.waitUntil(window.counter.scan_button.isEnabled, timeout=LONG_MS)
    (batch,) = parts.counter.tray.batches()
    assert len(parts.counter.tray.pages(batch.id)) == 2


def test_enter_walks_doubtful_fields_alone_and_then_registers(qtbot, qapp):
    read = {"kind": 0.97, "sender_name": 0.4, "sender_address": 0.95, "subject": 0.5}
    understood = Understanding({n: FieldReading(n, sure, 1, None) for n, sure in read.items()})
    document = DocumentRecord(
        uuid4(), uuid4(), 1, DocumentState.PROPOSED, "", datetime.now(UTC), understood
    )
    form, wanted = EntryForm(()), []
    qtbot.addWidget(form)
    form.register_wanted.connect(lambda: wanted.append(form.focusWidget()))
    form.show_document(document)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    assert form.go_to_doubt()
    assert form.line("sender_name").hasFocus()
    assert form.line("sender_name").accessibleDescription(), "a reader hears that it is unsure"
    qtbot.keyClick(form.line("sender_name"), Qt.Key.Key_Return)
    assert form.focusWidget().accessibleName() == "Conținut", "what was read surely is not visited"
    assert not wanted
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert len(wanted) == 1
