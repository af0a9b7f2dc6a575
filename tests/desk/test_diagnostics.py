"""Diagnostics: every part, how it is, what to do; as text for the telephone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

LONG_MS = 60_000


def test_every_part_is_told_and_copied_as_text(qtbot, opened, desk_of):
    window = opened(desk_of("registratura"))
    window.show_screen("diagnostics")
    screen = window.screen_named("diagnostics")
    qtbot.waitUntil(screen.again_button.isEnabled, timeout=LONG_MS)
    parts = [screen.table.item(row, 0).text() for row in range(screen.table.rowCount())]
    assert "Registrul central" in parts
    verdict = screen.table.item(parts.index("Registrul central"), 1).text()
    assert verdict == "✓ merge"
    qtbot.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: "✓ Registrul central: merge" in clipboard.text(), timeout=LONG_MS)
    copied = clipboard.text()
    assert copied.startswith("Registry Desk ")
    assert str(Path.home()) not in copied, "a home folder is called after a person"
    assert len(copied.splitlines()) >= len(parts)
