"""The window: each role sees its own first, everything has a name and is reached by keyboard."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from registry_desk.desk.register.correcting import CORRECTING
from registry_desk.desk.screens import SCREENS
from registry_desk.desk.theme import DARK, LIGHT
from registry_desk.desk.widgets.banner import Banner
from registry_desk.server.people.rights import RIGHTS

LONG_MS = 60_000
CONTROLS = {
    QAccessible.Role[name]
    for name in (
        "Button", "PushButton", "CheckBox", "RadioButton", "ComboBox", "EditableText", "List",
        "Table", "Tree", "SpinBox", "Slider", "PageTab", "ButtonMenu", "ButtonDropDown",
    )
    if name in QAccessible.Role.__members__
}  # fmt: skip
GROUNDS = ("ground", "surface", "sunken")
WRITTEN = ("text", "muted", "accent", "ok", "warn", "danger")


def tree(interface):
    """Walk what a screen reader sees."""
    yield interface
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from tree(child)


def nameless(widget):
    """Give the controls without a name; parts of another control are told by that one."""
    found = []
    for seen in tree(QAccessible.queryAccessibleInterface(widget)):
        own = seen.object()
        if seen.role() not in CONTROLS or own is None or own.objectName().startswith("qt_"):
            continue
        parent = own.parent()
        inside = parent is not None and type(parent).__name__ in (
            "QSpinBox",
            "CalmComboBox",
            "QComboBox",
        )
        if not seen.text(QAccessible.Text.Name).strip() and not inside:
            found.append((seen.role(), type(own).__name__))
    return found


@pytest.mark.parametrize("username", ["registratura", "urbanism", "sef", "administrator"])
def test_each_role_sees_its_own_first_and_everything_has_a_name(qtbot, opened, desk_of, username):
    window = opened(desk_of(username))
    assert tuple(window.names) == SCREENS[window.parts.role]
    assert window.head.tabs[window.names[0]].isVisible()
    for place, name in enumerate(window.names):
        if place < 9:
            key = getattr(Qt.Key, f"Key_{place + 1}")
            qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        else:
            window.show_screen(name)
        screen = window.screen_named(name)
        qtbot.waitUntil(screen.isVisible, timeout=LONG_MS)
        assert nameless(window) == [], name


def keys_of(window):
    """Give what each key would do now: a list of more than one would do nothing in Qt."""
    found = {}
    for shortcut in window.findChildren(QShortcut):
        over = shortcut.parent()
        is_of_window = shortcut.context() is Qt.ShortcutContext.WindowShortcut
        if is_of_window and shortcut.isEnabled() and over.isVisible():
            found.setdefault(shortcut.key().toString(), []).append(shortcut.whatsThis())
    for shown in window.findChildren(QAbstractButton):
        if shown.isVisible() and not shown.shortcut().isEmpty():
            found.setdefault(shown.shortcut().toString(), []).append(shown.text())
    for action in window.findChildren(QAction):
        over = action.parent()
        is_within = isinstance(over, QWidget) and over.isVisible()
        if is_within and action.isEnabled() and not action.shortcut().isEmpty():
            found.setdefault(action.shortcut().toString(), []).append(action.text())
    return found


@pytest.mark.parametrize("username", ["registratura", "sef"])
def test_no_key_stands_for_two_things_on_any_screen(qtbot, opened, desk_of, new_task, username):
    new_task("TEH")
    window = opened(desk_of(username))
    for name in window.names:
        window.show_screen(name)
        qtbot.wait(500)
        twice = {keys: does for keys, does in keys_of(window).items() if len(does) > 1}
        assert twice == {}, name


@pytest.mark.parametrize("username", ["registratura", "sef"])
def test_head_never_lies_over_itself_on_any_screen(opened, desk_of, username):
    window = opened(desk_of(username))
    window.head.tell_counts(dict.fromkeys(window.names, 888))
    for width in (900, 1280, 1360, 1920):
        window.resize(width, 700)
        for name in window.names:
            window.head.mark(name)
            window.head.layout().activate()
            places = [
                widget.geometry()
                for widget in window.head.findChildren(QWidget)
                if widget.parent() is window.head and widget.isVisible()
            ]
            over = [
                (one, other)
                for place, one in enumerate(places)
                for other in places[:place]
                if one.intersects(other)
            ]
            assert over == [], (name, width)


def luminance(colour):
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_can_be_read_on_every_ground(tokens):
    too_weak = {
        (word, ground): round(contrast(getattr(tokens, word), getattr(tokens, ground)), 2)
        for word in WRITTEN
        for ground in GROUNDS
        if contrast(getattr(tokens, word), getattr(tokens, ground)) < 5.6
    }
    assert too_weak == {}
    assert contrast(tokens.on_accent, tokens.accent) >= 5.6


def watching_windows(shown):
    """Give a filter that notes every window that is shown, by its class."""

    def note(_filter, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            shown.append(type(watched).__name__)
        return False

    return type("Windows", (QObject,), {"eventFilter": note})()


@pytest.mark.parametrize("username", ["registratura", "sef", "urbanism", "administrator"])
def test_no_other_window_flashes_up_while_screens_are_made(qapp, opened, desk_of, username):
    shown = []
    windows = watching_windows(shown)
    qapp.installEventFilter(windows)
    window = opened(desk_of(username))
    for name in window.names:
        window.show_screen(name)
    qapp.removeEventFilter(windows)
    assert shown == ["DeskWindow"]


@pytest.mark.parametrize("username", ["registratura", "sef"])
def test_first_words_of_a_banner_are_seen_whole_on_every_screen(opened, desk_of, username):
    window = opened(desk_of(username))
    told = 0
    for name in window.names:
        window.show_screen(name)
        banner = getattr(window.screen_named(name), "banner", None)
        if banner is not None and not banner.isVisible():
            banner.say("Registrul nu răspunde. " * 6, "Documentele sunt în siguranță aici. " * 6)
            told += 1
            assert banner.height() >= banner.heightForWidth(banner.width()) > 40, name
    assert told > 4


def test_what_a_banner_says_is_read_out(qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event))
    over = QWidget()
    qtbot.addWidget(over)
    banner = Banner()
    banner.lie_over(over)
    banner.say("Hârtie blocată.", "Scoateți foaia.")
    assert [event.message() for event in told] == ["Hârtie blocată. Scoateți foaia."]


def test_narrow_window_keeps_every_screen_within_reach(qtbot, opened, desk_of):
    window = opened(desk_of("sef"))
    window.resize(900, 600)
    qtbot.waitUntil(lambda: window.head.more.isVisible())
    hidden = [name for name, tab in window.head.tabs.items() if not tab.isVisible()]
    assert hidden
    assert len(window.head._menu.actions()) == len(hidden)
    window.show_screen(hidden[0])
    qtbot.waitUntil(window.head.tabs[hidden[0]].isVisible)


def test_place_and_size_are_remembered(qtbot, opened, desk_of):
    own = desk_of("registratura")
    first = opened(own)
    first.resize(1010, 707)
    first.close()
    assert opened(own).height() == 707, "Qt keeps the width within the screen"


def test_no_screen_is_offered_that_the_register_would_refuse():
    needs = {"inbox": "work", "register": "read", "delays": "delays", "counter": "register"}
    refused = [
        (role, name)
        for role, names in SCREENS.items()
        for name in names
        if name in needs and role not in RIGHTS[needs[name]]
    ]
    assert refused == []
    may = RIGHTS["amend"] & RIGHTS["annul"]
    assert set(CORRECTING) == may, "who may put an entry right is offered it, and nobody else"


def test_tabs_say_how_much_waits_and_follow_the_work(qtbot, opened, desk_of, new_task, town_hall):
    entry = new_task("TEH")
    window = opened(desk_of("sef"))
    tab = window.head.tabs["inbox"]
    open_count = len([t for t in window.parts.counter.register.tasks() if t.state != "closed"])
    qtbot.waitUntil(lambda: tab.text().strip().startswith("Lucrări "), timeout=LONG_MS)
    told = int(tab.text().strip().removeprefix("Lucrări "))
    assert told >= open_count > 0
    assert tab.accessibleName() == f"Lucrări {told}"
    town_hall.client().close_entry(entry.id, "withdrawn", "retrasă de petent")
    window.screen_named("inbox").changed.emit()
    left = f"Lucrări {told - 1}" if told > 1 else "Lucrări"
    qtbot.waitUntil(lambda: tab.text().strip() == left, timeout=LONG_MS)
