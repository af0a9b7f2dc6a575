"""The palette, the overlay of keys, looks and language: all is found and done by keyboard."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from registry_desk import i18n
from registry_desk.desk import theme
from registry_desk.desk.app import Desks
from registry_desk.desk.commands import commands_of
from registry_desk.desk.widgets.plain import key

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def opened_palette(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.commands.palette
    qtbot.waitUntil(palette.isVisible)
    return palette


def offered(palette):
    told = Qt.ItemDataRole.AccessibleTextRole
    rows = [palette.list.item(row) for row in range(palette.list.count())]
    return [row.data(told) or row.text() for row in rows]


def test_screen_is_found_without_diacritics_and_opened(qtbot, opened, desk_of):
    window = opened(desk_of("sef"))
    palette = opened_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "intarz")
    assert offered(palette)[0].startswith("Întârzieri")
    assert "Ctrl+" in offered(palette)[0]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.shown == "delays"
    assert not palette.isVisible()


def test_action_of_the_screen_is_done_and_escape_gives_the_focus_back(qtbot, opened, desk_of):
    window = opened(desk_of("registratura"))
    window.show_screen("register")
    search = window.screen_named("register").search
    search.setFocus()
    palette = opened_palette(qtbot, window)
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert search.hasFocus()
    palette = opened_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "diagnostic")
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.shown == "diagnostics"


def test_entry_is_found_by_its_words(qtbot, opened, desk_of, new_task):
    entry = new_task(sender="Șerban Țuțea", subject="Racordare la canalizare")
    window = opened(desk_of("registratura"))
    palette = opened_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "tutea racord")
    qtbot.waitUntil(lambda: any(entry.number in row for row in offered(palette)), timeout=LONG_MS)
    palette.list.setCurrentRow([entry.number in row for row in offered(palette)].index(True))
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    register = window.screen_named("register")
    qtbot.waitUntil(lambda: register.table.rowCount() >= 1, timeout=LONG_MS)
    assert window.shown == "register"
    assert register.search.text() == entry.number


def test_overlay_tells_the_keys_of_the_screen(qtbot, opened, desk_of):
    window = opened(desk_of("registratura"))
    qtbot.keyClick(window, Qt.Key.Key_F1)
    overlay = window.commands.overlay
    qtbot.waitUntil(overlay.isVisible)
    said = {shown.text() for shown in overlay.findChildren(type(window.foot))}
    assert {"F5", "F8", "Ctrl+K", "F1", "Scanează", "Înregistrează"} <= said
    qtbot.keyClick(overlay, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not overlay.isVisible())


@pytest.mark.parametrize("key", ["F5", "F8"])
def test_keys_are_told_on_hover(opened, desk_of, key):
    counter = opened(desk_of("registratura")).counter
    button = {"F5": counter.scan_button, "F8": counter.entry.register_button}[key]
    assert key in button.toolTip()


def test_looks_change_while_running(qtbot, opened, desk_of):
    window = opened(desk_of("registratura"))
    window.commands.change_looks("dark")
    try:
        assert theme.tokens() is theme.DARK
        assert theme.DARK.ground in QApplication.instance().styleSheet()
    finally:
        window.commands.change_looks("light")
    assert theme.tokens() is theme.LIGHT


def test_language_changes_while_running_on_the_same_screen(qtbot, desk_of):
    desks = Desks([desk_of("registratura")])
    window = desks.show(0)
    try:
        window.show_screen("register")
        window.commands.change_language("en")
        qtbot.waitUntil(lambda: desks.shown is not window, timeout=LONG_MS)
        assert desks.shown.shown == "register"
        assert "Register" in desks.shown.head.tabs["register"].text()
        qtbot.waitUntil(lambda: not shiboken6.isValid(window), timeout=LONG_MS)  # it is not kept
    finally:
        i18n.use("ro")
        desks.close()


def test_undo_is_offered_only_while_there_is_something_to_undo(qtbot):
    screen, done = QWidget(), []
    qtbot.addWidget(screen)
    key(screen, "Ctrl+Z", "Înapoi", done.pop, when=lambda: bool(done))
    assert [command.is_possible for command in commands_of(screen)] == [False]
    done.append("o mutare")
    assert [command.is_possible for command in commands_of(screen)] == [True]


def test_every_undo_of_a_screen_waits_for_something_to_undo(opened, desk_of):
    window = opened(desk_of("registratura"))
    told = [c for name in window.names for c in commands_of(window.screen_named(name))]
    undo = [command for command in told if command.keys in ("Ctrl+Z", "Ctrl+Shift+Z")]
    assert len(undo) >= 4
    assert not any(command.is_possible for command in undo), [c.words for c in undo]
