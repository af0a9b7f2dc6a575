"""The print of the register: which period, and what was made."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from registry_desk.wire.words import Answered, Asked, Day

Prefix = Annotated[str, StringConstraints(pattern=r"^[A-ZĂÂÎȘȚ]{0,8}$")]


class PrintOrder(Asked):
    """Print one day or one year of a sequence of numbers."""

    day: Day | None = None
    year: Annotated[int, Field(ge=1990, le=2199)] | None = None
    prefix: Prefix = ""
    """Empty: the sequence all registers share."""
    today: Day | None = None
    """Which day it is for whoever orders: by the desk's clock, or typed from a calendar."""

    @model_validator(mode="after")
    def _one_period(self) -> Self:
        if (self.day is None) == (self.year is None):
            raise ValueError("day")
        return self


class RegisterPrint(Answered):
    """A print that was made; its file never changes."""

    period: str
    """``2026-11-23`` or ``2026``."""
    prefix: str = ""
    sha256: str
    size_bytes: int
    page_count: int
    entry_count: int
    annulled_count: int
    is_final: bool
    """This print closes its period; asking again gives the same one.

    False while it lasts, or as long as only the server's own clock takes it for over.
    """
    is_sealed: bool
    made_at: datetime
    made_by: str
