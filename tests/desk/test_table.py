"""Lists of hundreds of rows are shown at once; columns stay as somebody drew them."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from registry_desk.desk.memory import Memory
from registry_desk.desk.widgets.table import Table

NAMES = ("Număr", "Nume", "Conținut", "Termen")
LEFT = Qt.MouseButton.LeftButton


class Measured(Table):
    """Counts how often a column's width is worked out from its words."""

    count = 0

    @override
    def sizeHintForColumn(self, column):
        self.count += 1
        return super().sizeHintForColumn(column)


def test_widths_are_worked_out_once_a_list_not_once_a_cell(qtbot):
    columns, stretched = 9, 4
    table = Measured([f"c{n}" for n in range(columns)], name="entries", stretch=[stretched])
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    for words in ("scurt", "mai lung", "cel mai lung dintre toate"):
        table.count = 0
        table.show_rows([[f"{words} {row}"] * columns for row in range(300)])
        for row in range(300):
            table.colour(row, 6, "danger")
            table.draw_bar(row, 1, 0.5, "accent")
        qtbot.wait(10)
        assert 0 < table.count <= 10 * columns
    width = table.columnWidth(0)
    assert width >= table.sizeHintForColumn(0)
    table.resize(2900, 500)
    assert table.columnWidth(0) == width
    assert sum(map(table.columnWidth, range(columns))) == table.viewport().width()


def test_columns_share_the_room_as_asked_and_leave_none(qtbot):
    table = Table(["Număr", "Nume", "Conținut"], name="probă", stretch=(1, 2, 2))
    qtbot.addWidget(table)
    table.resize(901, 200)
    table.show()
    table.show_rows([("1/2026", "Ana", "Cerere")])
    widths = [table.columnWidth(column) for column in range(3)]
    assert sum(widths) == table.viewport().width()
    assert abs(widths[2] - 2 * widths[1]) <= 3
    table.columns.show_column(1, is_shown=False)
    assert table.columnWidth(0) + table.columnWidth(2) == table.viewport().width()


def test_cells_written_anew_have_their_column_fitted_afterwards(qtbot):
    table = Table(["Număr", "Stare"], name="probă", stretch=(0,))
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    table.show_rows([("1/2026", "—"), ("2/2026", "—")])
    before = table.columnWidth(1)
    for row in range(2):
        table.write(row, 1, "Semnat și predat la expediere")
    qtbot.waitUntil(lambda: table.columnWidth(1) > before)
    assert table.item(1, 1).text() == "Semnat și predat la expediere"
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()


def opened(qtbot, memory, *, stretch=(1, 2, 2), width=901):
    """Show a table as a screen shows it anew."""
    table = Table(NAMES, name="probă", stretch=stretch, memory=memory.slot("proba.columns"))
    qtbot.addWidget(table)
    table.resize(width, 240)
    table.show()
    qtbot.waitExposed(table)
    table.show_rows([("1/2026", "Ana", "Cerere", "2.12.2026")] * 2)
    return table


def dragged(table, start, end):
    """Press on the head, draw, let go."""
    header = table.horizontalHeader().viewport()
    QTest.mouseMove(header, start)
    QTest.mousePress(header, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for part in (1, 2, 3, 4):
        QTest.mouseMove(header, start + (end - start) * part / 4)
    QTest.mouseRelease(header, LEFT, Qt.KeyboardModifier.NoModifier, end)


def draw_border(table, column, by):
    """Draw a column's right border with the mouse."""
    header = table.horizontalHeader()
    edge = header.sectionViewportPosition(column) + table.columnWidth(column) - 1
    start = QPoint(edge, header.height() // 2)
    dragged(table, start, start + QPoint(by, 0))


def move_column(table, column, *, behind):
    """Draw a column's head behind another's."""
    header = table.horizontalHeader()
    middle = header.height() // 2
    start = header.sectionViewportPosition(column) + table.columnWidth(column) // 2
    end = header.sectionViewportPosition(behind) + table.columnWidth(behind) - 12
    dragged(table, QPoint(start, middle), QPoint(end, middle))


def widths(table):
    return [table.columnWidth(column) for column in range(len(NAMES))]


def order(table):
    return [table.horizontalHeader().logicalIndex(place) for place in range(len(NAMES))]


def test_drawn_border_follows_the_mouse_and_the_table_stays_filled(qtbot):
    table = opened(qtbot, Memory())
    before = widths(table)
    draw_border(table, 0, 40)
    assert widths(table)[0] == before[0] + 40
    assert widths(table)[1] == before[1] - 40
    assert widths(table)[2:] == before[2:], "the columns behind do not stir"
    draw_border(table, 1, 600)
    assert min(widths(table)) >= 72, "no column is drawn out of sight"
    assert sum(widths(table)) == table.viewport().width()


def test_widths_and_order_come_back_when_the_program_is_opened_again(qtbot, tmp_path):
    file = tmp_path / "window.json"
    memory = Memory(file)
    first = opened(qtbot, memory)
    at_first = widths(first)
    draw_border(first, 0, 40)
    draw_border(first, 2, -30)
    move_column(first, 0, behind=2)
    drawn = widths(first)
    assert order(first) == [1, 2, 0, 3]
    assert drawn != at_first
    memory.keep("window.geometry", "")  # as a window does that closes
    again = opened(qtbot, Memory(file))
    assert (widths(again), order(again)) == (drawn, order(first))
    again.show_rows([("1/2026", "O instituție cu nume lung", "Cerere", "2.12.2026")])
    assert widths(again) == drawn, "what was drawn does not jump with the rows"
    wider = opened(qtbot, Memory(file), width=1400)
    assert sum(widths(wider)) == wider.viewport().width()
    assert wider.columnWidth(0) == drawn[0]


def test_double_click_fits_a_column_and_the_menu_lays_all_as_at_first(qtbot):
    memory = Memory()
    table = opened(qtbot, memory)
    at_first = widths(table)
    draw_border(table, 0, 90)
    header = table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(0) + table.columnWidth(0) - 1, 8)
    QTest.mouseDClick(header.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, edge)
    assert table.columnWidth(0) == at_first[0]
    draw_border(table, 1, 90)
    move_column(table, 0, behind=2)
    table.columns.show_column(3, is_shown=False)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = table.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    assert [action.isChecked() for action in menu.actions()[:4]] == [True, True, True, False]
    qtbot.keyClick(menu, Qt.Key.Key_Up)
    assert menu.activeAction().text() == "Coloanele ca la început"
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert (widths(table), order(table)) == (at_first, [0, 1, 2, 3])
    again = opened(qtbot, memory)
    assert (widths(again), order(again)) == (at_first, [0, 1, 2, 3])


def test_columns_are_widened_and_moved_by_keys(qtbot):
    memory = Memory()
    table = opened(qtbot, memory)
    before = widths(table)
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = table.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().data() == 0
    qtbot.keyClick(menu, Qt.Key.Key_Plus)
    assert widths(table)[0] > before[0]
    assert sum(widths(table)) == table.viewport().width()
    qtbot.keyClick(menu, Qt.Key.Key_Minus)
    assert widths(table)[0] == before[0]
    for place in (1, 2, 3, 3):
        qtbot.keyClick(menu, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert order(table).index(0) == place
        assert menu.activeAction().data() == 0, "the same column is pointed at"
    qtbot.keyClick(menu, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    menu.close()
    assert order(table) == order(opened(qtbot, memory)) == [1, 2, 0, 3]


def test_memory_of_an_older_or_another_program_does_no_harm(qtbot):
    for kept, hidden in (
        ([3, 17], [3]),  # of a program that remembered only what is hidden
        ({"hidden": [2, 9], "order": [9, 3, 3, 0], "widths": {"8": 300, "0": "x"}}, [2]),
        ({"hidden": [0, 1, 2, 3], "shares": {"1": -4, "2": None}, "widths": [1]}, []),
        ("?", []),
    ):
        memory = Memory()
        memory.keep("proba.columns", kept)
        table = opened(qtbot, memory)
        assert [n for n in range(4) if table.isColumnHidden(n)] == hidden
        assert sorted(order(table)) == [0, 1, 2, 3]
        assert sum(widths(table)) == table.viewport().width()
