"""The window: each role sees its own first, everything has a name and is reached by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor

from registry_desk.desk.screens import SCREENS
from registry_desk.desk.theme import DARK, LIGHT
from registry_desk.server.people.rights import RIGHTS

LONG_MS = 30_000
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
        key = getattr(Qt.Key, f"Key_{place + 1}")
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        screen = window.screen_named(name)
        qtbot.waitUntil(screen.isVisible, timeout=LONG_MS)
        assert nameless(window) == [], name


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
