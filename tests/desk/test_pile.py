"""The pile on the counter: files come in like paper, the clerk splits and joins, all undone."""

import shutil
from dataclasses import replace

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent

from registry_desk.journey.boundaries import DoubtfulPlace
from registry_desk.journey.files import take_files

LONG_MS = 90_000
CONTROL = Qt.KeyboardModifier.ControlModifier


def with_files(qtbot, opened, parts, letter, *names):
    """Open the window on letters that came as files before."""
    take_files(parts.counter.tray, [letter(name) for name in names], operator="ana")
    window = opened(parts)
    counter = window.counter
    qtbot.waitUntil(lambda: groups(counter) == len(names), timeout=LONG_MS)
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS)
    return window


def groups(counter):
    return len(counter.pile_list.headings)


def headings(counter):
    return [row.words for row in counter.pile_list.headings]


def test_split_joined_set_aside_and_undone_by_keyboard(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter, tray = window.counter, parts.counter.tray
    counter.pile_list.choose_page(2)
    counter.pile_list.setFocus()
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: groups(counter) == 1, timeout=LONG_MS)
    assert len(tray.documents()) == 1
    counter.pile_list.choose_page(2)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: groups(counter) == 2, timeout=LONG_MS)
    assert counter.entry.form.line("sender_name").text() == tray.documents()[1].line("sender_name")
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "Puse deoparte" in headings(counter), timeout=LONG_MS)
    assert "1 pusă deoparte" in counter._count.text()
    for _step in range(3):
        qtbot.keyClick(counter.pile_list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(
        lambda: headings(counter) == ["Document 1", "Document 2"] and not counter.arranger.can_undo,
        timeout=LONG_MS,
    )
    counter.menu.actions_by_name["redo"].trigger()
    qtbot.waitUntil(lambda: groups(counter) == 1, timeout=LONG_MS)
    assert len(tray.pages(tray.batches()[0].id)) == 2, "nothing is deleted"


def test_what_is_registered_is_not_taken_apart(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter = window.counter
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: headings(counter)[0].startswith("✓"), timeout=LONG_MS)
    counter.pile_list.choose_page(2)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F7)
    qtbot.waitUntil(counter.banner.isVisible, timeout=LONG_MS)
    assert "înregistrat" in counter.banner.message.text()
    assert groups(counter) == 2


def test_label_and_receipt_of_the_last_number_while_the_next_is_open(
    qtbot, opened, parts, letter, monkeypatch
):
    papers = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: papers.append(url.toLocalFile()))
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    entry = window.counter.entry
    assert not entry.label_button.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(entry.label_button.isEnabled, timeout=LONG_MS)
    assert entry.register_button.isEnabled(), "the next document is open"
    number = parts.counter.tray.documents()[0].entry["number"]
    assert number in entry.papers_of.text()
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: len(papers) == 1, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    qtbot.waitUntil(lambda: len(papers) == 2, timeout=LONG_MS)
    assert "label" in papers[0]
    assert "receipt" in papers[1]


def test_dropped_files_come_in_and_wait_behind_the_pile(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01")
    counter = window.counter
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(letter("complaint-01")))])
    action = Qt.DropAction.CopyAction
    counter.dropEvent(
        QDropEvent(
            QPointF(9, 9), action, dropped, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)
        )
    )
    qtbot.waitUntil(counter.banner.isVisible, timeout=LONG_MS)
    assert "A sosit 1 fișier" in counter.banner.message.text()
    assert groups(counter) == 1, "nothing jumps away from under the clerk"
    qtbot.keyClick(window, Qt.Key.Key_F8)
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: len(tray.documents()) == 2, timeout=LONG_MS)
    sender = counter.entry.form.line("sender_name")
    expected = next(d for d in tray.documents() if d.accepted_at is None).line("sender_name")
    qtbot.waitUntil(lambda: sender.text() == expected, timeout=LONG_MS)


def test_watched_folder_brings_files_to_an_empty_counter(qtbot, opened, parts, letter, tmp_path):
    folder = tmp_path / "watched"
    folder.mkdir()
    window = opened(replace(parts, watched_folder=folder))
    shutil.copyfile(letter("petition-01"), folder / "cerere.jpg")
    (folder / "goală.pdf").touch()
    qtbot.waitUntil(lambda: groups(window.counter) == 1, timeout=LONG_MS)
    tray = parts.counter.tray
    sources = {page.source for batch in tray.batches() for page in tray.pages(batch.id)}
    assert "cerere.jpg" in sources
    qtbot.waitUntil((folder / "preluate" / "cerere.jpg").exists, timeout=LONG_MS)
    qtbot.waitUntil((folder / "nepreluate" / "goală.pdf").exists, timeout=LONG_MS)


def test_unsure_boundaries_are_shown_with_a_shape_and_a_word(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter = window.counter
    pile = replace(counter._pile, doubts=(DoubtfulPlace(2, "boundary.letterhead"),))
    counter._show_pile(pile)
    assert "? limită nesigură" in headings(counter)[1]
    assert "F7" in counter.pile_list.headings[1].reason
    counter.pile_list.choose_page(2)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F6)
    counter._show_pile(pile)
    assert "?" not in headings(counter)[1], "decided is decided"


def test_page_bar_tells_place_and_size(qtbot, opened, parts, letter):
    window = with_files(qtbot, opened, parts, letter, "petition-01", "complaint-01")
    counter = window.counter
    counter.pile_list.choose_page(2)
    qtbot.keyClick(counter.pile_list, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: counter.page_bar.place.text() == "2 / 2", timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_PageUp, CONTROL)
    qtbot.waitUntil(lambda: counter.page_bar.place.text() == "1 / 2", timeout=LONG_MS)
    before = counter.page_bar.size.text()
    counter.page_bar._buttons["larger"].click()
    assert counter.page_bar.size.text() != before
