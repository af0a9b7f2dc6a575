"""Lists of hundreds of rows are shown at once, however often they change."""

from typing_extensions import override

from registry_desk.desk.widgets.table import Table


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
    assert table.horizontalHeader().sectionResizeMode(stretched).name == "Stretch"


def test_columns_share_the_room_as_asked_and_leave_none(qtbot):
    table = Table(["Număr", "Nume", "Conținut"], name="probă", stretch=(1, 2, 2))
    qtbot.addWidget(table)
    table.resize(901, 200)
    table.show()
    table.show_rows([("1/2026", "Ana", "Cerere")])
    widths = [table.columnWidth(column) for column in range(3)]
    assert sum(widths) == table.viewport().width()
    assert abs(widths[2] - 2 * widths[1]) <= 3
    table.show_column(1, is_shown=False)
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
