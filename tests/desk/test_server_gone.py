"""The register, the token, the login gone in the middle: told, nothing lost, nothing done twice."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from registry_desk.desk.inbox.act_form import Filled
from tests.desk.test_faults import is_told
from tests.desk.test_inbox import CONTROL, LONG_MS, inbox_of, open_and_decide

ACTS = {
    "redirect": Filled("redirect", "JUR", "", 0, "answered", "Tine de juridic"),
    "ask": Filled("ask", "JUR", "", 0, "answered", "Ce parere aveti?"),
    "extend": Filled("extend", "", "", 5, "answered", "Este nevoie de expertiza"),
    "close": Filled("close", "", "", 0, "withdrawn", "Retrasa de petent"),
}
NOTED = {"redirect": "assigned", "extend": "extended", "close": "closed"}


def ended(history, act):
    """Count how often an act stands in an entry's history."""
    return sum(event.act == NOTED[act] for event in history)


@pytest.mark.parametrize("gone", ["dead", "answer_lost"])
@pytest.mark.parametrize("act", ACTS)
def test_act_in_the_middle_of_which_the_register_went_is_done_once(
    qtbot, opened, desk_of, new_task, town_hall, line, act, gone
):
    entry, clerk = new_task("TEH"), town_hall.client()
    window = opened(desk_of("sef", line.address))
    inbox = inbox_of(qtbot, window, entry)
    task = clerk.entry_by_id(entry.id).task_id
    head = desk_of("sef").counter.register
    before = head.history(entry.id)
    line.mode = gone
    inbox.column.form.confirmed.emit(ACTS[act])
    qtbot.waitUntil(lambda: is_told(inbox.banner), timeout=LONG_MS)
    assert inbox.list.table.isEnabled()
    line.mode = "through"
    inbox.banner.hide()
    inbox.column.form.confirmed.emit(ACTS[act])
    qtbot.waitUntil(inbox.banner.isVisible, timeout=LONG_MS)
    after = head.history(entry.id)
    if act == "ask":
        assert len(head.consultations(task)) == 1
    else:
        assert ended(after, act) == ended(before, act) + 1


@pytest.mark.parametrize("username", ["registratura", "sef"])
def test_every_screen_opens_calmly_while_nobody_answers(qtbot, opened, desk_of, line, username):
    own = desk_of(username, line.address)
    line.mode = "dead"
    window = opened(own)
    for name in window.names:
        window.show_screen(name)
        screen = window.screen_named(name)
        qtbot.waitUntil(screen.isVisible, timeout=LONG_MS)
        qtbot.wait(300)
        banner = getattr(screen, "banner", None)
        assert banner is None or not banner.isVisible() or is_told(banner), name
    qtbot.waitUntil(lambda: window.signs["register"].is_away, timeout=LONG_MS)
    line.mode = "through"
    qtbot.waitUntil(lambda: not window.signs["register"].is_away, timeout=LONG_MS)


def test_login_that_ran_out_is_told_and_the_words_stay(qtbot, opened, desk_of, new_task, town_hall):
    entry, own = new_task("TEH"), desk_of("sef")
    window = opened(own)
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    editor = inbox.column.resolution
    qtbot.waitUntil(editor.isVisible, timeout=LONG_MS)
    inbox.banner.hide()
    own.counter.register._caller._credential = "ran out"
    qtbot.keyClicks(editor, "De raspuns.")
    qtbot.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: is_told(inbox.banner), timeout=LONG_MS)
    assert editor.toPlainText() == "De raspuns."
    assert town_hall.client().entry_by_id(entry.id).state != "resolved"


def test_token_pulled_before_signing_costs_nothing(qtbot, opened, desk_of, new_task, tmp_path):
    entry, own = new_task("TEH"), desk_of("sef")
    pulled = tmp_path / "softhsm2.conf"
    (tmp_path / "nothing").mkdir()
    pulled.write_text(f"directories.tokendir = {tmp_path / 'nothing'}\n")
    window = opened(
        replace(own, token=replace(own.token, environment={"SOFTHSM2_CONF": str(pulled)}))
    )
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    reply = inbox.column.reply
    qtbot.keyClicks(reply.editor, "Se aproba.")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    inbox.banner.hide()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: is_told(inbox.banner), timeout=LONG_MS)
    assert "token" in inbox.banner.message.text().lower()
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    assert "Se aproba." in reply.editor.toPlainText()
