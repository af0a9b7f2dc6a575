"""The register's screen: found as one types, shown with its history, exported without harm."""

import csv
import itertools
import threading
import zipfile
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel

from registry_desk.desk.commands import commands_of
from registry_desk.desk.widgets.time_left import TimeLeft
from registry_desk.wire import LetterFields, ask

LONG_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


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


def test_found_by_day_and_state_among_the_words_and_by_code(
    qtbot, opened, desk_of, new_task, town_hall
):
    entry, other = new_task(sender="Vasilache Dan"), new_task(sender="Vasilache Ioan")
    town_hall.client().annul(other.id, "dată de două ori")
    screen = shown_register(qtbot, opened(desk_of("registratura")))

    def numbers(words):
        screen.search.clear()
        qtbot.keyClicks(screen.search, words)
        qtbot.waitUntil(lambda: screen._last.words == words, timeout=LONG_MS)
        return [screen.table.item(row, 0).text() for row in range(screen.table.rowCount())]

    day = f"{entry.registered_at.astimezone(ZoneInfo('Europe/Bucharest')):%d.%m.%Y}"
    assert numbers(f"vasilache {day}") == [other.number, entry.number]
    assert day in screen.count.text(), "what was understood is said"
    assert numbers("vasilache anulata") == [other.number]
    assert numbers("vasilache 01.02.2020") == []
    assert numbers(entry.tracking_code) == [entry.number]
    assert numbers(f"{entry.tracking_url}#E") == [entry.number], "read from a receipt"


def test_a_day_in_a_subject_is_found_as_words(qtbot, opened, desk_of, new_task):
    entry = new_task(subject="Adunarea din 17.08.2019 pe strada inchisa")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "adunarea 17.08.2019 inchisa")
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    assert screen.table.item(0, 0).text() == entry.number


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


def test_long_export_tells_how_far_it_is_and_how_long_it_takes(
    qtbot, opened, desk_of, new_task, tmp_path, monkeypatch
):
    for _ in range(60):
        new_task(subject="lung de scris")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    qtbot.keyClicks(screen.search, "lung scris")
    qtbot.waitUntil(lambda: screen.table.rowCount() == 50, timeout=LONG_MS)
    clock = itertools.count(step=10)  # so slow that a time can be told
    work = screen.exporting._work
    monkeypatch.setattr(work, "_time_left", TimeLeft(lambda: next(clock)))
    whole = work.note
    told = []

    def noted(done, total):
        whole(done, total)
        if done % 20 == 0:
            screen._lanes.post(work._tell)
            is_told.acquire(timeout=LONG_MS / 1000)

    is_told = threading.Semaphore(0)
    monkeypatch.setattr(work, "note", noted)
    screen.exporting.progressed.connect(lambda words: (told.append(words), is_told.release()))
    screen.exporting.write(tmp_path / "registru.csv")
    qtbot.waitUntil(screen.exporting.export_button.isEnabled, timeout=LONG_MS)
    # The clock of the screen may tell the same once more.
    assert list(dict.fromkeys(words.partition(" · ")[0] for words in told)) == [
        f"scrise {done} din 60" for done in (20, 40, 60)
    ]
    assert any(" · încă " in words for words in told[1:])


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
        qtbot.waitUntil(screen.exporting.export_button.isEnabled, timeout=LONG_MS)
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
    screen.table.columns.show_column(3, is_shown=False)
    assert own.memory.recall("register.columns")["hidden"] == [3]
    target = tmp_path / "registru.csv"
    screen.exporting.write(target)
    screen.exporting.stop_button.click()
    qtbot.waitUntil(screen.exporting.export_button.isEnabled, timeout=LONG_MS)
    qtbot.waitUntil(lambda: not screen.exporting.stop_button.isVisible(), timeout=LONG_MS)
    assert not target.with_name("registru.csv.part").exists()
    assert shown_register(qtbot, opened(own)).table.isColumnHidden(3)


def begun(qtbot, screen, entry):
    """Find an entry and open its fields with F2."""
    qtbot.keyClicks(screen.search, entry.number)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.side.correcting.correct_button.isVisible, timeout=LONG_MS)
    qtbot.waitUntil(lambda: entry.number in screen.card.number.text(), timeout=LONG_MS)
    qtbot.keyClick(screen.window(), Qt.Key.Key_F2)
    form = screen.side.correcting.form
    qtbot.waitUntil(form.isVisible, timeout=LONG_MS)
    return form


def test_entry_is_corrected_by_keyboard_and_taken_back(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task(sender="Olteanu Ruxandra", subject="Certificat de urbanim")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    form = begun(qtbot, screen, entry)
    assert not form.save_button.isEnabled(), "nothing is other than it was"
    form.subject.selectAll()
    qtbot.keyClicks(form.subject, "Certificat de urbanism")
    qtbot.keyClicks(form.lines["sender_date"], "31.02.2026")
    qtbot.keyClick(form.subject, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert "Din data" in screen.banner.message.text()
    assert form.lines["sender_date"].hasFocus()
    form.lines["sender_date"].selectAll()
    qtbot.keyClicks(form.lines["sender_date"], "9.3.26")
    qtbot.keyClick(form.lines["sender_date"], Qt.Key.Key_Return)
    clerk = town_hall.client()
    qtbot.waitUntil(
        lambda: clerk.entry_by_id(entry.id).subject == "Certificat de urbanism", timeout=LONG_MS
    )
    assert str(clerk.entry_by_id(entry.id).sender_date) == "2026-03-09"
    history = screen.card.history
    qtbot.waitUntil(lambda: "urbanim” → „Certificat" in history.item(0).text(), timeout=LONG_MS)
    assert "urbanism" in screen.table.item(0, 3).text()
    qtbot.keyClick(screen.window(), Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(
        lambda: clerk.entry_by_id(entry.id).subject == "Certificat de urbanim", timeout=LONG_MS
    )
    assert clerk.entry_by_id(entry.id).sender_date is None
    assert len(clerk.amendments(entry.id)) == 2, "the history keeps both"


def test_second_desk_that_corrects_an_entry_is_told_and_writes_nothing_over(
    qtbot, opened, desk_of, new_task, town_hall
):
    entry = new_task(sender="Olteanu", subject="prima")
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    form = begun(qtbot, screen, entry)
    form.subject.selectAll()
    qtbot.keyClicks(form.subject, "a mea")
    clerk = town_hall.client()
    meanwhile = ask(LetterFields, subject="a lor", sender_name="Olteanu Ruxandra")
    clerk.amend(entry.id, meanwhile, revision=entry.revision)
    qtbot.keyClick(form.subject, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert "între timp" in screen.banner.message.text()
    assert clerk.entry_by_id(entry.id).subject == "a lor", "nothing is written over"
    assert form.subject.toPlainText() == "a mea", "nothing typed is lost"
    assert form.lines["sender_name"].text() == "Olteanu Ruxandra", "theirs where nothing was typed"
    assert any("a lor" in told.text() for told in form.findChildren(QLabel) if told.isVisible())
    qtbot.keyClick(form.subject, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).subject == "a mea", timeout=LONG_MS)
    assert clerk.entry_by_id(entry.id).sender_name == "Olteanu Ruxandra"


@pytest.mark.parametrize("gone", ["dead", "answer_lost"])
def test_register_gone_in_the_middle_of_a_correction_makes_it_once(
    qtbot, opened, desk_of, new_task, town_hall, line, gone
):
    entry = new_task(subject="prima")
    screen = shown_register(qtbot, opened(desk_of("registratura", line.address)))
    form = begun(qtbot, screen, entry)
    form.subject.selectAll()
    qtbot.keyClicks(form.subject, "a doua")
    line.mode = gone
    qtbot.keyClick(form.subject, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert form.subject.toPlainText() == "a doua"
    line.mode = "through"
    screen.banner.hide()
    qtbot.keyClick(form.subject, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "corectată" in screen.banner.message.text(), timeout=LONG_MS)
    assert len(town_hall.client().amendments(entry.id)) == 1


def test_number_is_annulled_with_a_reason_and_its_row_stays(
    qtbot, opened, desk_of, new_task, town_hall
):
    entry = new_task()
    screen = shown_register(qtbot, opened(desk_of("registratura")))
    form = begun(qtbot, screen, entry)
    qtbot.keyClick(form.lines["sender_name"], Qt.Key.Key_Escape)
    qtbot.waitUntil(screen.side.correcting.annul_button.isVisible, timeout=LONG_MS)
    qtbot.mouseClick(screen.side.correcting.annul_button, Qt.MouseButton.LeftButton)
    annulling = screen.side.correcting.annulling
    qtbot.waitUntil(annulling.isVisible, timeout=LONG_MS)
    assert not annulling.confirm_button.isEnabled(), "never without a reason"
    qtbot.keyClicks(annulling.reason, "Inregistrata de doua ori")
    qtbot.keyClick(annulling.reason, Qt.Key.Key_Return, CONTROL)
    clerk = town_hall.client()
    qtbot.waitUntil(lambda: clerk.entry_by_id(entry.id).state == "annulled", timeout=LONG_MS)
    assert clerk.entry_by_id(entry.id).annulled_reason == "Inregistrata de doua ori"
    qtbot.waitUntil(lambda: "anulat" in screen.table.item(0, 5).text(), timeout=LONG_MS)
    correct = screen.side.correcting.correct_button
    qtbot.waitUntil(lambda: not correct.isEnabled(), timeout=LONG_MS)


def looked_at(qtbot, screen, entry):
    """Find an entry and look at it."""
    qtbot.keyClicks(screen.search, entry.number)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entry.number in screen.card.number.text(), timeout=LONG_MS)
    qtbot.waitUntil(screen.side.giving.isVisible, timeout=LONG_MS)


def test_lost_receipt_is_given_again_to_the_sender_alone(
    qtbot, opened, desk_of, new_task, town_hall, tmp_path, monkeypatch
):
    papers, clerk = [], town_hall.client()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: papers.append(url.toLocalFile()))
    entry = new_task(sender="Olteanu Ruxandra")
    window = opened(desk_of("registratura"))
    screen = shown_register(qtbot, window)
    looked_at(qtbot, screen, entry)
    told = {command.words: command for command in commands_of(screen)}
    for words, keys in (("Dovadă din nou", "F9"), ("Etichetă", "Ctrl+L")):
        assert (told[words].keys, told[words].is_possible) == (keys, True)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    form = screen.side.giving.form
    qtbot.waitUntil(form.name.hasFocus, timeout=LONG_MS)
    assert not form.give_button.isEnabled(), "nobody has shown who they are"
    qtbot.keyClicks(form.name, "Popescu Ion")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    assert not papers
    assert form.name.text() == "Popescu Ion", "nothing typed is lost"
    form.name.selectAll()
    qtbot.keyClicks(form.name, "RUXANDRA OLTEANU")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(papers), timeout=LONG_MS)
    with pikepdf.open(papers[0]) as made:
        assert str(made.docinfo["/Subject"]) == entry.number
    assert [event.act for event in clerk.history(entry.id)].count("code_recovered") == 1
    history = screen.card.history
    qtbot.waitUntil(lambda: "cod de urmărire" in history.item(0).text(), timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: len(papers) == 2, timeout=LONG_MS)
    target = tmp_path / "dovada.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(form.name.hasFocus, timeout=LONG_MS)
    qtbot.keyClicks(form.name, "Olteanu Ruxandra")
    qtbot.keyClick(form.name, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(target.exists, timeout=LONG_MS)
    assert len(papers) == 2, "saved, and not opened"


def test_lost_receipt_of_a_firm_is_given_against_its_certificate(
    qtbot, opened, desk_of, new_task, town_hall, monkeypatch
):
    papers, clerk = [], town_hall.client()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: papers.append(url.toLocalFile()))
    person = new_task(sender="Vlăsceanu Horia")
    firm = new_task(sender="SC Horezu Lemn SRL")
    firm = clerk.amend(firm.id, ask(LetterFields, cui="RO 14399840"))
    window = opened(desk_of("registratura"))
    screen = shown_register(qtbot, window)
    form = screen.side.giving.form

    def asked_for(entry):
        screen.search.clear()
        qtbot.waitUntil(lambda: screen.table.rowCount() > 1, timeout=LONG_MS)
        looked_at(qtbot, screen, entry)
        qtbot.keyClick(window, Qt.Key.Key_F9)
        qtbot.waitUntil(form.name.hasFocus, timeout=LONG_MS)

    asked_for(person)
    assert not form.cui.isVisible(), "a person has no certificate"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    asked_for(firm)
    qtbot.keyClicks(form.name, "Ion Popa")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    assert form.cui.hasFocus(), "who comes is not the sender: for whom do they stand?"
    qtbot.keyClicks(form.cui, "14399841")
    qtbot.keyClick(form.cui, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.banner.isVisible, timeout=LONG_MS)
    said = " ".join(shown.text() for shown in screen.banner.findChildren(QLabel))
    assert "CUI-ul din certificatul" in said
    assert "corectați întâi poziția" in said
    assert not papers
    form.cui.selectAll()
    qtbot.keyClicks(form.cui, "ro  143 99 840")
    qtbot.keyClick(form.cui, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(papers), timeout=LONG_MS)
    last = clerk.history(firm.id)[-1]
    assert last.detail == {"document": "identity_card", "cui": "14399840"}


def test_who_may_not_correct_is_offered_nothing(qtbot, opened, desk_of, new_task):
    entry = new_task()
    screen = shown_register(qtbot, opened(desk_of("urbanism")))
    qtbot.keyClicks(screen.search, entry.number)
    qtbot.waitUntil(lambda: screen.table.rowCount() == 1, timeout=LONG_MS)
    qtbot.keyClick(screen.search, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.card.isVisible, timeout=LONG_MS)
    assert not screen.side.correcting.correct_button.isVisible()
    assert not screen.side.giving.isVisible(), "nor a receipt with its code"
