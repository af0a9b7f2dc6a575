"""Lists of ten thousand rows: shown, narrowed, read again, and the window answers meanwhile."""

from datetime import UTC, datetime, timedelta
from time import thread_time
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt, QTimer

from registry_desk.desk.moments import today
from registry_desk.desk.widgets.table import Table
from registry_desk.wire import Original, Sending, Task

COUNT = 10_000
LONGEST_S = 0.5
"""Wide, for a machine that does other things too; 0.1 alone. Made row by row it was 2.5."""
LONG_MS = 60_000


class Watched:
    """Tells how long the window's loop was kept busy at most.

    Of its own processor time: beside other programs a harmless pause of the loop once took longer.
    """

    def __init__(self):
        self.longest_s, self._last = 0.0, thread_time()
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self):
        now = thread_time()
        self.longest_s, self._last = max(self.longest_s, now - self._last), now


def task(place):
    return Task(
        id=uuid4(),
        entry_id=uuid4(),
        number=f"{place}/23.11.2026",
        department="TEH",
        state="opened" if place % 3 else "assigned",
        due_on=today() + timedelta(days=place % 60 - 9),
        subject=f"Certificat de urbanism, strada Păcii {place}",
        sender_name="Olteanu Ruxandra",
    )


def sending(place):
    return Sending(
        id=uuid4(),
        entry_id=uuid4(),
        entry_number=f"{place}/23.11.2026",
        sha256="0" * 64,
        how="post",
        addressee="Olteanu Ruxandra",
        state="waiting",
        ordered_at=datetime.now(UTC),
        ordered_by="ana",
    )


def original(place):
    return Original(
        entry_id=uuid4(),
        number=f"{place}/23.11.2026",
        act="kept",
        place="Arhivă, dulap 4",
        since=datetime.now(UTC),
        by="ana",
    )


@pytest.mark.parametrize(
    ("name", "asked", "one"),
    [
        ("inbox", "tasks", task),
        ("dispatch", "sendings", sending),
        ("originals", "originals", original),
        ("delays", "tasks", task),
    ],
)
def test_window_answers_while_ten_thousand_are_shown(
    qtbot, opened, desk_of, monkeypatch, name, asked, one
):
    own, many = desk_of("sef"), [one(place) for place in range(COUNT)]
    window = opened(own)
    monkeypatch.setattr(own.counter.register, asked, lambda *_asked, **_named: many)
    screen = window.screen_named(name)
    table = screen.tasks.table if name == "delays" else screen.list.table
    watched = Watched()
    window.show_screen(name)
    screen.refresh()
    qtbot.waitUntil(lambda: table.rowCount() == COUNT, timeout=LONG_MS)
    if hasattr(screen, "list") and hasattr(screen.list, "filter"):
        qtbot.keyClicks(screen.list.filter, "9999")
        qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=LONG_MS)
        screen.list.filter.clear()
    table.setCurrentCell(COUNT - 1, 0)
    qtbot.wait(50)
    assert watched.longest_s < LONGEST_S


def test_rows_that_come_anew_leave_in_sight_what_was_scrolled_to(qtbot):
    table = Table(["Număr"], name="probă", stretch=(0,))
    qtbot.addWidget(table)
    table.resize(300, 400)
    table.show()
    rows = [(str(place),) for place in range(300)]
    table.show_rows(rows)
    table.setCurrentCell(3, 0)
    table.verticalScrollBar().setValue(120)
    table.show_rows(rows, chosen=3)
    assert (table.currentRow(), table.verticalScrollBar().value()) == (3, 120)
    table.show_rows([("neu",), *rows], chosen=260)
    assert table.visualRect(table.currentIndex()).intersects(table.viewport().rect())
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentRow() == 261
