"""What goes wrong in the middle: said calmly, nothing lost, the window goes on."""

import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt

from registry_desk.demo.scanner import Fault
from registry_desk.desk.counter import lane_work
from registry_desk.errors import RegistryDeskError
from registry_desk.journey import files, way
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


@pytest.fixture
def slow_disk(monkeypatch):
    """Hold the first piece of each file until the event is set."""
    whole, may_go_on = files._Passing.pieces, threading.Event()

    def pieces(passing, path):
        for piece in whole(passing, path):
            may_go_on.wait(LONG_MS / 1000)
            yield piece

    monkeypatch.setattr(files._Passing, "pieces", pieces)
    return may_go_on


def test_long_copying_is_seen_and_ends_by_itself(qtbot, opened, parts, letter, slow_disk):
    window = opened(parts)
    counter = window.counter
    left, progress = counter.coming_shown._made.left, counter.coming_shown._made.progress
    qtbot.wait(100)
    counter.coming_in.take([letter("petition-01")])
    qtbot.waitUntil(lambda: left.text() == "Aduc fișierele… 0 %", timeout=LONG_MS)
    assert counter.stop_button.isVisible()
    slow_disk.set()
    qtbot.waitUntil(lambda: counter.coming_in.is_busy, timeout=LONG_MS)
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS)
    assert (left.text(), progress.maximum()) == ("", 1)
    assert not counter.stop_button.isVisible()


def test_copying_is_stopped_and_leaves_nothing(qtbot, opened, parts, letter, slow_disk):
    window = opened(parts)
    counter, tray = window.counter, parts.counter.tray
    qtbot.wait(100)
    counter.coming_in.take([letter("petition-01"), letter("petition-02")])
    qtbot.waitUntil(counter.stop_button.isVisible, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: counter.coming_in.bringing._work.is_stopping, timeout=LONG_MS)
    slow_disk.set()
    qtbot.waitUntil(counter.banner.isVisible, timeout=LONG_MS)
    assert "oprit" in counter.banner.message.text()
    assert not counter.stop_button.isVisible()
    assert tray.batches() == []
    assert [path for path in tray.folder.joinpath("batches").rglob("*") if path.is_file()] == []


def test_folder_is_brought_with_letters_and_mail(qtbot, opened, parts, letter, tmp_path):
    folder = tmp_path / "de adus"
    folder.mkdir()
    shutil.copy(letter("petition-01"), folder / "a.jpg")
    (folder / "b.eml").write_bytes(b"From: a@b.ro\nSubject: Cerere\n\nBuna ziua\n")
    window = opened(parts)
    qtbot.wait(100)
    window.counter.coming_in.take([folder])
    tray = parts.counter.tray
    qtbot.waitUntil(lambda: len(tray.batches()) == 2, timeout=LONG_MS)
    assert {batch.is_mail for batch in tray.batches()} == {True, False}
    qtbot.waitUntil(window.counter.scan_button.isEnabled, timeout=LONG_MS)


def test_file_that_went_away_is_named(qtbot, opened, parts, tmp_path):
    window = opened(parts)
    qtbot.wait(100)
    window.counter.coming_in.take([tmp_path / "de pe stick.pdf"])
    qtbot.waitUntil(window.counter.banner.isVisible, timeout=LONG_MS)
    assert "de pe stick.pdf" in window.counter.banner.message.text()
    assert parts.counter.tray.batches() == []


def test_files_that_cannot_be_read_are_named_and_the_rest_comes_in(
    qtbot, opened, parts, letter, tmp_path
):
    (tmp_path / "b.eml").write_bytes(b"From: a@b.ro\nSubject: Cerere\n\nBuna ziua\n")
    window = opened(parts)
    counter, tray = window.counter, parts.counter.tray
    qtbot.wait(100)
    gone = [tmp_path / "de pe stick.pdf", tmp_path / "alta.pdf"]
    counter.coming_in.take([gone[0], letter("petition-01"), tmp_path / "b.eml", gone[1]])
    qtbot.waitUntil(lambda: len(tray.documents()) == 2, timeout=LONG_MS)
    qtbot.waitUntil(counter.scan_button.isEnabled, timeout=LONG_MS)
    assert {batch.is_mail for batch in tray.batches()} == {True, False}
    assert counter.banner.isVisible(), "the pile that came to the counter hides it not"
    assert all(file.name in counter.banner.message.text() for file in gone)


def test_what_is_scanned_next_is_no_part_of_files_that_did_not_come_in_whole(
    opened, parts, letter, monkeypatch
):
    def killed(*_asked, **_more):
        raise MemoryError

    window = opened(parts)
    brought = [letter("petition-01"), letter("petition-02")]
    tray = parts.counter.tray
    with monkeypatch.context() as broken:
        broken.setattr(files, "source_pages", killed)
        with pytest.raises(MemoryError):
            take_files(tray, brought, operator="ana")
    (half,) = tray.batches()
    assert lane_work.open_pile(parts, window.counter.profiles.way()).id != half.id
    again, _damaged = take_files(tray, brought, operator="ana")
    assert again.id == half.id
    assert len(tray.pages(again.id)) == 2
