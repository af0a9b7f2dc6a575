"""The window on a large screen at 300 %, or a small one at 100: nothing is cut off."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from registry_desk import i18n
from registry_desk.desk.widgets.plain import scrolled

ROOM = (1280, 720)
"""What 3840 × 2160 leaves at 300 %; Qt measures in these whatever the scale is."""

SMALL = (910, 480)
"""What 1366 × 768 leaves at 150 %, less the system's bars; 1920 × 1080 at 200 % leaves more."""


def cut_off(window):
    """Give what is shown with less room than its words need, or stands beyond the window's edge."""
    return [*narrow(window), *beyond(window)]


def narrow(window):
    for shown in window.findChildren(QPushButton):
        least = shown.minimumSizeHint()
        if shown.isVisible() and (shown.width() < least.width() or shown.height() < 30):
            yield "narrow", shown.text(), shown.size(), least
    for shown in window.findChildren(QLabel):
        if shown.isVisible() and shown.wordWrap() and not lies_in_scrolled(shown):
            needed = shown.heightForWidth(shown.width())
            if 0 < shown.height() < needed:  # a banner that comes just now has none yet
                yield "low", shown.text(), shown.height(), needed


def beyond(window):
    for shown in (*window.findChildren(QAbstractButton), *window.findChildren(QLabel)):
        if not shown.isVisible() or lies_in_scrolled(shown):
            continue
        corner = shown.mapTo(window, QPoint(shown.width(), shown.height()))
        if corner.x() > window.width() + 1 or corner.y() > window.height() + 1:
            yield "beyond", shown.text(), corner.x(), corner.y()


def lies_in_scrolled(widget):
    """Tell whether it lies in something that scrolls: it is reached there.

    That the window as a whole scrolls where it has less room than ``SMALL`` does not count.
    """
    whole = widget.window().centralWidget() if isinstance(widget.window(), QMainWindow) else None
    while widget is not None and widget is not whole:
        if isinstance(widget, QAbstractScrollArea):
            return True
        widget = widget.parentWidget()
    return False


@pytest.mark.parametrize(
    ("username", "language"), [("registratura", "ro"), ("sef", "en"), ("administrator", "ro")]
)
def test_nothing_is_cut_off_at_300_percent(qtbot, opened, desk_of, new_task, username, language):
    entry = new_task("TEH", subject="Certificat de nomenclatură stradală " * 6, sender="Ș" * 300)
    head = desk_of("sef").counter.register
    head.open_task(entry.task_id)
    head.resolve(entry.task_id, "De răspuns.")  # the step with the most in its column: the reply
    i18n.use(language)
    window = opened(desk_of(username))
    window.resize(*ROOM)
    for name in window.names:
        window.show_screen(name)
        qtbot.wait(400)
        assert (window.width(), window.height()) == ROOM, name
        assert cut_off(window) == [], name
    if username == "administrator":
        return
    window.show_screen("register")
    screen = window.screen_named("register")
    screen.table.setCurrentCell(0, 0)
    qtbot.waitUntil(screen.side.correcting.correct_button.isVisible)
    qtbot.waitUntil(lambda: cut_off(window) == [])  # the card's room is made one event later
    for button in (screen.side.correcting.correct_button, screen.side.correcting.annul_button):
        button.click()
        assert cut_off(window) == [], button.text()
        screen.side.correcting.form.left.emit()


@pytest.mark.parametrize("username", ["registratura", "sef"])
def test_nothing_is_cut_off_on_a_small_screen_at_150_percent(
    qtbot, opened, desk_of, new_task, username
):
    new_task("TEH", subject="Certificat de nomenclatură stradală " * 6, sender="Ș" * 300)
    window = opened(desk_of(username))
    for size in (SMALL, (960, 500)):
        window.resize(*size)
        for name in window.names:
            window.show_screen(name)
            qtbot.wait(150)
            assert (window.width(), window.height()) == size, name
            assert cut_off(window) == [], (name, size)


def test_field_that_gets_the_focus_is_brought_into_sight(qtbot):
    inside = QWidget()
    column = QVBoxLayout(inside)
    lines = [QLineEdit() for _ in range(20)]
    for line in lines:
        column.addWidget(line)
    area = scrolled(inside)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    for line in (lines[-1], lines[0]):
        line.setFocus()
        qtbot.waitUntil(lambda line=line: line.visibleRegion().boundingRect() == line.rect())


def test_a_screen_too_small_for_the_window_scrolls_to_what_has_the_keys(qtbot, opened, desk_of):
    """640 × 360 is what 1920 × 1080 leaves at 300 %."""
    window = opened(desk_of("registratura"))
    window.resize(640, 360)
    qtbot.waitUntil(lambda: window.width() == 640)
    whole = window.centralWidget()
    for wanted in (window.screen_named("counter").files_button, window.signs["register"]):
        wanted.setFocus()
        corner = wanted.mapTo(whole.viewport(), QPoint(wanted.width(), wanted.height()))
        assert 0 < corner.x() <= whole.viewport().width()
        assert 0 < corner.y() <= whole.viewport().height()
    whole.horizontalScrollBar().setValue(whole.horizontalScrollBar().maximum())
    assert window.screen_named("counter").scan_button.visibleRegion().isEmpty()
