"""Originals: taken in by number, handed over with a sheet to sign, returned; overdue first."""

import uuid
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from registry_desk.desk.moments import today
from registry_desk.wire import OriginalMove, ask

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened_files(monkeypatch):
    """Keep what would be opened by the system's viewer."""
    files = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: files.append(url.toLocalFile()))
    return files


def originals_of(window):
    window.show_screen("originals")
    return window.screen_named("originals")


def now_of(town_hall, entry):
    moves = town_hall.client().original_moves(entry.id)
    return moves[-1].act if moves else None


def test_taken_in_handed_over_signed_for_and_back_by_keyboard(
    qtbot, opened, desk_of, new_task, town_hall, opened_files
):
    entry = new_task("URB")
    window = opened(desk_of("registratura"))
    screen = originals_of(window)
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    qtbot.keyClicks(screen.list.filter, entry.number)
    qtbot.keyClick(screen.list.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry.number in screen.column.number.text(), timeout=LONG_MS)
    qtbot.waitUntil(screen.column.place.hasFocus, timeout=LONG_MS)
    assert not screen.column.main.isEnabled()
    qtbot.keyClicks(screen.column.place, "dulap 4")
    qtbot.keyClick(screen.column.place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "kept", timeout=LONG_MS)
    qtbot.waitUntil(screen.column.holder.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(screen.column.holder, "Judecatoria Iasi")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "handed_over", timeout=LONG_MS)
    qtbot.waitUntil(screen.column.sheet.isVisible, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: bool(opened_files), timeout=LONG_MS)
    qtbot.waitUntil(lambda: screen.column.next_act == "returned", timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "returned", timeout=LONG_MS)
    qtbot.waitUntil(lambda: screen.column.moves.count() == 3, timeout=LONG_MS)
    qtbot.waitUntil(screen.banner.action.isVisible, timeout=LONG_MS)
    qtbot.mouseClick(screen.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "handed_over", timeout=LONG_MS)
    last = town_hall.client().original_moves(entry.id)[-1]
    assert (last.holder, last.note) == ("Judecatoria Iasi", "Pasul dinainte a fost anulat.")


def test_overdue_stand_first_and_say_so(qtbot, opened, desk_of, new_task, town_hall):
    clerk = town_hall.client()
    late, usual = new_task("URB"), new_task("URB")
    for entry, days in ((usual, 20), (late, -3)):
        move = ask(
            OriginalMove, id=uuid.uuid4(), act="handed_over", place="dulap 4", holder="Instanța",
            due_back_on=today() + timedelta(days=days),
        )  # fmt: skip
        clerk.move_original(entry.id, move)
    screen = originals_of(opened(desk_of("registratura")))
    table = screen.list.table
    qtbot.waitUntil(lambda: table.rowCount() >= 2, timeout=LONG_MS)
    assert late.number in table.item(0, 0).text() and "Depășit" in table.item(0, 1).text()
    screen.list.filter.setText("instanta " + usual.number)
    assert table.rowCount() == 1 and usual.number in table.item(0, 0).text()


def test_unknown_number_is_told_and_the_register_away_loses_nothing(
    qtbot, opened, desk_of, new_task, town_hall, line
):
    entry = new_task("URB")
    window = opened(desk_of("registratura", line.address))
    screen = originals_of(window)
    screen.list.filter.setText("999999/2026")
    qtbot.keyClick(screen.list.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    screen.list.filter.setText(entry.number)
    qtbot.keyClick(screen.list.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry.number in screen.column.number.text(), timeout=LONG_MS)
    screen.column.place.setText("dulap 9")
    screen.banner.hide()
    line.mode = "dead"
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert screen.column.place.text() == "dulap 9"
    line.mode = "through"
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "kept", timeout=LONG_MS)


@pytest.mark.parametrize("changed", ["", "pana la termen"])
def test_hand_over_whose_answer_was_lost_is_one_and_nothing_typed_since_is_lost(
    qtbot, opened, desk_of, new_task, town_hall, line, losing_answer, changed
):
    entry, own = new_task("URB"), desk_of("registratura", line.address)
    clerk = town_hall.client()
    clerk.move_original(entry.id, ask(OriginalMove, id=uuid.uuid4(), act="kept", place="dulap 4"))
    window = opened(own)
    screen = originals_of(window)
    qtbot.waitUntil(lambda: bool(screen.list.shown), timeout=LONG_MS)
    qtbot.keyClicks(screen.list.filter, entry.number)
    qtbot.keyClick(screen.list.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry.number in screen.column.number.text(), timeout=LONG_MS)
    qtbot.waitUntil(screen.column.holder.isVisible, timeout=LONG_MS)
    qtbot.wait(300)  # what the letters typed asked for is answered
    qtbot.keyClicks(screen.column.holder, "Judecatoria Iasi")
    with losing_answer(own.counter.register, "move_original"):
        qtbot.keyClick(window, Qt.Key.Key_F8)
        qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert now_of(town_hall, entry) == "handed_over", "the register heard it"
    assert "registrul" in screen.banner.message.text().lower()
    assert screen.column.next_act == "handed_over", "the same key asks the same again"
    qtbot.keyClicks(screen.column.note, changed)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: screen.column.next_act == "returned", timeout=LONG_MS)
    moves = clerk.original_moves(entry.id)
    was_round_first = bool(changed) and screen.column.note.text() == changed
    is_sent_again = bool(changed) and not was_round_first
    assert [move.act for move in moves] == ["kept", "handed_over", *["handed_over"] * is_sent_again]
    assert moves[-1].note == (changed if is_sent_again else "")
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "returned", timeout=LONG_MS)


@pytest.fixture
def lent_out(qtbot, opened, desk_of, new_task, town_hall, line):
    """Give a kept original, its desk and window, with whom it goes to typed and nothing sent."""
    entry, own = new_task("URB"), desk_of("registratura", line.address)
    clerk = town_hall.client()
    clerk.move_original(entry.id, ask(OriginalMove, id=uuid.uuid4(), act="kept", place="dulap 4"))
    window = opened(own)
    screen = originals_of(window)
    qtbot.waitUntil(lambda: bool(screen.list.shown), timeout=LONG_MS)
    screen.list.filter.setText(entry.number)
    screen.list.choose(0)
    qtbot.waitUntil(screen.column.holder.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(screen.column.holder, "Judecatoria Iasi")
    return entry, own, window, screen


def test_note_typed_after_a_lost_answer_stays_where_the_round_finds_the_answer(
    qtbot, lent_out, losing_answer
):
    _entry, own, window, screen = lent_out
    with losing_answer(own.counter.register, "move_original"):
        qtbot.keyClick(window, Qt.Key.Key_F8)
        qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(screen.column.note, "pana la termen")
    screen.refresh()
    qtbot.waitUntil(lambda: screen.column.next_act == "returned", timeout=LONG_MS)
    qtbot.wait(100)
    assert screen.column.note.text() == "pana la termen"


def test_key_that_is_pressed_again_after_a_lost_answer_takes_nothing_back(
    qtbot, town_hall, lent_out, losing_answer
):
    entry, own, window, screen = lent_out
    with losing_answer(own.counter.register, "move_original"):
        qtbot.keyClick(window, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda: now_of(town_hall, entry) == "handed_over", timeout=LONG_MS)
        qtbot.waitUntil(lambda: not screen._changes.is_acting, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: screen.column.next_act == "returned", timeout=LONG_MS)
    assert "este predat" in screen.banner.message.text(), "it is told as if nothing had been lost"
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(screen.column.main.isEnabled, timeout=LONG_MS)
    assert now_of(town_hall, entry) == "handed_over"
    qtbot.keyClick(screen.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: now_of(town_hall, entry) == "returned", timeout=LONG_MS)
