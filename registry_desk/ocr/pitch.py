"""Whether a page is set in a fixed-width face, as typewriters and needle printers write."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from registry_desk.model.page import Word

_LONG, _MANY, _SIDES = 4, 8, 0.25
"""Signs of a word from which its width tells; words that must tell; paper beside a word's signs."""
_ALIKE = 0.05
_STEADY = 0.7
"""Share of words of one sign's width from which a face is surely a fixed-width one."""


@dataclass(frozen=True, slots=True)
class Pitch:
    """How wide a sign of a page is."""

    px: float
    """Usual width of a sign with the room beside it."""
    steady: float
    """Share of the words whose signs are so wide, within a twentieth.

    57 to 98 of a hundred on pages of typewriters and needle printers, mostly above 90, up to 50
    on 990 of a thousand others.
    """


def pitch_of(words: Sequence[Word]) -> Pitch | None:
    """Measure the signs of a page; too few words tell nothing."""
    widths = [w.box.width / (len(w.text) - _SIDES) for w in words if len(w.text) >= _LONG]
    if len(widths) < _MANY:
        return None
    usual = median(widths)
    alike = sum(abs(width - usual) < _ALIKE * usual for width in widths)
    return Pitch(usual, alike / len(widths))


def typewriters_pitch(words: Sequence[Word]) -> float | None:
    """Give the width of a sign where a page is surely typewritten, else None."""
    pitch = pitch_of(words)
    return pitch.px if pitch is not None and pitch.steady >= _STEADY else None
