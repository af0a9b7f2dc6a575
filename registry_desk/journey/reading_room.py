"""Who reads pages at this desk; plain values that load no stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry_desk.model.department import Department
from registry_desk.reading import PageReaders, ReadingSettings


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """What reading needs at this desk."""

    readers: PageReaders
    settings: ReadingSettings
    departments: Sequence[Department]
    find_separator_key: Callable[[], bytes | None] = lambda: None
    """Gives the institution's key; it may lie in a keyring that asks for its own password first, so
    it is asked for when the first pile falls into letters."""

    @property
    def separator_key(self) -> bytes | None:
        """Give what makes a separator sheet an order; None where this desk has no key."""
        return self.find_separator_key()
