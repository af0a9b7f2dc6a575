"""Letters on the counter: looked through, dragged, scanned again, numbered first, doubled."""

import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent

from registry_desk.desk.counter import lane_work
from registry_desk.journey import before
from registry_desk.journey.before import look_before  # before it is replaced for every test
from registry_desk.model.document import Suggestion
from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import Registration, ask
from tests.desk.test_pile import groups, headings, with_files

LONG_MS = 90_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def drop(pile_list, pages, row, *, is_below):
    """Drop pages as the mouse does: over the upper or the lower half of a row."""
    dragged = pile_list.pile.mimeData(
        [pile_list.pile.index(pile_list.pile.place_of_page(page)) for page in pages]
    )
    assert isinstance(dragged, QMimeData)
    place = pile_list.visualRect(pile_list.pile.index(row))
    at = place.bottomLeft() if is_below else place.topLeft()
    nudge = -2 if is_below else 2
    pile_list.dropEvent(
        QDropEvent(
            QPointF(at.x() + 5, at.y() + nudge),
            Qt.DropAction.MoveAction,
            dragged,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def pages_of(tray, place):
    return [page.number for page in tray.document_pages(tray.documents()[place].id)]


def test_page_is_dragged_into_another_document_and_back_by_undo(qtbot, opened, parts, letter):
    names = ("petition-01", "complaint-01", "summons-01")
    window = with_files(qtbot, opened, parts, letter, *names)
    counter, tray = window.counter, parts.counter.tray
    window.resize(1360, 1600)
    drop(counter.pile_list, [3], counter.pile_list.pile.place_of_page(1), is_below=True)
    qtbot.waitUntil(lambda: groups(counter) == 2, timeout=LONG_MS)
    assert pages_of(tray, 0) == [1, 3]
    counter.pile_list.setFocus()
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: groups(counter) == 3, timeout=LONG_MS)
    assert pages_of(tray, 2) == [3]


def test_page_dropped_below_everything_is_a_new_document(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter = window.counter
    counter.pile_list.choose_page(2)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: groups(counter) == 1, timeout=LONG_MS)
    counter.pile_list.pages_dropped.emit([2], None)
    qtbot.waitUntil(lambda: headings(counter) == ["Document 1", "Document 2"], timeout=LONG_MS)


def test_words_are_found_with_or_without_diacritics_and_lit(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "petition-02")
    counter = window.counter
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    qtbot.waitUntil(counter.find.line.hasFocus)
    qtbot.keyClicks(counter.find.line, "CEREre")
    qtbot.waitUntil(lambda: " / " in counter.find.said.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: bool(counter.view._found), timeout=LONG_MS)
    counter.find.line.setText("de")
    first = counter.find.said.text()
    qtbot.keyClick(counter.find.line, Qt.Key.Key_Return)
    assert counter.find.said.text() != first
    counter.find.line.setText("qqqqq")
    assert "0" in counter.find.said.text()


def test_what_was_typed_is_there_again_after_another_document(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter = window.counter
    line = counter.entry.form.line("sender_registration_number")
    line.setFocus()
    qtbot.keyClicks(line, "A-77")
    counter.pile_list.choose_page(2)
    assert line.text() != "A-77"
    counter.pile_list.choose_page(1)
    assert line.text() == "A-77"
    qtbot.keyClicks(counter.entry.form.line("sender_address"), " bis")
    window.close()
    second = opened(parts)
    again = second.counter.entry.form
    qtbot.waitUntil(lambda: "bis" in again.line("sender_address").text(), timeout=LONG_MS)
    assert again.line("sender_registration_number").text() == "A-77"


def test_page_is_scanned_again_into_its_place(qtbot, opened, parts, letter, scanner):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter, tray = window.counter, parts.counter.tray
    counter.pile_list.choose_page(2)
    scanner.load([letter("summons-01")])
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: pages_of(tray, 1) == [3], timeout=LONG_MS)
    qtbot.waitUntil(lambda: "Puse deoparte" in headings(counter), timeout=LONG_MS)
    counter.menu.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: pages_of(tray, 1) == [2], timeout=LONG_MS)
    assert len(tray.pages(tray.batches()[0].id)) == 3, "nothing is deleted"


def test_number_comes_first_while_pages_are_read(
    qtbot, opened, parts, letter, scanner, monkeypatch
):
    read = lane_work.read_again

    def slowly(*given):
        time.sleep(3)
        return read(*given)

    monkeypatch.setattr(lane_work, "read_again", slowly)
    window = opened(parts)
    counter = window.counter
    scanner.load([letter("petition-01")])
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(counter.entry.register_button.isEnabled, timeout=LONG_MS)
    qtbot.keyClicks(counter.entry.form.line("sender_name"), "Motoc Aurel")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "/2026" in counter.entry.number.text(), timeout=LONG_MS)
    assert counter.coming_in.is_busy, "the number did not wait for the pages"
    assert counter.entry.receipt_button.isEnabled()
    tray = parts.counter.tray
    counter.coming_in.page_came.emit(tray.pages(tray.batches()[0].id)[0])
    assert "/2026" in counter.entry.number.text(), "further pages do not hide the number"
    qtbot.waitUntil(lambda: bool(tray.documents()[0].sealed_sha256), timeout=LONG_MS)
    (document,) = tray.documents()
    assert document.line("sender_name") == "Motoc Aurel"
    assert parts.counter.register.entry_by_id(document.id).sender_name == "Motoc Aurel"


def test_letter_that_came_before_is_shown_beside_before_the_number_is_taken(
    qtbot, opened, parts, letter, monkeypatch
):
    monkeypatch.setattr(before, "look_before", look_before)
    window = with_files(qtbot, opened, parts, letter, "petition-01")
    counter, tray = window.counter, parts.counter.tray
    sender, subject = counter.entry.form.sender_and_subject()
    known = parts.counter.register.register(
        ask(
            Registration,
            id=uuid4(),
            register="GEN",
            tracking_code=new_tracking_code(),
            received_at=datetime.now(UTC),
            kind="petition",
            sender_name=sender.upper(),
            subject=f"{subject}.",
        )
    )
    counter.like.shown(counter._document)
    qtbot.waitUntil(counter.entry.compare_button.isVisible, timeout=LONG_MS)
    assert "▲" in counter.entry.like.text()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(counter.beside.isVisible, timeout=LONG_MS)
    assert tray.documents()[0].accepted_at is None, "no number was taken"
    assert known.number in [entry.number for entry in counter.like.found]
    assert "totuși" in counter.entry.register_button.text()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: tray.documents()[0].entry is not None, timeout=LONG_MS)


def test_answer_that_comes_late_hides_nothing_that_was_found_since(
    qtbot, opened, parts, letter, new_task, monkeypatch
):
    entry, late, looks = new_task("URB"), threading.Event(), []

    def look(*_register, **_letter):
        looks.append(None)
        if len(looks) > 1:
            return before.Before(like=(entry,))
        late.wait(LONG_MS / 1000)
        return before.Before()

    monkeypatch.setattr(before, "look_before", look)
    counter = with_files(qtbot, opened, parts, letter, "petition-01").counter
    qtbot.waitUntil(lambda: bool(looks), timeout=LONG_MS)
    counter.like.shown(counter._document)
    qtbot.waitUntil(counter.entry.compare_button.isVisible, timeout=LONG_MS)
    late.set()
    qtbot.wait(500)
    assert counter.entry.compare_button.isVisible()


def test_department_is_the_one_that_had_the_senders_other_letters(
    qtbot, opened, parts, letter, new_task, monkeypatch
):
    window = with_files(qtbot, opened, parts, letter, "petition-01")
    counter = window.counter
    form = counter.entry.form
    sender, _subject = form.sender_and_subject()
    for department in ("FISC", "FISC", "FISC", "URB"):
        new_task(department, subject="Altceva", sender=sender)
    monkeypatch.setattr(before, "look_before", look_before)
    chosen = form.department
    form.take_suggestion(Suggestion("FISC", 0.9, ""))
    assert form.department == chosen != "FISC", "what the letter says counts more"
    form._department.setCurrentIndex(0)
    counter.like.shown(counter._document)
    qtbot.waitUntil(lambda: form.department == "FISC", timeout=LONG_MS)
    assert "3 din 4" in form._why.text()


def test_page_turned_by_hand_is_read_again_that_way_up(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01")
    counter, tray = window.counter, parts.counter.tray
    (page,) = tray.pages(tray.batches()[0].id)
    before = page.read.text.text
    turns = {"there": Qt.Key.Key_Right, "back": Qt.Key.Key_Left}
    qtbot.waitUntil(lambda: counter.pages.current is not None, timeout=LONG_MS)
    for turned, key in turns.items():
        for _quarter in range(2):
            qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
            qtbot.wait(200)  # Qt lets a button go a tenth of a second after its key
        wanted = 180 if turned == "there" else 0
        qtbot.waitUntil(
            lambda wanted=wanted: tray.pages(page.batch_id)[0].read.cleaned.rotation_deg == wanted,
            timeout=LONG_MS,
        )
        qtbot.waitUntil(
            lambda: counter.pages.current == tray.pages(page.batch_id)[0], timeout=LONG_MS
        )
    again = tray.pages(page.batch_id)[0]
    assert again.read.text.text == before
    assert again.file == page.file, "the captured image stays"
    assert counter.entry.form.line("sender_name").text() == "Olteanu Ruxandra Ioana"


def test_undo_takes_a_page_turn_back_even_before_it_was_read(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01")
    counter, tray = window.counter, parts.counter.tray
    batch = tray.batches()[0]

    def turned():
        return tray.pages(batch.id)[0].read.cleaned.rotation_deg

    alt = Qt.KeyboardModifier.AltModifier
    qtbot.waitUntil(lambda: counter.pages.current is not None, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_Right, alt)
    qtbot.waitUntil(lambda: turned() == 90, timeout=LONG_MS)
    qtbot.waitUntil(lambda: counter.arranger.can_undo, timeout=LONG_MS)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: turned() == 0 and counter.arranger.can_redo, timeout=LONG_MS)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: turned() == 90 and counter.arranger.can_undo, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_Right, alt)
    qtbot.wait(200)  # Qt lets a button go a tenth of a second after its key
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_Z, CONTROL)  # before it was read
    qtbot.waitUntil(lambda: counter.arranger.can_redo and turned() == 90, timeout=LONG_MS)
