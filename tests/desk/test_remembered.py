"""What somebody drew on any screen lies there again when the window is opened anew."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSplitter

from registry_desk.desk.memory import Memory
from registry_desk.desk.widgets.table import Table

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SIZE = (1360, 860)
REMEMBERED = {
    "registratura": ("dispatch", "mail", "tray", "register", "originals"),
    "sef": ("inbox", "signature", "delays"),
}


def pulled(widget, start, by):
    """Press, pull, let go."""
    QTest.mousePress(widget, LEFT, NONE, start)
    QTest.mouseMove(widget, start + by / 2)
    QTest.mouseMove(widget, start + by)
    QTest.mouseRelease(widget, LEFT, NONE, start + by)


def draw_columns(screen):
    """Draw the first column of every table narrower and move it behind the next."""
    for table in screen.findChildren(Table):
        header = table.horizontalHeader()
        table.show()  # also where no row was registered yet
        edge = QPoint(table.columnWidth(0) - 1, header.height() // 2)
        pulled(header.viewport(), edge, QPoint(-24, 0))
        middle = QPoint(table.columnWidth(0) // 2, edge.y())
        beyond = table.columnWidth(0) // 2 + table.columnWidth(1) - 8
        pulled(header.viewport(), middle, QPoint(beyond, 0))


def lying(screen):
    """Give how the columns of a screen's tables lie: their order, and what somebody drew."""
    found = []
    for table in screen.findChildren(Table):
        header = table.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        drawn = {column: table.columnWidth(column) for column in table.columns._drawn}
        found.append((order, drawn, table.columns._shares))
    return found


def draw_rooms(screen):
    """Pull the border of every room on the screen; give how wide they are then."""
    drawn = {}
    for place, splitter in enumerate(screen.findChildren(QSplitter)):
        handle = splitter.handle(1)
        if handle.isVisible():
            is_flat = splitter.orientation() is Qt.Orientation.Horizontal
            before = splitter.sizes()
            pulled(handle, QPoint(0, 0), QPoint(28, 0) if is_flat else QPoint(0, 28))
            assert splitter.sizes() != before
            drawn[place] = splitter.sizes()
    return drawn


@pytest.mark.parametrize("username", REMEMBERED)
def test_columns_and_rooms_of_every_screen_come_back_with_the_window(
    qtbot, opened, desk_of, new_task, tmp_path, username
):
    new_task("TEH")
    own = replace(desk_of(username), memory=Memory(tmp_path / "window.json"))
    first, drawn = opened(own, size=SIZE), {}
    for name in REMEMBERED[username]:
        first.show_screen(name)
        qtbot.wait(100)
        screen = first.screen_named(name)
        rooms = draw_rooms(screen)
        draw_columns(screen)
        drawn[name] = lying(screen), rooms
    orders = [order for columns, _rooms in drawn.values() for order, *_widths in columns]
    assert orders
    assert all(order[:2] == [1, 0] for order in orders)
    assert {name for name, (_columns, rooms) in drawn.items() if not rooms} <= {"tray", "register"}
    first.close()
    again = opened(replace(own, memory=Memory(tmp_path / "window.json")), size=SIZE)
    for name, (columns, rooms) in drawn.items():
        again.show_screen(name)
        screen = again.screen_named(name)
        for table in screen.findChildren(Table):
            table.show()
        qtbot.wait(100)
        splitters = screen.findChildren(QSplitter)
        assert {place: splitters[place].sizes() for place in rooms} == rooms, name
        for (order, widths, shares), then in zip(lying(screen), columns, strict=True):
            assert (order, widths) == then[:2], name
            assert shares == pytest.approx(then[2], abs=0.001), name
