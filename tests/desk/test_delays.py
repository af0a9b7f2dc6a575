"""Delays: the honest figure, worst first, from each bar to its tasks, and on to somebody else."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt

from registry_desk.desk.delays.substitute_form import SubstituteForm
from registry_desk.desk.delays.tasks_panel import band_of
from registry_desk.desk.moments import today
from registry_desk.desk.widgets.table import SHARE
from registry_desk.wire import Account, Office

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
    qtbot.mouseClick(form.set_button, Qt.MouseButton.LeftButton)
    assert (wanted[0].absent, wanted[0].substitute) == ("ion", "ana")
    assert wanted[0].from_on == today()
