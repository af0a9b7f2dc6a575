"""What goes wrong in the middle: said calmly, nothing lost, the window goes on."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt

from registry_desk.demo.scanner import Fault
from registry_desk.desk.counter import lane_work
from registry_desk.errors import RegistryDeskError
from registry_desk.journey import way
from registry_desk.journey.files import take_files
from registry_desk.wire import LetterFields, ask
from registry_desk.wire.errors import EntryChangedMeanwhile

LONG_MS = 60_000


def is_told(banner):
    """Tell whether the banner speaks to people: words to be seen, no report of a fault of ours."""
    is_seen = banner.isVisible() and banner.height() >= banner.message.height() > 0
    return is_seen and RegistryDeskError(report="x").message not in banner.message.text()


def test_scanner_cut_off_in_the_middle_keeps_its_pages_and_shows_the_last_good_one(
    qtbot, open_window, scanner, letter, parts
):
    window = open_window()
    scanner.load([letter("petition-01"), letter("petition-02"), letter("summons-01")])
    scanner.break_at(Fault.UNPLUGGED, after_pages=1)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    banner = window.counter.banner
    qtbot.waitUntil(lambda: is_told(banner), timeout=LONG_MS)
    (batch,) = parts.counter.tray.batches()
    kept = [page.number for page in parts.counter.tray.pages(batch.id)]
    assert kept
    qtbot.waitUntil(lambda: window.counter.pages.shown == max(kept), timeout=LONG_MS)
    assert window.counter.scan_button.isEnabled()


def test_full_disk_is_said_before_paper_moves(qtbot, open_window, scanner, letter, parts):
    parts.counter.tray.free_bytes_kept = 1 << 60
    window = open_window()
    scanner.load([letter("petition-01")])
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: is_told(window.counter.banner), timeout=LONG_MS)
    assert window.counter.scan_button.isEnabled()


def test_long_and_strange_fields_are_registered_as_typed(qtbot, opened, parts, letter):
    take_files(parts.counter.tray, [letter("petition-01")], operator="ana")
    window = opened(parts)
    form = window.counter.entry.form
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: bool(tray.documents()), timeout=LONG_MS)
    qtbot.waitUntil(lambda: form.line("sender_name").text() != "", timeout=LONG_MS)
    form.line("sender_name").setText("Ș" * 300)
    form._subject.setPlainText("שלום 🏛️ cerere")
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: tray.documents()[0].entry is not None, timeout=LONG_MS)
    entry = parts.counter.register.entry_by_id(tray.documents()[0].id)
    assert entry.sender_name == "Ș" * 300
    assert entry.subject == "שלום 🏛️ cerere"


def test_second_desk_that_corrects_an_entry_is_told_and_overwrites_nothing(desk_of, new_task):
    entry = new_task()
    one, other = (desk_of("registratura").counter.register for _desk in range(2))
    one.amend(entry.id, ask(LetterFields, subject="prima"), revision=entry.revision)
    with pytest.raises(EntryChangedMeanwhile) as told:
        other.amend(entry.id, ask(LetterFields, subject="a doua"), revision=entry.revision)
    assert entry.number in told.value.message
    assert one.entry_by_id(entry.id).subject == "prima"


def test_clock_that_jumps_back_does_not_hold_documents_up(parts, letter, line, town_hall):
    tray = parts.counter.tray
    batch, _damaged = take_files(tray, [letter("petition-01")], operator="ana")
    document = tray.begin_document(batch.id)
    tray.accept(document.id, register="GEN", department="URB")
    line.mode = "dead"
    away = replace(parts.counter, register=town_hall.client(line.address))
    way.walk(away, document.id)
    long_ago = datetime.now(UTC) - timedelta(days=3000)
    assert way.walk_due(away, now=long_ago) == [], "not due by the wrong clock"
    line.mode = "through"
    way.walk_again(away)
    assert tray.document(document.id).entry is not None, "the register's return decides, not clocks"


@pytest.mark.parametrize("count", [12, pytest.param(500, marks=pytest.mark.full)])
def test_a_long_batch_comes_in_whole_and_the_window_answers_meanwhile(
    qtbot, opened, parts, tmp_path, count
):
    leaves = tmp_path / "batch.tif"
    pages = [numbered_page(number) for number in range(1, count + 1)]
    pages[0].save(leaves, save_all=True, append_images=pages[1:], dpi=(150, 150))
    window = opened(parts)
    counter = window.counter
    counter.coming_in.take([leaves])
    if count > 100:  # so much that copying it is seen
        qtbot.waitUntil(lambda: "Copiez" in counter.coming_shown._made.left.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: counter.coming_in.is_busy, timeout=LONG_MS)
    window.show_screen("tray")
    assert window.tray.isVisible(), "other work goes on"
    window.show_screen("counter")
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS + 4_000 * count)
    tray = parts.counter.tray
    (batch,) = tray.batches()
    found = tray.pages(batch.id)
    assert [page.number for page in found] == list(range(1, count + 1))
    assert all(page.read is not None or page.problem for page in found)
    shown = {row.page for row in counter.pile_list.pile.rows if not row.is_heading}
    assert shown == set(range(1, count + 1)), "every page is on the screen"


def numbered_page(number):
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    draw.text((200, 300), f"Anexa pagina {number}", fill=0, font_size=60)
    return page


def test_long_copying_is_seen_and_ends_by_itself(qtbot, opened, parts, letter, monkeypatch):
    whole, may_end = lane_work.bring_files, threading.Event()

    def slow(*asked):
        may_end.wait(LONG_MS / 1000)
        return whole(*asked)

    monkeypatch.setattr(lane_work, "bring_files", slow)
    window = opened(parts)
    counter = window.counter
    left, progress = counter.coming_shown._made.left, counter.coming_shown._made.progress
    qtbot.wait(100)
    counter.coming_in.take([letter("petition-01")])
    qtbot.waitUntil(lambda: left.text() == "Copiez fișierele…", timeout=LONG_MS)
    assert progress.maximum() == 0, "it moves"
    may_end.set()
    qtbot.waitUntil(lambda: counter.coming_in.is_busy, timeout=LONG_MS)
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS)
    assert (left.text(), progress.maximum()) == ("", 1)
