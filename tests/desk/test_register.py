"""The register's screen: found as one types, shown with its history, exported without harm."""

import csv
import zipfile

from PySide6.QtCore import Qt

LONG_MS = 60_000


def shown_register(qtbot, window):
    window.show_screen("register")
    screen = window.screen_named("register")
    qtbot.waitUntil(lambda: screen.count.text() != "", timeout=LONG_MS)
    return screen


def test_found_as_one_types_and_opened_with_its_history(qtbot, opened, desk_of, new_task):
    entry = new_task(sender="Crăciun Sânziana", subject="Autorizație de construire")
    new_task(sender="Altcineva Ion")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "craciun constr")
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    assert screen.table.item(0, 0).text() == entry.number
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.card.isVisible, timeout=LONG_MS)
    assert entry.number in screen.card.number.text()
    history = screen.card.history
    qtbot.waitUntil(lambda: history.count() >= 3, timeout=LONG_MS)
    assert "Dobre Mirela" in history.item(history.count() - 1).text()
    assert screen.card.files.count() == 1


def test_nothing_found_says_what_to_try(qtbot, opened, desk_of, new_task):
    new_task()
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "qqqq")
    qtbot.waitUntil(screen.empty.isVisible, timeout=LONG_MS)
    assert "Încercați" in screen.empty.text()


def test_export_holds_what_was_found_and_no_formula(qtbot, opened, desk_of, new_task, tmp_path):
    entry = new_task(sender='=HYPERLINK("http://x")', subject="@SUM(1) exportat; „citat”")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "exportat")
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    target = tmp_path / "registru.csv"
    screen.exporting.write(target)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    with target.open(encoding="utf-8-sig", newline="") as opened_file:
        head, *rows = list(csv.reader(opened_file, delimiter=";"))
    assert len(head) == 13
    assert [row[0] for row in rows] == [entry.number]
    assert rows[0][5] == '\'=HYPERLINK("http://x")'
    assert rows[0][6] == "'@SUM(1) exportat; „citat”"
    assert not target.with_name("registru.csv.part").exists()


def test_long_and_strange_names_are_shown(qtbot, opened, desk_of, new_task):
    new_task(sender="Ș" * 300, subject="\u202eשלום 🏛️ limba")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "limba")
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    assert screen.table.item(0, 2).text() == "Ș" * 300
    assert "\u202e" not in screen.table.item(0, 3).text()


def test_workbook_and_print_are_written_without_a_formula(
    qtbot, opened, desk_of, new_task, tmp_path
):
    new_task(sender="=1+1", subject="în două forme")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "forme")
    qtbot.waitUntil(lambda: screen.table.rowCount() >= 1, timeout=LONG_MS)
    for form, begins in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        target = tmp_path / f"registru.{form}"
        screen.exporting.write(target)
        qtbot.waitUntil(target.exists, timeout=LONG_MS)
        assert target.read_bytes().startswith(begins)
    with zipfile.ZipFile(tmp_path / "registru.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet, "no cell is a formula"
    assert "'=1+1" in sheet


def test_stopped_export_leaves_nothing_and_the_columns_are_remembered(
    qtbot, opened, desk_of, new_task, tmp_path
):
    new_task()
    own = desk_of("registratura")
    screen = shown_register(qtbot, opened(own))
    screen.table.show_column(3, is_shown=False)
    assert own.memory.recall("register.columns") == [3]
    target = tmp_path / "registru.csv"
    screen.exporting.write(target)
    screen.exporting.stop_button.click()
    qtbot.waitUntil(screen.exporting.export_button.isEnabled, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not screen.exporting.stop_button.isVisible(), timeout=LONG_MS)
    assert not target.with_name("registru.csv.part").exists()
    assert shown_register(qtbot, opened(own)).table.isColumnHidden(3)
