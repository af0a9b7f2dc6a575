"""The compact profile: letters as a lossless stencil over the page's ground in low resolution.

The stencil is compressed with CCITT group 4, which stores every pixel as it is; nothing compares
letters with each other, so that no letter can be swapped for a similar one.

Source: FACTS of 2026-11, "Reading", bytes a page: G4 mask over a 75 dpi colour ground 44 KB,
0.25 % characters lost on re-reading. ISO 32000-1, 8.9.6.2 (stencil masks), 7.4.6 (CCITT).
"""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from cv2.typing import MatLike as Raster
from pikepdf import Dictionary, Name
from PIL import Image

from registry_desk.pdf.errors import PageImageDamaged
from registry_desk.pdf.picture import (
    Layer,
    PagePicture,
    Stencil,
    is_colored,
    jpeg_layer,
)

_GROUND_DPI = 75
_GROUND_QUALITY = 35
_MASK_DPI = 300
_STRIP_OFFSETS, _STRIP_LENGTHS = 273, 279
"""TIFF tags."""
_INK_SHARE = 0.68
"""Darker than this share of the paper around it is a letter's pixel, where nothing tells better."""
_PALEST_INK = 0.78
"""Share of the paper's brightness up to which the darkest spot around is taken for ink."""
_EDGE_SHARES = (0.62, 0.80)
"""A letter's edge lies midway between its ink and the paper, but within these shares of the paper:
thin strokes beside bold ones are kept, grain is not."""
_COLORED_SPREAD = 24
"""Difference between the channels of a mark's mean colour above which its ink is coloured."""
_VIVID_SPREAD = 36
"""Difference between a pixel's channels above which it is a mark, however bright it is."""
_LEAST_INK_SHARE = 0.0001
"""An ink that covers less of the page (a fringe, a speck) is painted with the black one."""
_NEAR = (9, 9)
_AROUND = (15, 15)
_PALER_SHARE = 0.3
"""Of the way from the letters' usual shade to white: an ink beyond it is one of its own."""
_HUES = ((0, 18), (19, 88), (89, 124), (125, 160))
"""Hues of one ink each, half degrees: red (with what is beyond violet), yellow to green, blue pens,
violet stamps."""
_PAPER_WINDOW_MM = 4
_LEAST_PAPER = 0.12
"""Share of a ground pixel that must be free of letters for its colour to be trusted."""


def compact(image: Path, dpi: int) -> PagePicture:
    """Give a page as a stencil of its letters over a coloured or gray ground.

    Raises:
        PageImageDamaged: the cleaned page cannot be read.
    """
    page, dpi = _fine(_opened(image), dpi)
    marks = _marks(page, dpi)
    ground = jpeg_layer(_ground(page, marks, dpi), quality=_GROUND_QUALITY, progressive=True)
    inks = _inks(page, marks)
    stencils = tuple(Stencil(_stencil(mask, dpi), _ink(page, mask)) for mask in inks)
    return PagePicture(ground, stencils)


def _opened(image: Path) -> Raster:
    """Read the pixels: gray, or blue, green, red where the page shows colour.

    A truncated file is refused, not filled up with gray.
    """
    try:
        with Image.open(image) as opened:
            page: Image.Image = opened.convert("L" if opened.mode in ("1", "L") else "RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise PageImageDamaged(file=image.name) from error
    # Thin coloured strokes fade in low resolution: the page itself says whether there are any.
    if page.mode == "RGB" and is_colored(page):
        return cv2.cvtColor(np.asarray(page), cv2.COLOR_RGB2BGR)
    gray: Raster = np.asarray(page.convert("L"))
    return gray


def _fine(page: Raster, dpi: int) -> tuple[Raster, int]:
    """Give coarse pages the stencil's resolution: gray edges hold more than bilevel pixels can."""
    if dpi >= _MASK_DPI:
        return page, dpi
    scale = _MASK_DPI / dpi
    finer = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    return cv2.GaussianBlur(finer, (3, 3), 0), _MASK_DPI


def _marks(page: Raster, dpi: int) -> Raster:
    """Give 255 where something is written, printed or stamped."""
    gray = page if page.ndim == 2 else cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    shrunk = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(3, round(_PAPER_WINDOW_MM / 25.4 * dpi / 4)) | 1
    paper = cv2.blur(cv2.dilate(shrunk, np.ones((side, side), np.uint8)), (side, side))
    limit = _edges(gray, paper, side)
    limit = cv2.resize(limit, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    marks = cv2.compare(gray, limit, cv2.CMP_LT)
    if page.ndim == 3:  # pale strokes of stamps and pens are seen by their colour
        marks = cv2.bitwise_or(marks, cv2.inRange(_spread(page), float(_VIVID_SPREAD), 255.0))
    return _without_dust(marks)


def _edges(gray: Raster, paper: Raster, side: int) -> Raster:
    """Give, in the size of ``paper``, the brightness at which letters end.

    Pale ink is told from the paper by a paler edge than black ink.
    """
    size = (paper.shape[1], paper.shape[0])
    darkest = cv2.erode(gray, np.ones((4, 4), np.uint8))
    near = (side // 2 | 1, side // 2 | 1)
    ink = cv2.erode(cv2.resize(darkest, size, interpolation=cv2.INTER_NEAREST), np.ones(near))
    share = cv2.divide(cv2.blur(ink, near), np.maximum(paper, 1), dtype=cv2.CV_32F)
    edge = np.clip((share + 1) / 2, *_EDGE_SHARES)
    edge[share > _PALEST_INK] = _INK_SHARE
    return cv2.convertScaleAbs(paper * edge)


def _spread(page: Raster) -> Raster:
    """Give the difference between a pixel's brightest and darkest channel."""
    blue, green, red = cv2.split(page)
    return cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red))


def _inks(page: Raster, marks: Raster) -> list[Raster]:
    """Part the marks by ink: black first, a paler gray, then red, green, blue and violet ones.

    A stamp or a signature keeps its colour and its sharp edge. What is coloured is told by the
    mean over a mark's neighbourhood, because a camera's or a JPEG's fringes cancel there.
    """
    if page.ndim == 2:
        return _by_paleness(page, marks)
    inked = cv2.blur(cv2.bitwise_and(page, page, mask=marks), _NEAR)
    share = cv2.blur(marks, _NEAR)
    spread = _spread(inked)
    needed = cv2.convertScaleAbs(share, alpha=_COLORED_SPREAD / 255)
    colored = cv2.compare(spread, needed, cv2.CMP_GT)
    colored = cv2.bitwise_and(colored, marks)
    least = round(marks.size * _LEAST_INK_SHARE)
    if cv2.countNonZero(colored) < least:
        return _by_paleness(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), marks)
    hue = cv2.cvtColor(inked, cv2.COLOR_BGR2HSV)[..., 0]
    found, black = [], marks
    for low, high in _HUES:
        of_hue = cv2.bitwise_and(cv2.inRange(hue, low, high), colored)
        if low == 0:
            beyond = cv2.bitwise_and(cv2.inRange(hue, _HUES[-1][1] + 1, 180), colored)
            of_hue = cv2.bitwise_or(of_hue, beyond)
        if cv2.countNonZero(of_hue) >= least:
            found.append(of_hue)
            black = cv2.bitwise_and(black, cv2.bitwise_not(of_hue))
    return [*_by_paleness(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), black), *found]


def _by_paleness(gray: Raster, marks: Raster) -> list[Raster]:
    """Part the marks without colour: the letters' own ink, and strokes that are clearly paler.

    A stamp painted as black as the letters hides those that it crosses. An ink's shade is that of
    the darkest spot around: the edges of letters are pale everywhere.
    """
    if not cv2.countNonZero(marks):
        return [marks]
    usual = 255 * _usual_shade(gray, marks)
    inked = cv2.bitwise_or(gray, cv2.bitwise_not(marks))
    darkest = cv2.blur(cv2.erode(inked, np.ones(_AROUND, np.uint8)), _NEAR)
    limit = usual + _PALER_SHARE * (255 - usual)
    pale = cv2.bitwise_and(cv2.inRange(darkest, limit, 255.0), marks)
    if cv2.countNonZero(pale) < round(marks.size * _LEAST_INK_SHARE):
        return [marks]
    return [cv2.bitwise_and(marks, cv2.bitwise_not(pale)), pale]


def _without_dust(mask: Raster) -> Raster:
    """Leave specks of one or two pixels to the ground: they cost much and say nothing.

    A mark of three pixels or more has one with two neighbours, and all others lie beside such.
    """
    _, ones = cv2.threshold(mask, 0, 1, cv2.THRESH_BINARY)
    edge = cv2.BORDER_CONSTANT  # nothing is written beyond the page
    crowd = cv2.boxFilter(ones, cv2.CV_8U, (3, 3), normalize=False, borderType=edge)
    cores = cv2.bitwise_and(cv2.inRange(crowd, 3.0, 9.0), mask)
    return cv2.bitwise_and(cv2.dilate(cores, np.ones((3, 3), np.uint8)), mask)


def _ink(page: Raster, mask: Raster) -> tuple[float, float, float]:
    """Give an ink's usual colour, red, green, blue from 0 to 1; a gray one becomes plain gray."""
    shades = [_usual_shade(band, mask) for band in cv2.split(page)]
    if len(shades) == 1 or max(shades) - min(shades) < _COLORED_SPREAD / 255:
        shades = [min(shades)] * 3
    blue, green, red = shades
    return (red, green, blue)


def _usual_shade(band: Raster, mask: Raster) -> float:
    """Give the shade that three tenths of a mask's pixels do not pass, 0 to 1."""
    counts = cv2.calcHist([band], [0], mask, [256], [0, 256]).ravel().cumsum()
    return float(np.searchsorted(counts, 0.3 * counts[-1])) / 255


def _ground(page: Raster, mask: Raster, dpi: int) -> Image.Image:
    """Give the page without its letters: their pixels take the colour of what surrounds them."""
    scale = min(1.0, _GROUND_DPI / dpi)
    size = (max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale)))
    free = cv2.bitwise_not(cv2.dilate(mask, np.ones((5, 5), np.uint8)))
    weight = cv2.resize(free, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    kept = cv2.bitwise_and(page, page, mask=free)
    summed = cv2.resize(kept, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    small = _filled(summed, weight)
    return Image.fromarray(small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2RGB))


def _filled(summed: Raster, weight: Raster) -> Raster:
    """Divide sums by weights; where nothing was free, take it from ever wider surroundings."""
    result = np.full(summed.shape, 255, dtype=np.float32)
    missing: Raster = np.full(weight.shape, 255, dtype=np.uint8)
    reach = 1
    while cv2.countNonZero(missing) and reach < max(weight.shape):
        wide_sum = cv2.blur(summed, (reach, reach)) if reach > 1 else summed
        wide_weight = cv2.blur(weight, (reach, reach)) if reach > 1 else weight
        usable = cv2.bitwise_and(cv2.inRange(wide_weight, _LEAST_PAPER, 2.0), missing)
        parts = wide_weight if summed.ndim == 2 else cv2.merge([wide_weight] * 3)
        cv2.copyTo(cv2.divide(wide_sum, parts), usable, result)
        missing = cv2.subtract(missing, usable)
        reach = reach * 2 + 1
    return cv2.convertScaleAbs(result)


def _stencil(mask: Raster, dpi: int) -> Layer:
    """Compress the letters losslessly as a stencil of at most 300 dots per inch."""
    if dpi > _MASK_DPI:
        scale = _MASK_DPI / dpi
        mask = cv2.resize(mask, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        mask = (mask > 127).astype(np.uint8) * 255
    bilevel = Image.fromarray(mask).convert("1", dither=Image.Dither.NONE)
    content = _group4(bilevel)
    parameters = Dictionary(K=-1, Columns=bilevel.width, Rows=bilevel.height)
    return Layer(
        content,
        {
            "ImageMask": True,
            "BitsPerComponent": 1,
            "Filter": Name.CCITTFaxDecode,
            "DecodeParms": parameters,
        },
        bilevel.width,
        bilevel.height,
        hashlib.sha256(bilevel.tobytes()).hexdigest(),
    )


def _group4(bilevel: Image.Image) -> bytes:
    """Give the group 4 data of a bilevel image whose set bits are the black runs."""
    written = BytesIO()
    # One strip, so that the data is one piece.
    bilevel.save(written, "TIFF", compression="group4", strip_size=bilevel.width * bilevel.height)
    written.seek(0)
    with Image.open(written) as tiff:
        tags: Any = getattr(tiff, "tag_v2", {})
        offsets, counts = tags[_STRIP_OFFSETS], tags[_STRIP_LENGTHS]
    if len(offsets) != 1:
        raise AssertionError("group 4 data in more than one strip")
    return written.getvalue()[offsets[0] : offsets[0] + counts[0]]
