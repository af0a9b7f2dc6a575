"""A captured page becomes a clean one: even paper, no borders, upright, straight.

Order: reduced copy → paper → borders → ink → skew → which way up → one warp of the full page.
The captured raster itself is never changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from registry_desk.imaging import quality
from registry_desk.imaging.blank import CLOSE_DPI, Close, Ink, look_for_ink
from registry_desk.imaging.paper import border_mask, evened, has_colour, paper_map
from registry_desk.imaging.raster import Affine, Gray, Mask, Pixels, resized, to_gray, turned
from registry_desk.imaging.resolution import resolution
from registry_desk.imaging.skew import find_skew
from registry_desk.imaging.upright import SecondLook, find_upright
from registry_desk.model.page import CleanedPage, Doubt, Placement

_LOOK_DPI = 100.0
_STRAIGHT_ENOUGH_DEG = 0.04


@dataclass(frozen=True, slots=True)
class Repaired:
    """A clean page in memory."""

    page: CleanedPage
    gray: Gray
    """The cleaned page for reading, at ``page.cleaned_dpi``."""
    colour: Pixels | None
    """The cleaned page in colour, where the captured one shows any."""


@dataclass(frozen=True, slots=True)
class _Look:
    """The reduced copy with what was seen on it."""

    scale: float
    """Reduced pixels per captured pixel."""
    gray: Gray
    paper: Gray
    even: Gray
    border: Mask
    ink: Mask

    @property
    def dpi(self) -> float:
        return _LOOK_DPI


def repair(
    pixels: Pixels,
    told_dpi: tuple[float, float] | None = None,
    *,
    second_look: SecondLook | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Repaired:
    """Repair one page.

    Args:
        pixels: the captured page, gray or colour.
        told_dpi: across and down, as the file tells; None when it does not.
        second_look: asked which way up a page stands where ascenders do not decide.
        progress: told the name of each step as it begins.
    """
    height_px, width_px = pixels.shape[:2]
    square, stretch = _with_square_pixels(pixels, told_dpi)
    told = max(told_dpi) if told_dpi else None
    dpi, is_estimated = resolution(square.shape[1], square.shape[0], told)
    gray = to_gray(square)
    progress("look")
    look = _look(gray, dpi)
    doubts = [Doubt.DPI_ESTIMATED] if is_estimated else []
    doubts += quality.doubts_of_form(*(side * 25.4 / dpi for side in gray.shape[::-1]))
    if quality.is_truncated(gray):
        doubts.append(Doubt.TRUNCATED)
    written = _ink(gray, look, dpi)
    turn, skew = 0, 0.0
    progress("upright")
    if not written.is_blank:
        turn, skew, is_sure = _straight_and_upright(gray, look, dpi, second_look)
        if not is_sure:
            doubts.append(Doubt.UNSURE_UPRIGHT)
    doubts += _doubts_of_look(look, written)
    progress("clean")
    matrix, size = _cleaned_from(square.shape[:2], turn, skew)
    colour = _cleaned(square, look, matrix, size) if has_colour(square) else None
    cleaned = to_gray(colour) if colour is not None else _cleaned(gray, look, matrix, size)
    page = CleanedPage(
        width_px=width_px,
        height_px=height_px,
        dpi=dpi,
        rotation_deg=turn,
        skew_deg=round(skew, 3) + 0.0,
        is_blank=written.is_blank,
        placement=_placement(matrix, stretch),
        cleaned_dpi=dpi,
        doubts=tuple(doubts),
    )
    return Repaired(page, cleaned, colour)


def _with_square_pixels(
    pixels: Pixels, told_dpi: tuple[float, float] | None
) -> tuple[Pixels, tuple[float, float]]:
    """Stretch a page whose resolution differs across and down (standard fax: 204 × 98)."""
    if not told_dpi or min(told_dpi) <= 0:
        return pixels, (1.0, 1.0)
    across, down = told_dpi
    if not 1.1 < max(across, down) / min(across, down) < 4:
        return pixels, (1.0, 1.0)
    finer = max(across, down)
    height, width = pixels.shape[:2]
    size = (round(width * finer / across), round(height * finer / down))
    square = cast(Pixels, cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC))
    return square, (width / size[0], height / size[1])


def _look(gray: Gray, dpi: int) -> _Look:
    scale = min(1.0, _LOOK_DPI / dpi)
    small = resized(gray, scale)
    paper = paper_map(resized(small, 0.5), _LOOK_DPI / 2)
    even = evened(small, paper)
    border = border_mask(small, cast(Gray, cv2.resize(paper, small.shape[::-1])), _LOOK_DPI)
    even = even.copy()
    even[border] = 255
    return _Look(scale, small, paper, even, border, even < 160)


def _ink(gray: Gray, look: _Look, dpi: int) -> Ink:
    def closer() -> Close:
        used = min(float(dpi), CLOSE_DPI)
        return Close(resized(gray, used / dpi), look.paper, look.border, used)

    inside = ~look.border if look.border.any() else None
    return look_for_ink(look.even, look.dpi, closer, inside=inside)


def _straight_and_upright(
    gray: Gray, look: _Look, dpi: int, second_look: SecondLook | None
) -> tuple[int, float, bool]:
    """Give the clockwise turn, the skew that remains, and whether the turn is sure."""
    level, upended = find_skew(look.ink), find_skew(np.rot90(look.ink, k=-1))
    is_upended = upended.clearness > level.clearness * 1.1
    skews = {0: upended if is_upended else level, 90: level if is_upended else upended}
    first = 90 if is_upended else 0

    def level_page(turn: int, share_of_150: float = 1.0) -> Gray:
        """Give the page at 150 dpi with its text (supposedly) level."""
        reduced = resized(gray, min(1.0, 150.0 * share_of_150 / dpi))
        even = evened(reduced, look.paper)
        even[cv2.resize(look.border.astype(np.uint8), even.shape[::-1]) > 0] = 255
        page = turned(even, turn)
        skew = skews[0 if turn % 180 == first else 90].angle_deg
        matrix, size = _cleaned_from(page.shape[:2], 0, skew)
        return cast(Gray, cv2.warpAffine(page, matrix, size, borderValue=255))

    found = find_upright(level_page, first, second_look)
    chosen = skews[0 if found.rotation_deg % 180 == first else 90]
    return found.rotation_deg, chosen.angle_deg, found.is_sure


def _doubts_of_look(look: _Look, written: Ink) -> list[Doubt]:
    if written.is_blank:
        return []
    found = []
    if written.is_nearly_blank:
        found.append(Doubt.NEARLY_BLANK)
    if quality.is_too_pale(look.gray, look.even):
        found.append(Doubt.TOO_PALE)
    if quality.is_cut_off(look.ink, look.dpi):
        found.append(Doubt.CUT_OFF)
    if quality.has_folded_corner(look.border):
        found.append(Doubt.FOLDED_CORNER)
    return found


def _cleaned_from(
    shape: tuple[int, ...], turn_deg: int, skew_deg: float
) -> tuple[Affine, tuple[int, int]]:
    """Give the map from captured to cleaned pixels, and the cleaned page's (width, height)."""
    height, width = shape[:2]
    size = (height, width) if turn_deg % 180 else (width, height)
    angle = np.deg2rad(turn_deg - skew_deg)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    from_x, from_y = (width - 1) / 2, (height - 1) / 2
    to_x, to_y = (size[0] - 1) / 2, (size[1] - 1) / 2
    return np.array(
        [
            [cos, -sin, to_x - cos * from_x + sin * from_y],
            [sin, cos, to_y - sin * from_x - cos * from_y],
        ]
    ), size


def _cleaned(pixels: Pixels, look: _Look, matrix: Affine, size: tuple[int, int]) -> Pixels:
    even = evened(pixels, look.paper)
    if look.border.any():
        covered = cv2.resize(look.border.astype(np.uint8), pixels.shape[1::-1])
        even[covered > 0] = 255
    turn = round(np.rad2deg(np.arctan2(matrix[1, 0], matrix[0, 0])) / 90) * 90 % 360
    rest = np.rad2deg(np.arctan2(matrix[1, 0], matrix[0, 0])) - turn
    if abs((rest + 180) % 360 - 180) < _STRAIGHT_ENOUGH_DEG:
        return turned(even, turn)
    white = 255 if pixels.ndim == 2 else (255, 255, 255)
    return cast(
        Pixels,
        cv2.warpAffine(even, matrix, size, flags=cv2.INTER_CUBIC, borderValue=white),
    )


def _placement(matrix: Affine, stretch: tuple[float, float]) -> Placement:
    back = cv2.invertAffineTransform(matrix)
    across, down = stretch
    return Placement(*(float(v * across) for v in back[0]), *(float(v * down) for v in back[1]))
