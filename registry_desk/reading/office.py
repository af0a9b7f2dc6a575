"""What reading may be told of the institution the letters are for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry_desk.model.department import Department


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An institution's key and departments, where they are known."""

    separator_key: Callable[[], bytes | None] = lambda: None
    """Gives the key for its separator sheets; asked only where one is among the pages."""
    departments: Sequence[Department] = ()
    """For the suggestion where a letter goes."""
