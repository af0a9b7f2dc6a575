"""Papers that come after the number: scanned where they are needed, filed with their entry."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from registry_desk.demo.scanner import Fault
from registry_desk.journey.adding import add_papers
from registry_desk.journey.devices import ScanSettings
from registry_desk.pdf import Label, label
from tests.desk.test_dispatch import ALT, choose, dispatch_of
from tests.desk.test_inbox import inbox_of
from tests.desk.test_register import looked_at, shown_register

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clerk_desk(desk_of, scanner):
    """Give a function that makes the desk of a clerk with a scanner."""
    how = {"device": scanner.device, "scan": ScanSettings(source="feeder")}
    return lambda address=None: replace(desk_of("registratura", address), **how)


@pytest.fixture
def brought(tmp_path):
    paper = tmp_path / "extras.pdf"
    label(Label("Primăria", "1/2026", None, "7F3K9-2QDXM-41PTV-A", "https://x.example"), paper)
    return paper


def adding_to(qtbot, window, entry):
    screen = shown_register(qtbot, window)
    looked_at(qtbot, screen, entry)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(screen.side.adding.form.scan_button.hasFocus, timeout=LONG_MS)
    return screen


def test_papers_are_scanned_to_a_number_by_keyboard_after_a_jam_too(
    qtbot, opened, clerk_desk, new_task, town_hall, scanner, letter
):
    entry, clerk = new_task(), town_hall.client()
    window = opened(clerk_desk())
    screen = adding_to(qtbot, window, entry)
    form = screen.side.adding.form
    assert not form.add_button.isEnabled(), "nothing without a paper"
    scanner.load([letter("petition-01"), letter("petition-02")])
    scanner.break_at(Fault.JAM, after_pages=1)
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: "blocat" in screen.banner.message.text(), timeout=LONG_MS)
    scanner.clear(sheet=2)
    qtbot.mouseClick(screen.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.list.count() == 1, timeout=LONG_MS)
    assert form.sheets.value() == 2, "the sheet before the jam is there, and once"
    qtbot.waitUntil(form.note.hasFocus, timeout=LONG_MS)
    qtbot.keyClicks(form.note, "Copie act de proprietate")
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "adăugate" in screen.banner.message.text(), timeout=LONG_MS)
    now = clerk.entry_by_id(entry.id)
    assert now.sheet_count == entry.sheet_count + 2
    (paper,) = [file for file in now.files if file.role == "addition"]
    assert paper.name.startswith("Acte la")
    assert "completed" in [stone.code for stone in now.milestones]
    history = screen.card.history
    qtbot.waitUntil(lambda: "completată cu acte" in history.item(0).text(), timeout=LONG_MS)


@pytest.mark.parametrize("gone", ["dead", "answer_lost"])
def test_papers_whose_answer_was_lost_are_added_once_and_stay_in_the_form(
    qtbot, opened, clerk_desk, new_task, town_hall, line, brought, monkeypatch, gone
):
    entry, other, clerk = new_task(), new_task(), town_hall.client()
    window = opened(clerk_desk(line.address))
    screen = adding_to(qtbot, window, entry)
    form = screen.side.adding.form
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(brought)], ""))
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(form.note.hasFocus, timeout=LONG_MS)
    form.sheets.setValue(3)
    for shown in (other, entry):
        screen.search.setText(shown.number)
        qtbot.waitUntil(
            lambda shown=shown: screen.table.item(0, 0).text() == shown.number, timeout=LONG_MS
        )
        qtbot.keyClick(screen.search, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda shown=shown: shown.number in screen.card.number.text(), timeout=LONG_MS
        )
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    assert form.gathered().papers == (brought,), "what was gathered waits for its entry"
    line.mode = gone
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "registrul" in screen.banner.message.text().lower(), timeout=LONG_MS)
    line.mode = "through"
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "adăugate" in screen.banner.message.text(), timeout=LONG_MS)
    assert clerk.entry_by_id(entry.id).sheet_count == entry.sheet_count + 3, "once"


def test_file_that_went_away_is_named_and_nothing_is_added(
    qtbot, opened, clerk_desk, new_task, town_hall, tmp_path, monkeypatch
):
    entry, gone = new_task(), tmp_path / "de pe stick.pdf"
    window = opened(clerk_desk())
    screen = adding_to(qtbot, window, entry)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(gone)], ""))
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    form = screen.side.adding.form
    qtbot.waitUntil(form.note.hasFocus, timeout=LONG_MS)
    qtbot.keyClick(form.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: gone.name in screen.banner.message.text(), timeout=LONG_MS)
    assert town_hall.client().entry_by_id(entry.id).sheet_count == entry.sheet_count


def test_proof_of_receipt_is_scanned_looked_at_and_filed_by_keyboard(
    qtbot,
    opened,
    clerk_desk,
    to_send,
    town_hall,
    scanner,
    letter,
):
    sending, clerk = to_send(kind="registered_proof"), town_hall.client()
    window = opened(clerk_desk())
    screen = dispatch_of(qtbot, window, sending)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: not screen.list.shown, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    choose(qtbot, screen, sending)
    qtbot.waitUntil(lambda: screen.paper.page_count == 1, timeout=LONG_MS)
    scanner.load([letter("petition-01"), letter("petition-02")])
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: screen.column.scan is not None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: screen.paper.page_count == 2, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(
        lambda: clerk.sendings_of(sending.entry_id)[0].state == "proven", timeout=LONG_MS
    )
    roles = [file.role for file in clerk.entry_by_id(sending.entry_id).files]
    assert "proof_of_receipt" in roles


def test_empty_feeder_is_told_where_the_paper_was_wanted(
    qtbot, opened, clerk_desk, new_task, scanner
):
    entry = new_task()
    window = opened(clerk_desk())
    screen = adding_to(qtbot, window, entry)
    scanner.load([])
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: screen.banner.action.text() == "Continuă", timeout=LONG_MS)
    assert screen.side.adding.form.list.count() == 0


def test_official_is_told_of_papers_that_came_and_keeps_what_was_typed(
    qtbot, opened, desk_of, new_task, town_hall, brought
):
    entry = new_task("URB")
    window = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    editor = inbox.column.resolution
    qtbot.waitUntil(editor.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "cunoștință" in inbox.banner.message.text(), timeout=LONG_MS)
    qtbot.keyClicks(editor, "De raspuns")
    add_papers(town_hall.client(), entry, [brought], sheet_count=1, note="")
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "acte" in inbox.banner.message.text(), timeout=LONG_MS)
    assert editor.toPlainText() == "De raspuns"
    inbox.banner.action.click()
    files = inbox.column.card.files
    qtbot.waitUntil(files.isVisible, timeout=LONG_MS)
    assert any("Completare" in files.item(n).text() for n in range(files.count()))
