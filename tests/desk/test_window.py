"""The window: each role sees its own first, everything has a name and is reached by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
)

from registry_desk.desk.screens import SCREENS
from registry_desk.server.people.rights import RIGHTS

LONG_MS = 30_000
KINDS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox)


@pytest.mark.parametrize("username", ["registratura", "urbanism", "sef", "administrator"])
def test_each_role_sees_its_own_first_and_everything_has_a_name(qtbot, opened, desk_of, username):
    window = opened(desk_of(username))
    role = next(p.role for p in [window._parts])
    assert tuple(window.names) == SCREENS[role]
    for place, name in enumerate(window.names):
        key = getattr(Qt.Key, f"Key_{place + 1}")
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        screen = window.screen_named(name)
        qtbot.waitUntil(screen.isVisible, timeout=LONG_MS)
        nameless = [
            widget
            for kind in KINDS
            for widget in screen.findChildren(kind)
            if widget.isVisibleTo(screen)
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.objectName().startswith("qt_")
            and not isinstance(widget.parent(), QSpinBox | QComboBox)
            and not (widget.accessibleName() or widget.property("text"))
        ]
        assert nameless == [], name


def test_no_screen_is_offered_that_the_register_would_refuse():
    needs = {"inbox": "work", "register": "read", "delays": "delays", "counter": "register"}
    refused = [
        (role, name)
        for role, names in SCREENS.items()
        for name in names
        if name in needs and role not in RIGHTS[needs[name]]
    ]
    assert refused == []
