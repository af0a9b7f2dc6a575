"""Delays: the honest figure, worst first, from each bar to its tasks, and on to somebody else."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from registry_desk.desk.delays.substitute_form import SubstituteForm
from registry_desk.desk.delays.tasks_panel import band_of
from registry_desk.desk.moments import law, today
from registry_desk.desk.widgets.table import SHARE
from registry_desk.i18n import speaking
from registry_desk.model.office import Account, Office
from registry_desk.wire import Substitution, ask
from registry_desk.wire.errors import NotAllowed
from tests.desk.test_faults import is_told

LONG_MS = 60_000


def shown_delays(qtbot, opened, own):
    window = opened(own)
    window.show_screen("delays")
    screen = window.screen_named("delays")
    qtbot.waitUntil(lambda: screen.table.rowCount() > 0, timeout=LONG_MS)
    return window, screen


def row_of(table, words, column=0):
    return [table.item(row, column).text() for row in range(table.rowCount())].index(words)


def test_worst_first_and_from_the_bar_to_its_tasks(qtbot, opened, desk_of, new_task):
    entry = new_task("TEH")
    own = desk_of("sef")
    register = own.counter.register
    register.delays = partial(register.delays, on=today() + timedelta(days=90))
    window, screen = shown_delays(qtbot, opened, own)
    row = row_of(screen.table, "Tehnic și investiții")
    assert screen.table.item(row, 1).text() == "0 %"
    assert screen.table.item(row, 2).data(SHARE) > 0
    assert sum(bar.count for bar in screen.ages.bars) > 0
    assert len(screen.weeks.bars) > 1
    screen.table.setCurrentCell(row, 0)
    assert {task.department for task in screen.tasks.shown} == {"TEH"}
    assert entry.number in {task.number for task in screen.tasks.shown}
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    inbox = window.screen_named("inbox")
    qtbot.waitUntil(inbox.isVisible, timeout=LONG_MS)


def test_bar_of_an_age_leads_to_its_tasks_by_keyboard(qtbot, opened, desk_of, new_task):
    new_task("TEH")
    _window, screen = shown_delays(qtbot, opened, desk_of("sef"))
    screen.ages.setFocus()
    before = screen.ages.accessibleDescription()
    qtbot.keyClick(screen.ages, Qt.Key.Key_Right)
    assert screen.ages.accessibleDescription() != before
    qtbot.keyClick(screen.ages, Qt.Key.Key_Left)
    qtbot.keyClick(screen.ages, Qt.Key.Key_Return)
    assert {band_of(task.due_on, today()) for task in screen.tasks.shown} <= {"later"}
    assert screen.tasks.shown


def test_tasks_are_moved_with_a_reason_and_brought_back(qtbot, opened, desk_of, new_task):
    entry = new_task("TEH")
    own = desk_of("sef")
    _window, screen = shown_delays(qtbot, opened, own)
    panel = screen.tasks
    panel.show_all()
    panel.table.selectRow([task.number for task in panel.shown].index(entry.number))
    assert not panel.move_button.isEnabled(), "nothing moves without a reason"
    panel.department.setCurrentIndex(panel.department.findData("URB"))
    qtbot.keyClicks(panel.reason, "concediu")
    qtbot.mouseClick(panel.move_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    register = own.counter.register
    where = {task.number: task.department for task in register.tasks()}
    assert where[entry.number] == "URB"
    qtbot.mouseClick(screen.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "înapoi" in screen.banner.message.text(), timeout=LONG_MS)
    where = {task.number: task.department for task in register.tasks()}
    assert where[entry.number] == "TEH"


@pytest.mark.parametrize("gone", ["dead", "answer_lost"])
def test_register_gone_in_the_middle_of_a_move_moves_once_and_keeps_the_reason(
    qtbot, opened, desk_of, new_task, line, gone
):
    entry = new_task("TEH")
    head = desk_of("sef").counter.register
    _window, screen = shown_delays(qtbot, opened, desk_of("sef", line.address))
    panel = screen.tasks
    panel.show_all()
    panel.table.selectRow([task.number for task in panel.shown].index(entry.number))
    panel.department.setCurrentIndex(panel.department.findData("URB"))
    qtbot.keyClicks(panel.reason, "concediu")
    before = len(head.history(entry.id))
    line.mode = gone
    qtbot.keyClick(panel.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: is_told(screen.banner), timeout=LONG_MS)
    assert panel.reason.text() == "concediu"
    line.mode = "through"
    screen.banner.hide()
    qtbot.keyClick(panel.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert len(head.history(entry.id)) == before + 1, "moved once"
    assert panel.reason.text() == ""
    qtbot.keyClick(screen.window().focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: {t.number: t.department for t in head.tasks()}[entry.number] == "TEH",
        timeout=LONG_MS,
    )


def test_substitution_is_set_and_taken_back(qtbot, opened, desk_of, new_task):
    new_task("TEH")
    own = desk_of("sef")
    _window, screen = shown_delays(qtbot, opened, own)
    asked = ask(
        Substitution, id=uuid4(), absent="urbanism", substitute="sef", from_on=today(),
        to_on=today() + timedelta(days=7), reason="Concediu",
    )  # fmt: skip
    register = own.counter.register
    before = len(register.substitutions())
    screen.substitute.wanted.emit(asked)
    qtbot.waitUntil(lambda: len(register.substitutions()) == before + 1, timeout=LONG_MS)
    assert "Concediu" in [known.reason for known in register.substitutions()]
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert "înlocuirea" in screen.banner.action.text()
    qtbot.mouseClick(screen.banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(register.substitutions()) == before, timeout=LONG_MS)


def test_only_colleagues_can_stand_in(qtbot):
    accounts = (
        Account(username="ana", name="Ana", role="official", department="URB"),
        Account(username="ion", name="Ion", role="official", department="URB"),
        Account(username="maria", name="Maria", role="official", department="JUR"),
    )
    form, wanted = SubstituteForm(Office(institution="Primăria", accounts=accounts)), []
    form.wanted.connect(wanted.append)
    assert [form.absent.itemData(n) for n in range(form.absent.count())] == ["ana", "ion"]
    form.absent.setCurrentIndex(1)
    assert not form.set_button.isEnabled(), "never without a reason"
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert not wanted
    qtbot.keyClicks(form.reason, "Concediu de odihna")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    assert wanted[0].reason == "Concediu de odihna"
    assert (wanted[0].absent, wanted[0].substitute) == ("ion", "ana")
    assert wanted[0].from_on == today()


def as_role(own, role):
    """Give the desk to another role, in an office where somebody has a colleague."""
    pair = [Account(username=n, name=n, role="official", department="URB") for n in ("ana", "ion")]
    office = replace(own.counter.office, accounts=tuple(pair))
    return replace(own, role=role, counter=replace(own.counter, office=office))


def test_who_may_not_read_tasks_sees_the_figures_alone(qtbot, opened, desk_of, new_task):
    new_task("TEH")
    own = as_role(desk_of("sef"), "administrator")

    def refused():
        raise NotAllowed(act="read")

    own.counter.register.tasks = refused  # as the register's table of rights does
    window, screen = shown_delays(qtbot, opened, own)
    assert not screen.banner.isVisible()
    assert not screen.tasks.isVisible()
    assert screen.substitute.absent.isVisible(), "an administrator may still set a substitute"
    assert "inbox" not in window.names


def test_auditor_reads_tasks_and_moves_none(qtbot, opened, desk_of, new_task):
    new_task("TEH")
    _window, screen = shown_delays(qtbot, opened, as_role(desk_of("sef"), "auditor"))
    assert screen.tasks.table.isVisible()
    assert not screen.tasks.move_button.isVisible()
    assert not screen.substitute.absent.isVisible()


def test_words_of_a_term_follow_the_language_and_citations_stay():
    with speaking("en"):
        assert law("OG 27/2002, art. 8 alin. (1)") == "OG 27/2002, art. 8 alin. (1)"
        assert law("termenul cerut de expeditor") == "the term the sender asked for"
    with speaking("ro"):
        assert law("termenul cerut de expeditor") == "termenul cerut de expeditor"
