"""Which way up a page stands: by ascenders and descenders, by a reader's eye where they are few."""

from collections.abc import Callable
from dataclasses import dataclass

from registry_desk.imaging import leptonica
from registry_desk.imaging.raster import Gray, Mask

SecondLook = Callable[[Gray, int], tuple[int, float] | None]
"""Takes a level page and its dpi; gives the clockwise turn that makes it upright, and how sure."""

_SURE = 6.0
"""Leptonica's sureness beyond which no second look is needed (its own default is 8)."""
_GUESS = 1.0
_BELIEVED = 1.0
"""The second look's sureness from which it counts."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The turn that makes a page upright."""

    rotation_deg: int
    """Clockwise."""
    is_sure: bool


def find_upright(page: Gray, ink: Mask, second_look: SecondLook | None) -> Upright:
    """Find the turn of a page whose text is level, as far as one could see.

    Args:
        page: at 150 dpi, straight, with even paper.
        ink: where ink is on it.
        second_look: asked where leptonica is missing or unsure.
    """
    sure = leptonica.updown(ink)
    if sure is not None and abs(sure) >= _SURE:
        return Upright(0 if sure > 0 else 180, True)
    seen = second_look(page, 150) if second_look else None
    if seen and seen[1] > _BELIEVED:
        return Upright(seen[0], True)
    if sure is not None and abs(sure) >= _GUESS:
        return Upright(0 if sure > 0 else 180, False)
    return Upright(0, False)
