"""What a window remembers of itself: place, columns, last screen, last profile.

Not a setting: nobody writes it on purpose, and losing it loses nothing.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry_desk.durable import part_file
from registry_desk.errors import RegistryDeskError


class Memory:
    """Small values by name, kept in a file; without a file they last as long as the window."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept: dict[str, Any] = _read(file) if file else {}
        self._is_unwritten = False

    def recall(self, name: str, default: Any = None) -> Any:
        """Give what was kept under a name."""
        return self._kept.get(name, default)

    def keep(self, name: str, value: Any) -> None:
        """Keep a value of JSON's types; the file is written at once, if it can be."""
        self.note(name, value)
        if self._file is None or not self._is_unwritten:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with part_file(self._file) as part:
                part.write_text(json.dumps(self._kept), encoding="utf-8")
            self._is_unwritten = False
        except (RegistryDeskError, OSError):
            # A full disk must not stop a window from closing; its place is no work of anybody.
            logging.getLogger(__name__).warning("the window's place was not kept", exc_info=True)

    def note(self, name: str, value: Any) -> None:
        """Keep a value that changes with every move of the mouse; written with what is kept next.

        A window keeps its own place when it closes.
        """
        if self._kept.get(name) != value:
            self._kept[name] = value
            self._is_unwritten = True

    def slot(self, name: str) -> "MemorySlot":
        """Give the place of one value, for a widget that need not know its name."""
        return MemorySlot(self, name)


@dataclass(frozen=True, slots=True)
class MemorySlot:
    """The place of one value."""

    memory: Memory
    name: str

    def recall(self, default: Any = None) -> Any:
        """Give what was kept here."""
        return self.memory.recall(self.name, default)

    def note(self, value: Any) -> None:
        """Keep a value here that changes with every move of the mouse."""
        self.memory.note(self.name, value)


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # the first start, or not written by this program: begins anew
    return kept if isinstance(kept, dict) else {}
