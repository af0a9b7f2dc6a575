"""The official's inbox: opened, decided, answered, signed, given on; by keyboard, nothing lost."""

import pytest
from PySide6.QtCore import Qt

from registry_desk.wire.errors import EntryClosed

LONG_MS = 30_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def inbox_of(qtbot, window, entry):
    """Wait until the inbox lists an entry and choose it."""
    inbox = window.screen_named("inbox")
    qtbot.waitUntil(lambda: row_of(inbox, entry) is not None, timeout=LONG_MS)
    inbox.list.choose(row_of(inbox, entry))
    qtbot.waitUntil(lambda: entry.number in inbox.column.card.number.text(), timeout=LONG_MS)
    return inbox


def row_of(inbox, entry):
    table = inbox.list.table
    rows = [table.item(row, 0).text() for row in range(table.rowCount())]
    return next((n for n, words in enumerate(rows) if f"{entry.number} ·" in words), None)


def open_and_decide(qtbot, window, inbox):
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    column = inbox.column
    qtbot.waitUntil(column.resolution.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(column.resolution, "De raspuns in termen.")
    qtbot.keyClick(column.resolution, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(column.reply.editor.isVisible, timeout=LONG_MS)


def test_enter_opens_and_says_that_this_is_the_acknowledgement(
    qtbot, opened, desk_of, new_task, town_hall
):
    entry = new_task()
    inbox = inbox_of(qtbot, opened(desk_of("urbanism")), entry)
    assert "luarea la cunoștință" in inbox.paper.words.text()
    assert "acknowledged" not in codes(town_hall, entry), "looking acknowledges nothing"
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(inbox.banner.isVisible, timeout=LONG_MS)
    assert "luat la cunoștință" in inbox.banner.message.text()
    qtbot.waitUntil(lambda: inbox.paper.page_count == 1, timeout=LONG_MS)
    assert "acknowledged" in codes(town_hall, entry)
    history = [inbox.column.card.history.item(n).text() for n in range(3)]
    assert "Neagoe Tudor" in history[0]


def codes(town_hall, entry):
    return [m.code for m in town_hall.client().entry_by_id(entry.id).milestones]


def test_answered_by_keyboard_and_a_wrong_pin_costs_no_word(
    qtbot, opened, desk_of, new_task, town_hall, tmp_path
):
    entry = new_task("TEH")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    reply = inbox.column.reply
    qtbot.keyClicks(reply.editor, "Lucrarea se executa in aceasta luna.")
    assert not reply.send_button.isEnabled(), "nothing is signed that was not shown"
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    qtbot.waitUntil(lambda: inbox.paper.page_count == 1, timeout=LONG_MS)
    give_pin(qtbot, window, inbox, "000000")
    qtbot.waitUntil(lambda: "PIN" in inbox.banner.message.text(), timeout=LONG_MS)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    pin = town_hall.keys.token.pin
    give_pin(qtbot, window, inbox, pin)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).state == "closed", timeout=LONG_MS)
    qtbot.waitUntil(lambda: "trimis" in inbox.banner.message.text(), timeout=LONG_MS)
    assert {"answered", "dispatched", "closed"} <= set(codes(town_hall, entry))
    kept = [p.read_bytes() for p in (tmp_path / "sef").rglob("*") if p.is_file()]
    assert not any(pin.encode() in content for content in kept)
    with pytest.raises(EntryClosed):
        clerk.close_entry(entry.id, "withdrawn", "a doua oară")


def give_pin(qtbot, window, inbox, pin):
    before = inbox.pin_dialog
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: inbox.pin_dialog is not before, timeout=LONG_MS)
    dialog = inbox.pin_dialog
    assert "Avram Horia" in dialog.words.text()
    qtbot.keyClicks(dialog.line, pin)
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)


def test_no_pin_given_leaves_everything_as_it_was(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("TEH")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    qtbot.keyClick(inbox.column.reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(inbox.column.reply.send_button.isEnabled, timeout=LONG_MS)
    inbox.banner.hide()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: inbox.pin_dialog is not None, timeout=LONG_MS)
    qtbot.keyClick(inbox.pin_dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(inbox.column.reply.send_button.isEnabled, timeout=LONG_MS)
    assert not inbox.banner.isVisible(), "who cancels is told nothing"
    assert town_hall.client().entry_by_id(entry.id).state == "resolved"


def test_what_was_typed_is_there_again_after_closing(qtbot, opened, desk_of, new_task):
    entry = new_task()
    own = desk_of("urbanism")
    first = opened(own)
    inbox = inbox_of(qtbot, first, entry)
    open_and_decide(qtbot, first, inbox)
    qtbot.keyClicks(inbox.column.reply.editor, "Pe jumatate scris")
    first.close()
    second = opened(own)
    editor = inbox_of(qtbot, second, entry).column.reply.editor
    qtbot.waitUntil(lambda: "Pe jumatate scris" in editor.toPlainText(), timeout=LONG_MS)


def test_head_redirects_with_a_reason(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("FISC")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(window, Qt.Key.Key_F6)
    form = inbox.column.reason_form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    form.department.setCurrentIndex(form.department.findData("JUR"))
    assert not form.confirm_button.isEnabled(), "not without a reason"
    qtbot.keyClicks(form.reason, "Tine de juridic")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).department == "JUR", timeout=LONG_MS)


def test_official_gives_back_and_cannot_extend(qtbot, opened, desk_of, new_task):
    entry = new_task()
    window = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, window, entry)
    assert not inbox.column.extend_button.isEnabled()
    assert inbox.column.extend_button.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.keyClicks(inbox.column.reason_form.reason, "Nu este la noi")
    qtbot.keyClick(inbox.column.reason_form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row_of(inbox, entry) is None, timeout=LONG_MS)


def test_head_extends_as_the_law_allows(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("SOC")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    form = inbox.column.reason_form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(form.reason, "Este nevoie de expertiza")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).due_on > entry.due_on, timeout=LONG_MS)


def test_filter_narrows_and_says_when_nothing_is_left(qtbot, opened, desk_of, new_task):
    new_task(sender="Țuțea Șerban", subject="Nomenclatură stradală")
    inbox = opened(desk_of("urbanism")).screen_named("inbox")
    qtbot.waitUntil(lambda: inbox.list.table.rowCount() > 0, timeout=LONG_MS)
    inbox.list.filter.setText("țuțea nomen")
    assert inbox.list.table.rowCount() == 1
    qtbot.keyClicks(inbox.list.filter, " xyz")
    assert inbox.list.empty.isVisible()
    assert "Ștergeți filtrul" in inbox.list.empty.text()


def test_register_gone_says_so_and_the_text_stays(qtbot, opened, desk_of, new_task, line):
    entry = new_task()
    window = opened(desk_of("urbanism", line.address))
    inbox = inbox_of(qtbot, window, entry)
    line.mode = "dead"
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    qtbot.waitUntil(inbox.banner.isVisible, timeout=LONG_MS)
    assert "registrul" in inbox.banner.message.text().lower()
    line.mode = "through"
    open_and_decide(qtbot, window, inbox)
