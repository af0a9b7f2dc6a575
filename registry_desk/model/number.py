"""Registration numbers as people write them: ``1247/2026``, ``U-12/2026``."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?:(?P<prefix>[A-ZĂÂÎȘȚ]{1,8})-)?(?P<value>[1-9]\d{0,8})/(?P<year>\d{4})")


@dataclass(frozen=True, slots=True, order=True)
class RegistrationNumber:
    """A number of a register's yearly sequence; unique in the institution with prefix and year."""

    year: int
    prefix: str
    """Empty for the sequence that all registers share."""
    value: int

    @classmethod
    def parse(cls, written: str) -> "RegistrationNumber":
        """Read a number as written, spaces around it allowed.

        Raises:
            ValueError: it is not a registration number.
        """
        found = _WRITTEN.fullmatch(written.strip().upper())
        if not found:
            raise ValueError(written)
        return cls(int(found["year"]), found["prefix"] or "", int(found["value"]))

    def __str__(self) -> str:
        head = f"{self.prefix}-" if self.prefix else ""
        return f"{head}{self.value}/{self.year}"
