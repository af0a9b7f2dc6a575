"""Registration numbers as people write them: ``1247/2026``, ``U-12/2026``."""

import re
from collections.abc import Iterable
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


def highest_of(numbers: Iterable[RegistrationNumber]) -> list[RegistrationNumber]:
    """Give the highest number of each sequence, by year and prefix."""
    highest: dict[tuple[int, str], RegistrationNumber] = {}
    for number in numbers:
        sequence = number.year, number.prefix
        highest[sequence] = max(number, highest.get(sequence, number))
    return sorted(highest.values())
