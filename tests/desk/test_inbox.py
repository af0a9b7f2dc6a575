"""The official's inbox: opened, decided, answered, signed, given on; by keyboard, nothing lost."""

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from registry_desk.wire import Leaving, PostOrder, ask
from registry_desk.wire.errors import EntryClosed

LONG_MS = 60_000
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
    qtbot.waitUntil(lambda: bool(clerk.sendings_of(entry.id)), timeout=LONG_MS)
    qtbot.waitUntil(lambda: "expediere" in inbox.banner.message.text(), timeout=LONG_MS)
    (sending,) = clerk.sendings_of(entry.id)
    assert (sending.state, sending.how, sending.is_last) == ("waiting", "post", True)
    clerk.list_for_post(ask(PostOrder, id=uuid4(), sending_ids=(sending.id,)))
    assert {"answered", "dispatched", "closed"} <= set(codes(town_hall, entry))
    kept = [p.read_bytes() for p in (tmp_path / "sef").rglob("*") if p.is_file()]
    assert not any(pin.encode() in content for content in kept)
    with pytest.raises(EntryClosed):
        clerk.close_entry(entry.id, "withdrawn", "a doua oară")


def give_pin(qtbot, window, inbox, pin):
    before = inbox.answering.pin_dialog
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: inbox.answering.pin_dialog is not before, timeout=LONG_MS)
    dialog = inbox.answering.pin_dialog
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
    qtbot.waitUntil(lambda: inbox.answering.pin_dialog is not None, timeout=LONG_MS)
    qtbot.keyClick(inbox.answering.pin_dialog, Qt.Key.Key_Escape)
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
    form = inbox.column.form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    form.department.setCurrentIndex(form.department.findData("JUR"))
    assert not form.confirm_button.isEnabled(), "not without a reason"
    qtbot.keyClicks(form.reason, "Tine de juridic")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, CONTROL)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).department == "JUR", timeout=LONG_MS)
    qtbot.waitUntil(inbox.banner.action.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not inbox._changes.is_acting, timeout=LONG_MS)
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).department == "FISC", timeout=LONG_MS)
    noted = [one.act for one in desk_of("sef").counter.register.history(entry.id)]
    assert noted.count("assigned") == 3, "both moves stay in the history"


def test_official_gives_back_and_cannot_extend(qtbot, opened, desk_of, new_task):
    entry = new_task()
    window = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, window, entry)
    assert not inbox.column.acts.extend.isEnabled()
    assert inbox.column.acts.extend.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(inbox.column.form.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(inbox.column.form.reason, "Nu este la noi")
    qtbot.keyClick(inbox.column.form.reason, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: row_of(inbox, entry) is None, timeout=LONG_MS)


def test_head_extends_as_the_law_allows(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("SOC")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    form = inbox.column.form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(form.reason, "Este nevoie de expertiza")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, CONTROL)
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


def choose(qtbot, inbox, entry):
    qtbot.waitUntil(lambda: row_of(inbox, entry) is not None, timeout=LONG_MS)
    inbox.list.choose(row_of(inbox, entry))
    qtbot.waitUntil(lambda: entry.number in inbox.column.card.number.text(), timeout=LONG_MS)


def at_pile(qtbot, window, key, entry):
    """Go to a pile by its key and choose an entry there."""
    window.show_screen("inbox")
    inbox = window.screen_named("inbox")
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    choose(qtbot, inbox, entry)
    return inbox


def said(qtbot, inbox, words):
    qtbot.waitUntil(lambda: words in inbox.banner.message.text(), timeout=LONG_MS)


def test_letter_is_given_down_to_a_department_by_keyboard(
    qtbot, opened, desk_of, new_letter, town_hall
):
    entry = new_letter()
    window = opened(desk_of("sef"))
    inbox = at_pile(qtbot, window, Qt.Key.Key_2, entry)
    assert inbox.list.table.hasFocus(), "looking through the list keeps the keys"
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    form = inbox.column.form
    qtbot.waitUntil(form.department.hasFocus, timeout=LONG_MS)
    form.department.setCurrentIndex(form.department.findData("URB"))
    form.person.setCurrentIndex(form.person.findData("urbanism"))
    qtbot.keyClicks(form.reason, "Urgent")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, CONTROL)
    said(qtbot, inbox, "repartizată")
    own = desk_of("urbanism").counter.register
    assert (entry.id, "Urgent") in [(t.entry_id, t.note) for t in own.tasks()]
    qtbot.waitUntil(lambda: row_of(inbox, entry) is None, timeout=LONG_MS)


def test_reply_goes_up_is_refused_with_a_reason_and_then_approved(qtbot, opened, desk_of, new_task):
    entry = new_task()
    worker = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, worker, entry)
    open_and_decide(qtbot, worker, inbox)
    reply = inbox.column.reply
    qtbot.keyClicks(reply.editor, "Se aproba cererea.")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.up_button.isEnabled, timeout=LONG_MS)
    qtbot.keyClick(worker, Qt.Key.Key_F2)
    qtbot.waitUntil(inbox.column.form.isVisible, timeout=LONG_MS)
    qtbot.keyClick(inbox.column.form.reason, Qt.Key.Key_Return, CONTROL)
    said(qtbot, inbox, "la aprobare")
    qtbot.waitUntil(lambda: "La aprobare" in reply.route.text(), timeout=LONG_MS)
    assert not reply.send_button.isEnabled(), "nothing is signed before it is approved"
    head = opened(desk_of("sef"))
    upper = at_pile(qtbot, head, Qt.Key.Key_3, entry)
    qtbot.waitUntil(lambda: upper.paper.page_count == 1, timeout=LONG_MS)
    qtbot.mouseClick(upper.column.refuse_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(upper.column.form.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(upper.column.form.reason, "Lipseste temeiul")
    qtbot.keyClick(upper.column.form.reason, Qt.Key.Key_Return, CONTROL)
    said(qtbot, upper, "nu este aprobat")
    choose_again(qtbot, inbox, entry)
    qtbot.waitUntil(lambda: "Neaprobat" in reply.route.text(), timeout=LONG_MS)
    talk = inbox.column.matter.talk
    assert "Lipseste temeiul" in "\n".join(talk.item(n).text() for n in range(talk.count()))
    qtbot.keyClicks(reply.editor, " Conform legii.")
    reply.prepare_button.click()
    qtbot.waitUntil(reply.up_button.isEnabled, timeout=LONG_MS)
    reply.up_button.click()
    inbox.column.form.confirm_button.click()
    qtbot.waitUntil(lambda: "La aprobare" in reply.route.text(), timeout=LONG_MS)
    upper.refresh()
    choose(qtbot, upper, entry)
    head.activateWindow()
    qtbot.waitUntil(head.isActiveWindow, timeout=LONG_MS)
    qtbot.keyClick(head, Qt.Key.Key_F8)
    said(qtbot, upper, "se poate semna")
    choose_again(qtbot, inbox, entry)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    assert "Aprobat" in reply.route.text()


def choose_again(qtbot, inbox, entry):
    inbox.list.table.setCurrentCell(-1, -1)
    choose(qtbot, inbox, entry)


def test_colleague_is_asked_and_the_answer_stands_beside_the_letter(
    qtbot, opened, desk_of, new_task
):
    entry = new_task()
    window = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    form = inbox.column.form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    form.department.setCurrentIndex(form.department.findData("JUR"))
    qtbot.keyClicks(form.reason, "Este legal")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, CONTROL)
    said(qtbot, inbox, "a plecat la coleg")
    lawyer = opened(desk_of("juridic"))
    other = at_pile(qtbot, lawyer, Qt.Key.Key_2, entry)
    assert "Este legal" in other.column.answer_step.said.text()
    qtbot.keyClicks(other.column.answer_step.editor, "Da, este legal")
    qtbot.keyClick(other.column.answer_step.editor, Qt.Key.Key_Return, CONTROL)
    said(qtbot, other, "Răspunsul este")
    choose_again(qtbot, inbox, entry)
    talk = inbox.column.matter.talk
    qtbot.waitUntil(lambda: "Da, este legal" in talk.item(0).text(), timeout=LONG_MS)


def test_closed_with_its_outcome_and_a_file_attached(
    qtbot, opened, desk_of, new_task, town_hall, tmp_path
):
    entry = new_task()
    window = opened(desk_of("urbanism"))
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    paper = tmp_path / "aviz.pdf"
    paper.write_bytes(b"%PDF-1.4 aviz " + str(entry.id).encode())
    inbox.deciding.attach(paper)
    said(qtbot, inbox, "aviz.pdf")
    files = [inbox.column.card.files.item(n).text() for n in range(inbox.column.card.files.count())]
    assert any("atașat" in words for words in files)
    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL)
    form = inbox.column.form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    form.outcome.setCurrentIndex(form.outcome.findData("forwarded"))
    assert not form.confirm_button.isEnabled(), "not without a reason"
    qtbot.keyClicks(form.reason, "Consiliul Judetean")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return, CONTROL)
    said(qtbot, inbox, "închisă")
    closed = town_hall.client().entry_by_id(entry.id)
    assert (closed.state, closed.outcome) == ("closed", "forwarded")


def test_two_windows_decide_one_task_and_the_second_is_told(
    qtbot, opened, desk_of, new_task, town_hall
):
    entry = new_task()
    desks = {name: inbox_of(qtbot, opened(desk_of(name)), entry) for name in ("urbanism", "sef")}
    for name, inbox in desks.items():
        qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
        qtbot.waitUntil(inbox.column.resolution.isVisible, timeout=LONG_MS)
        qtbot.keyClicks(inbox.column.resolution, f"De la {name}")
    first, second = desks["sef"], desks["urbanism"]
    qtbot.keyClick(first.column.resolution, Qt.Key.Key_Return, CONTROL)
    register = town_hall.client()

    def kept():
        return [task.resolution for task in register.tasks() if task.id == entry.task_id]

    qtbot.waitUntil(lambda: kept() == ["De la sef"], timeout=LONG_MS)
    second.window().activateWindow()
    qtbot.waitUntil(second.window().isActiveWindow, timeout=LONG_MS)
    qtbot.keyClick(second.column.resolution, Qt.Key.Key_Return, CONTROL)
    said(qtbot, second, "Altcineva a scris")
    assert second.column.resolve_step.words == "De la urbanism", "what was typed stays"
    assert kept() == ["De la sef"], "and overwrites nothing"


def test_interim_reply_leaves_room_for_the_next(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("TEH")
    window = opened(desk_of("sef"))
    inbox = inbox_of(qtbot, window, entry)
    open_and_decide(qtbot, window, inbox)
    reply = inbox.column.reply
    reply.how.setCurrentIndex(reply.how.findData("hand"))
    reply.last.setChecked(False)
    qtbot.keyClicks(reply.editor, "Raspuns intermediar.")
    qtbot.keyClick(reply.editor, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(reply.send_button.isEnabled, timeout=LONG_MS)
    give_pin(qtbot, window, inbox, town_hall.keys.token.pin)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: bool(clerk.sendings_of(entry.id)), timeout=LONG_MS)
    (sending,) = clerk.sendings_of(entry.id)
    clerk.send_off(sending.id, ask(Leaving, handed_to="Olteanu Ruxandra"))
    assert clerk.entry_by_id(entry.id).state == "resolved"
    inbox.refresh()
    choose_again(qtbot, inbox, entry)
    qtbot.waitUntil(lambda: "intermediar" not in reply.editor.toPlainText(), timeout=LONG_MS)
    assert reply.editor.isReadOnly() is False


def test_search_finds_what_only_the_register_knows(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task(sender="Brâncoveanu Ștefania")
    window = opened(desk_of("urbanism"))
    inbox = window.screen_named("inbox")
    qtbot.waitUntil(lambda: row_of(inbox, entry) is not None, timeout=LONG_MS)
    inbox.list.filter.setText("pacii brancoveanu")
    assert row_of(inbox, entry) is None, "the address is not on the row"
    qtbot.keyClick(inbox.list.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: row_of(inbox, entry) is not None, timeout=LONG_MS)


def test_words_typed_and_not_sent_are_there_again(qtbot, opened, desk_of, new_task, line):
    entry = new_task()
    own = desk_of("urbanism", line.address)
    window = opened(own)
    inbox = inbox_of(qtbot, window, entry)
    qtbot.keyClick(inbox.list.table, Qt.Key.Key_Return)
    column = inbox.column
    qtbot.waitUntil(column.resolution.isVisible, timeout=LONG_MS)
    qtbot.keyClicks(column.resolution, "Rezolutie pe jumatate")
    line.mode = "dead"
    column.resolve_step.button.click()
    qtbot.waitUntil(lambda: "registrul" in inbox.banner.message.text().lower(), timeout=LONG_MS)
    assert column.resolve_step.words == "Rezolutie pe jumatate"
    window.close()
    line.mode = "through"
    again = inbox_of(qtbot, opened(own), entry)
    qtbot.waitUntil(
        lambda: again.column.resolve_step.words == "Rezolutie pe jumatate", timeout=LONG_MS
    )
