"""All that can be done on a screen, found where it stands: buttons, menus and keys with words.

A screen registers nothing: what it shows is what the palette offers and the overlay lists.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from registry_desk.desk.widgets.plain import is_offered, keys_words

_NOT_TOLD = ("tab", "sign", "close")
_MARKS = {"đ": "d", "ł": "l"}


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do."""

    words: str
    keys: str
    run: Callable[[], object]
    is_possible: bool = True
    """Now, as things stand on the screen."""


def commands_of(widget: QWidget) -> list[Command]:
    """Give what can be done on a widget and all it shows, each by its words once."""
    found: dict[str, Command] = {}
    for command in (*_buttons(widget), *_actions(widget), *_shortcuts(widget)):
        known = found.get(command.words)
        if known is None or (command.is_possible and not known.is_possible):
            found[command.words] = command
    return list(found.values())


def _buttons(widget: QWidget) -> Iterator[Command]:
    for button in widget.findChildren(QAbstractButton):
        words = button.accessibleName() or button.text()
        is_told = button.property("role") not in _NOT_TOLD
        if words and is_told and not button.objectName().startswith("qt_"):
            keys = _keys(button.shortcut())
            is_possible = button.isEnabled() and button.isVisible()
            yield Command(words, keys, button.click, is_possible)


def _actions(widget: QWidget) -> Iterator[Command]:
    for action in widget.findChildren(QAction):
        if action.text() and not action.isSeparator() and action.menu() is None:
            is_possible = action.isEnabled() and widget.isVisible() and is_offered(action)
            words = action.text().replace("&", "")
            yield Command(words, _keys(action.shortcut()), action.trigger, is_possible)


def _shortcuts(widget: QWidget) -> Iterator[Command]:
    """Give the keys that stand alone; their words are what they are for (``whatsThis``)."""
    for shortcut in widget.findChildren(QShortcut):
        if shortcut.whatsThis():
            run = shortcut.activated.emit
            is_possible = shortcut.isEnabled() and is_offered(shortcut)
            yield Command(shortcut.whatsThis(), _keys(shortcut.key()), run, is_possible)


def _keys(sequence: QKeySequence) -> str:
    return keys_words(sequence.toString(QKeySequence.SequenceFormat.NativeText))


def folded(words: str) -> str:
    """Give words without diacritics and in small letters, as people type them in a hurry."""
    apart = unicodedata.normalize("NFD", words.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return "".join(_MARKS.get(sign, sign) for sign in bare)


def fits(words: str, typed: str) -> bool:
    """Tell whether every word that was typed is in the words, with or without diacritics."""
    return has_all(folded(words), folded(typed).split())


def has_all(within: str, parts: Sequence[str]) -> bool:
    """Tell whether every part is in words; both folded already."""
    return all(part in within for part in parts)
