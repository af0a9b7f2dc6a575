"""Receipts and labels straight to a printer: in their own size, and told when it is away.

This machine has no printer: Qt's own PDF device, through the same QPrinter, stands in for one.
"""

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter

from registry_desk.desk import printing
from registry_desk.desk.printing import PrinterMissing
from tests.desk.test_counter import LONG_MS, press, scanned

MM = 72 / 25.4


@pytest.fixture
def printed(tmp_path, monkeypatch):
    """Give the file in which a printer that takes everything keeps it."""
    target = tmp_path / "printed.pdf"

    def named(_name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(target))
        printer.setFullPage(True)
        return printer

    monkeypatch.setattr(printing, "printer_named", named)
    return target


def registered(qtbot, window, scanner, letter):
    scanned(qtbot, window, scanner, letter("petition-01"))
    press(qtbot, window, Qt.Key.Key_F8)
    entry = window.counter.entry
    qtbot.waitUntil(lambda: "/2026" in entry.number.text(), timeout=LONG_MS)


def test_receipt_is_printed_with_one_key_in_its_own_size(
    qtbot, open_window, scanner, letter, printed
):
    window = open_window(receipt_printer="Ghișeu", receipt_paper="a6")
    registered(qtbot, window, scanner, letter)
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    banner = window.counter.banner
    qtbot.waitUntil(lambda: "Ghișeu" in banner.message.text(), timeout=LONG_MS)
    with pikepdf.open(printed) as made:
        (page,) = made.pages
        width, height = (float(side) / MM for side in page.mediabox[2:])
    assert (width, height) == pytest.approx((105, 148), abs=1)


def test_printer_that_is_away_is_told_and_the_pdf_is_one_press_off(
    qtbot, open_window, scanner, letter, monkeypatch
):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = open_window(receipt_printer="Nicăieri")
    registered(qtbot, window, scanner, letter)
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    banner = window.counter.banner
    qtbot.waitUntil(lambda: "Nicăieri" in banner.message.text(), timeout=LONG_MS)
    assert opened == []
    qtbot.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened), timeout=LONG_MS)


def test_a_name_no_system_knows_is_refused(qapp):
    with pytest.raises(PrinterMissing):
        printing.printer_named("nu este")
