"""The delays' screen: the honest figure, worst first, from each bar to its tasks."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt

from registry_desk.desk.moments import today
from registry_desk.desk.widgets.table import SHARE

LONG_MS = 30_000


def test_worst_first_and_from_the_bar_to_its_tasks(qtbot, opened, desk_of, new_task):
    entry = new_task("TEH")
    own = desk_of("sef")
    register = own.counter.register
    register.delays = partial(register.delays, on=today() + timedelta(days=90))
    window = opened(own)
    window.show_screen("delays")
    screen = window.screen_named("delays")
    qtbot.waitUntil(lambda: screen.table.rowCount() > 0, timeout=LONG_MS)
    names = [screen.table.item(row, 0).text() for row in range(screen.table.rowCount())]
    row = names.index("Tehnic și investiții")
    assert screen.table.item(row, 1).text() == "0 %"
    assert screen.table.item(row, 2).data(SHARE) > 0
    screen.table.setCurrentCell(row, 0)
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    inbox = window.screen_named("inbox")
    qtbot.waitUntil(inbox.isVisible, timeout=LONG_MS)
    assert inbox.list.filter.text() == "Tehnic și investiții"
    qtbot.waitUntil(lambda: inbox.list.table.rowCount() > 0, timeout=LONG_MS)
    assert any(
        entry.number in inbox.list.table.item(n, 0).text()
        for n in range(inbox.list.table.rowCount())
    )
