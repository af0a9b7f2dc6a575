"""What the window offers everywhere: the palette, the overlay of keys, looks and language."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from registry_desk.desk.commands import Command, commands_of
from registry_desk.desk.theme import change_scheme
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import LANGUAGES, current, text, use

if TYPE_CHECKING:
    from registry_desk.desk.palette import Palette
    from registry_desk.desk.shortcuts import ShortcutsOverlay
    from registry_desk.desk.window import DeskWindow
    from registry_desk.wire import Entry

_SCHEMES = ("light", "dark", "system")
_ENTRIES = 8


class WindowCommands:
    """Opens palette and overlay over one window."""

    def __init__(self, window: "DeskWindow") -> None:
        self._window = window
        self._palette: Palette | None = None
        self._overlay: ShortcutsOverlay | None = None

    @property
    def palette(self) -> "Palette":
        """Give the palette, made when it is first wanted."""
        from registry_desk.desk.palette import Palette

        if self._palette is None:
            self._palette = Palette(self._window)
            self._palette.words_typed.connect(self._find)
        return self._palette

    @property
    def overlay(self) -> "ShortcutsOverlay":
        """Give the overlay of keys, made when it is first wanted."""
        from registry_desk.desk.shortcuts import ShortcutsOverlay

        if self._overlay is None:
            self._overlay = ShortcutsOverlay(self._window)
        return self._overlay

    def open_palette(self) -> None:
        """Offer every screen and everything that can be done now."""
        possible = [command for command in self._on_screen() if command.is_possible]
        screens = [
            replace(screen, words=text("palette.screen", name=screen.words))
            for screen in self._screens()
        ]
        self.palette.open([*possible, *screens, *self._looks(), *self._languages()])

    def open_shortcuts(self) -> None:
        """Show every key, those of the screen first."""
        screen = self._window.shown
        everywhere = [
            *self._screens(),
            Command(text("palette.button"), "Ctrl+K", self.open_palette),
            Command(text("shortcuts.title"), "F1", self.open_shortcuts),
        ]
        groups = [
            (text(f"screen.{screen}"), self._on_screen()),
            (text("shortcuts.all"), everywhere),
        ]
        self.overlay.open(groups)

    def change_language(self, language: str) -> None:
        """Speak another language from now on."""
        home = self._window.parts.home
        if home is not None:
            home.settings.change("language", language)
        use(language)
        self._window.remake_wanted.emit()

    def change_looks(self, scheme: str) -> None:
        """Be light, dark, or as the system is."""
        home = self._window.parts.home
        if home is not None:
            home.settings.change("window.scheme", scheme)
        change_scheme(scheme)

    def _on_screen(self) -> list[Command]:
        return commands_of(self._window.screen_named(self._window.shown))

    def _screens(self) -> list[Command]:
        return [
            Command(
                text(f"screen.{name}"),
                f"Ctrl+{place + 1}" if place < 9 else "",
                partial(self._window.show_screen, name),
            )
            for place, name in enumerate(self._window.names)
        ]

    def _looks(self) -> list[Command]:
        return [
            Command(text(f"looks.{scheme}"), "", partial(self.change_looks, scheme))
            for scheme in _SCHEMES
        ]

    def _languages(self) -> list[Command]:
        return [
            Command(text(f"speak.{language}"), "", partial(self.change_language, language))
            for language in LANGUAGES
            if language != current()
        ]

    def _find(self, words: str) -> None:
        """Look for entries of the register with the words that were typed."""
        window = self._window
        if "register" not in window.names or not words:
            return
        register = window.parts.counter.register

        def found(entries: "list[Entry]") -> None:
            self.palette.offer_entries(words, [self._entry(entry) for entry in entries[:_ENTRIES]])

        def away(_error: RegistryDeskError) -> None:
            self.palette.offer_entries(words, [])  # the sign at the edge says it already

        window.lanes.run("look", lambda: register.find(words), done=found, failed=away)

    def _entry(self, entry: "Entry") -> Command:
        told = " · ".join(part for part in (entry.sender_name, entry.subject) if part)
        words = text("palette.entry", number=entry.number, told=told[:90])
        return Command(words, "", partial(self._window.show_entry, entry.number))
