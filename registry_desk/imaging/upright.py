"""Which way up a page stands: by ascenders and descenders, by a reader's eye where they are few."""

from collections.abc import Callable
from dataclasses import dataclass

from registry_desk.imaging import leptonica
from registry_desk.imaging.raster import Gray

SecondLook = Callable[[Gray, int], tuple[int, float] | None]
"""Takes a level page and its dpi; gives the clockwise turn that makes it upright, and how sure."""

_SURE = 6.0
"""Leptonica's sureness beyond which no second look is needed (its own default is 8)."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The turn that makes a page upright."""

    rotation_deg: int
    is_sure: bool


def find_upright(
    level_page: Callable[[int], Gray], first_deg: int, second_look: SecondLook | None
) -> Upright:
    """Find the turn of a page.

    Args:
        level_page: gives the page at 150 dpi, turned clockwise by the degrees asked, straightened.
        first_deg: 0 or 90, the turn after which the text lines seem level.
        second_look: asked where leptonica is missing or unsure.
    """
    page = level_page(first_deg)
    sure = leptonica.updown(page < 150)
    if sure is not None and abs(sure) >= _SURE:
        return Upright(first_deg if sure > 0 else (first_deg + 180) % 360, True)
    seen = second_look(page, 150) if second_look else None
    if seen and seen[1] > 1.0:
        return Upright((first_deg + seen[0]) % 360, True)
    if sure is not None and abs(sure) >= 1.0:
        return Upright(first_deg if sure > 0 else (first_deg + 180) % 360, False)
    return Upright(first_deg if first_deg == 0 else 90, False)
