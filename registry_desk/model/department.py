"""A department of the institution, as far as a letter must find its way there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A department that letters are assigned to."""

    code: str
    """Short, stable, unique in the institution: ``URB``."""
    name: str
    """As people say it: ``Urbanism și amenajarea teritoriului``."""
    words: tuple[str, ...] = ()
    """Words and phrases in a letter that speak for this department, in their usual form."""
    parent: str | None = None
    """Code of the department above it; None at the top."""
