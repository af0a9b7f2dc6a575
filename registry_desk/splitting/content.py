"""Whether a page begins a document by what it says and how it looks, behind another.

Rules know the words of a beginning and of an end, weights know what pages that began a document
looked like; the two are added up, so that a page of which only one of them is sure is doubtful.
"""

import math
from dataclasses import dataclass

from registry_desk.model.document import Boundary
from registry_desk.model.page import ReadPage
from registry_desk.splitting.beginnings import log_odds
from registry_desk.splitting.looks import Look, look_at
from registry_desk.splitting.signs import PageSigns, signs_of

_SOME_HEAD = 0.7
"""Whoever writes a letter names somebody, a matter or a number at its top."""
_OTHER_LETTERS = 0.12
"""Letters whose heights differ so much (as a logarithm) are another writer's."""
_SAME_FILE = 4.0
"""A judgment of the file that the page before tells of was sent with it."""
_SAID = 8.0
"""A page that says it goes on begins nothing."""
_BY_RULES, _BY_LOOKS = 0.65, 1.0
"""What a point of the rules and one of the looks' log odds weigh."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A written page as both see it."""

    signs: PageSigns
    look: Look

    @classmethod
    def of(cls, page: ReadPage) -> "SeenPage":
        """Look at a page."""
        return cls(signs_of(page), look_at(page))


def by_content(index: int, before: SeenPage, here: SeenPage) -> Boundary:
    """Judge whether a document begins with a page.

    Args:
        index: the page's, in the batch.
        before: the written page in front of it.
        here: the page.
    """
    signs, last = here.signs, before.signs
    if signs.number == 1 and signs.of is not None:
        return Boundary(index, 0.98, "boundary.page_number")
    follows = last.number is not None and signs.number == last.number + 1
    if follows and signs.of == last.of and signs.head_score < 2.2:
        return Boundary(index, 0.02, "boundary.page_number")
    weight = _BY_RULES * (_weight_here(signs) + _weight_between(last, signs))
    weight += _BY_LOOKS * log_odds(before.look, here.look)
    confidence = 1 / (1 + math.exp(-weight))
    reason = "boundary.letterhead" if signs.head_score >= 1 else "boundary.layout"
    return Boundary(index, round(confidence, 3), reason)


def _weight_here(here: PageSigns) -> float:
    """Weigh how much a page looks like a first one."""
    weight = 1.5 * min(here.head_score, 2.5) - 1.0
    if here.starts_small:
        weight -= 3.0
    if here.goes_on:
        weight -= _SAID
    if here.is_annex:
        weight -= 4.0
    if here.is_enclosed or here.head_score < _SOME_HEAD:
        weight -= 2.5
    if here.of is not None and here.number is not None and here.number > 1:
        weight -= 2.5
    return weight


def _weight_between(before: PageSigns, here: PageSigns) -> float:
    """Weigh how much the page before looks like a last one, and how unlike the two are."""
    weight = 1.0 if before.end.has_closing else -0.5
    weight += 0.8 if before.end.fill < 0.72 else 0.0
    if before.end.has_closing:
        weight += 0.6 if here.end.has_closing else -0.4  # two that are signed are two letters
    if before.file is not None and before.file == here.file and here.is_enclosed:
        weight -= _SAME_FILE
    if before.end.is_open:
        weight -= 1.5
    if before.of is not None and before.number is not None:
        weight += 2.0 if before.number == before.of else 0.0
        weight -= 2.0 if before.number < before.of else 0.0
    if before.letter_px and here.letter_px:
        weight += min(1.0, abs(math.log(here.letter_px / before.letter_px)) / _OTHER_LETTERS)
    return weight + 0.4 * (abs(here.left_share - before.left_share) > 0.03)
