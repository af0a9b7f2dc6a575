"""The tray: what waits, in which step, why; nothing vanishes, everything can be taken back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from registry_desk.journey import way
from registry_desk.journey.counter import Counter
from registry_desk.journey.records import DocumentState, Origin, ProposedDocument

LONG_MS = 60_000


def waiting_document(parts, town_hall, line):
    """Leave a document in the tray that the register did not take."""
    tray = parts.counter.tray
    batch = tray.open_batch(Origin("test", "", "ana"))
    (document,) = tray.propose(batch.id, [ProposedDocument()])
    tray.accept(document.id, register="GEN", department="URB")
    line.mode = "dead"
    way.walk(Counter(tray, town_hall.client(line.address), parts.counter.office), document.id)
    return document


def shown_tray(qtbot, window):
    place = Qt.Key(Qt.Key.Key_1 + window.names.index("tray"))
    qtbot.keyClick(window, place, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.tray.isVisible, timeout=LONG_MS)
    return window.tray


def test_empty_tray_says_so(qtbot, open_window):
    tray = shown_tray(qtbot, open_window())
    qtbot.waitUntil(tray.empty.isVisible, timeout=LONG_MS)
    assert "goală" in tray.empty.text()


def test_reason_is_shown_in_words(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    cells = [tray.table.item(0, column).text() for column in range(5)]
    assert cells[0] == document.tracking_code
    assert "registrul" in cells[3].lower()


def test_set_aside_and_taken_back_by_keyboard(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    tray.table.selectRow(0)
    kept = parts.counter.tray
    for is_aside in (True, False):
        qtbot.keyClick(tray.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(
            lambda is_aside=is_aside: kept.document(document.id).is_set_aside is is_aside,
            timeout=LONG_MS,
        )
        words = "Ia înapoi" if is_aside else "Pune deoparte"
        qtbot.waitUntil(lambda words=words: words in tray.aside_button.text(), timeout=LONG_MS)


def test_try_again_takes_it_on(qtbot, open_window, parts, town_hall, line):
    document = waiting_document(parts, town_hall, line)
    line.mode = "through"
    window = open_window(town_hall.client(line.address))
    tray = shown_tray(qtbot, window)
    qtbot.waitUntil(lambda: tray.table.rowCount() == 1, timeout=LONG_MS)
    tray.table.selectRow(0)
    qtbot.keyClick(tray.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: parts.counter.tray.document(document.id).state is not DocumentState.PROPOSED,
        timeout=LONG_MS,
    )


def test_qt_speaks_romanian(qapp):
    for english, romanian in (("Cancel", "Renunță"), ("&Yes", "&Da"), ("OK", "OK")):
        assert QApplication.translate("QPlatformTheme", english) == romanian
