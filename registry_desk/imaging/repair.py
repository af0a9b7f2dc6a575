"""A captured page becomes a clean one: even paper, no borders, upright, straight.

Order: reduced copy → paper → borders → ink → which way up → skew → one warp of the full page.
The captured raster itself is never changed.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from registry_desk.imaging import quality
from registry_desk.imaging.blank import Ink
from registry_desk.imaging.fax import is_bilevel, mended
from registry_desk.imaging.look import Look, ink_on, look
from registry_desk.imaging.paper import evened, has_colour
from registry_desk.imaging.raster import Affine, Gray, Pixels, resized, to_gray, turned
from registry_desk.imaging.resolution import resolution
from registry_desk.imaging.skew import find_skew
from registry_desk.imaging.upright import SecondLook, Upright, find_upright
from registry_desk.model.page import CleanedPage, Doubt, Placement

_SECOND_LOOK_DPI = 150
_FEW_MARKS, _CLOSER_DPI = 200, 300
"""Letters below which skew is measured on a finer copy.

Source: 21 pages of fewer letters on thirteen sets were up to 0.38° off at 100 dpi, 0.13° at 200;
two words, printed: 0.8° at 100, 0.2° at 200 and 300.
"""
_STRAIGHT_ENOUGH_DEG = 0.04
_CUBIC_BELOW_DPI = 250
"""Finer pages are straightened by linear interpolation, which costs a third."""
_USUAL_DARKEST = 120.0
_STRONGEST_GAIN = 3.0


@dataclass(frozen=True, slots=True)
class Repaired:
    """A clean page in memory."""

    page: CleanedPage
    picture: Pixels
    """The cleaned page as people see it, in colour where the captured one shows any."""
    gray: Gray
    """The same for reading: coloured stamps paler than letters, pale letters darker."""
    is_bilevel: bool
    """Captured in black and white: a fax, or a scanner that saves."""


def repair(
    pixels: Pixels,
    told_dpi: tuple[float, float] | None = None,
    *,
    second_look: SecondLook | None = None,
    turn_deg: int | None = None,
    shrunk: tuple[float, float] = (1.0, 1.0),
) -> Repaired:
    """Repair one page.

    Args:
        pixels: the captured page, gray or colour.
        told_dpi: across and down, as the file tells; None when it does not.
        second_look: asked which way up a page stands where its letters do not decide.
        turn_deg: the clockwise turn that a person chose; None looks for it.
        shrunk: pixels that the captured page has for one of these, across and down.
    """
    square, stretch = _with_square_pixels(pixels, told_dpi)
    told = max(told_dpi) if told_dpi else None
    stretch = (stretch[0] * shrunk[0], stretch[1] * shrunk[1])
    dpi, is_estimated = resolution(square.shape[1], square.shape[0], told)
    gray = to_gray(square)
    seen = look(gray, dpi)
    written = ink_on(gray, dpi, seen)
    stands = Upright(turn_deg or 0, is_sure=True)
    if turn_deg is None and not written.is_blank:
        stands = _upright(gray, seen, dpi, second_look)
    turn = stands.rotation_deg
    is_level = written.is_blank and turn_deg is None
    skew = 0.0 if is_level else _skew(gray, seen, written, dpi, turn)
    doubts = [Doubt.DPI_ESTIMATED] if is_estimated else []
    doubts += [] if stands.is_sure else [Doubt.UNSURE_UPRIGHT]
    doubts += _doubts(gray, dpi, seen, written)
    is_blank = written.is_blank and Doubt.TRUNCATED not in doubts
    matrix, size = _cleaned_from(square.shape[:2], turn, skew)
    source = square if has_colour(square) else gray
    picture = _cleaned(source, seen, matrix, size, dpi)
    page = CleanedPage(
        width_px=round(pixels.shape[1] * shrunk[0]),
        height_px=round(pixels.shape[0] * shrunk[1]),
        dpi=round(dpi * max(shrunk)),
        rotation_deg=turn,
        skew_deg=round(skew, 3) + 0.0,
        is_blank=is_blank,
        placement=_placement(matrix, stretch),
        cleaned_dpi=dpi,
        doubts=tuple(doubts),
    )
    is_fax_like = not written.is_blank and is_bilevel(to_gray(pixels))
    legible = _cleaned(mended(gray), seen, matrix, size, dpi) if is_fax_like else picture
    # Fax pages (200 dpi): 2.9 % of characters wrong as they are, 1.0 % softened by one pixel.
    blur_px = dpi / 200 if is_fax_like and dpi < _CUBIC_BELOW_DPI else 0.0
    return Repaired(page, picture, _for_reading(legible, seen.darkest, blur_px), is_fax_like)


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


def _upright(gray: Gray, seen: Look, dpi: int, second_look: SecondLook | None) -> Upright:
    """Find which way up a written page stands."""

    def look_again() -> tuple[int, float] | None:
        if second_look is None:
            return None
        even = _even_at(gray, seen, dpi, _SECOND_LOOK_DPI)
        return second_look(even, min(dpi, _SECOND_LOOK_DPI))

    return find_upright(seen.even, seen.ink, seen.dpi, look_again)


def _skew(gray: Gray, seen: Look, written: Ink, dpi: int, turn_deg: int) -> float:
    """Measure the skew that remains after a turn; closer where little is written to measure by."""
    ink = seen.ink
    if written.mark_count < _FEW_MARKS:
        ink = _even_at(gray, seen, dpi, _CLOSER_DPI) < seen.ink_below
    return find_skew(np.rot90(ink, k=-turn_deg // 90))


def _even_at(gray: Gray, seen: Look, dpi: int, most_dpi: int) -> Gray:
    """Give the page with even paper and white borders, no finer than asked."""
    even = evened(resized(gray, min(1.0, most_dpi / dpi)), seen.paper)
    if seen.border.any():
        even[cv2.resize(seen.border.astype(np.uint8), even.shape[::-1]) > 0] = 255
    return even


def _doubts(gray: Gray, dpi: int, seen: Look, written: Ink) -> list[Doubt]:
    found = quality.doubts_of_form(*(side * 25.4 / dpi for side in gray.shape[::-1]))
    if quality.is_truncated(gray):
        found.append(Doubt.TRUNCATED)
    if written.is_blank:
        return found
    if written.is_nearly_blank:
        found.append(Doubt.NEARLY_BLANK)
    if quality.is_too_pale(seen.even):
        found.append(Doubt.TOO_PALE)
    if quality.is_cut_off(seen.ink, seen.dpi):
        found.append(Doubt.CUT_OFF)
    if quality.has_folded_corner(seen.border):
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


def _cleaned(pixels: Pixels, seen: Look, matrix: Affine, size: tuple[int, int], dpi: int) -> Pixels:
    even = evened(pixels, seen.paper)
    if seen.border.any():
        covered = cv2.resize(seen.border.astype(np.uint8), pixels.shape[1::-1])
        even[covered > 0] = 255
    angle = float(np.rad2deg(np.arctan2(matrix[1, 0], matrix[0, 0])))
    turn = round(angle / 90) * 90
    if abs(angle - turn) < _STRAIGHT_ENOUGH_DEG:
        return turned(even, turn % 360)
    white = 255 if pixels.ndim == 2 else (255, 255, 255)
    way = cv2.INTER_CUBIC if dpi < _CUBIC_BELOW_DPI else cv2.INTER_LINEAR
    return cast(Pixels, cv2.warpAffine(even, matrix, size, flags=way, borderValue=white))


def _for_reading(picture: Pixels, darkest: float, blur_px: float) -> Gray:
    """Give the page as its readers like it.

    Of colours, the mean of brightness and the brightest band counts: stamps grow paler than black
    letters, red or blue writing stays dark enough.
    """
    gray = to_gray(picture)
    if picture.ndim == 3:
        brightest = cv2.max(cv2.max(picture[:, :, 0], picture[:, :, 1]), picture[:, :, 2])
        gray = cast(Gray, cv2.addWeighted(gray, 0.5, brightest, 0.5, 0))
    if blur_px:
        gray = cast(Gray, cv2.GaussianBlur(gray, (0, 0), blur_px))
    if darkest <= _USUAL_DARKEST:
        return gray
    gain = min(_STRONGEST_GAIN, (255 - _USUAL_DARKEST / 2) / max(1.0, 255 - darkest))
    return cast(Gray, 255 - cv2.convertScaleAbs(255 - gray, alpha=gain))


def _placement(matrix: Affine, stretch: tuple[float, float]) -> Placement:
    back = cv2.invertAffineTransform(matrix)
    across, down = stretch
    return Placement(*(float(v * across) for v in back[0]), *(float(v * down) for v in back[1]))
