"""The registration stamp on a letter's first page, where nothing is written yet."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from registry_desk.i18n import text
from registry_desk.pdf.drawing import MM, Color, Drawing
from registry_desk.pdf.errors import PageImageDamaged
from registry_desk.typeface import BOLD

_INK: Color = (0.08, 0.2, 0.5)
WIDTH, HEIGHT = 74 * MM, 27 * MM
_LINE_HEIGHT = 3.2 * MM
_SCALES = (1.0, 0.86, 0.74)
"""Sizes tried, the largest first; below the last a QR code is hard to read from paper."""
_MARGIN_MM = 6
_MAP_DPI = 36
_PAPER_SHARE = 0.82
"""Darker than this share of the paper around it is ink."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stamp says."""

    number: str
    """``12/2026``."""
    registered_on: date
    institution: str
    tracking_code: str
    tracking_url: str
    lines: tuple[str, ...] = ()
    """Further short lines: department, number of sheets."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stamp goes, points from the page's upper left corner."""

    x: float
    y: float
    scale: float


def free_place(
    image: Path, dpi: int, boxes: list[tuple[int, int, int, int]], height: float
) -> Place | None:
    """Find room for a stamp, as near to the upper right corner as possible.

    Args:
        image: the cleaned first page.
        dpi: its resolution.
        boxes: rectangles with words (x, y, width, height in pixels), free of ink or not.
        height: of the stamp at full size, points.

    Returns:
        None where the page is full.
    """
    ink = _ink_map(image, dpi, boxes)
    for scale in _SCALES:
        spot = _nearest_spot(ink, WIDTH * scale, height * scale)
        if spot is not None:
            point = 72 / _MAP_DPI
            return Place(spot[0] * point, spot[1] * point, scale)
    return None


def _ink_map(image: Path, dpi: int, boxes: list[tuple[int, int, int, int]]) -> NDArray[np.uint8]:
    """Give 1 where something is written, at 36 dots per inch."""
    page = cv2.imread(str(image), cv2.IMREAD_REDUCED_GRAYSCALE_2)
    if page is None:
        raise PageImageDamaged(file=image.name)
    shrink = _MAP_DPI / (dpi / 2)
    size = (max(1, round(page.shape[1] * shrink)), max(1, round(page.shape[0] * shrink)))
    darkest = cv2.erode(page, np.ones((3, 3), np.uint8))
    small = cv2.resize(darkest, size, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((15, 15), np.uint8)), 31)
    ink = (small < paper * _PAPER_SHARE).astype(np.uint8)
    for x, y, width, height in boxes:
        left, top = int(x * _MAP_DPI / dpi), int(y * _MAP_DPI / dpi)
        right, bottom = int((x + width) * _MAP_DPI / dpi), int((y + height) * _MAP_DPI / dpi)
        ink[max(top, 0) : bottom + 1, max(left, 0) : right + 1] = 1
    return ink


def _nearest_spot(ink: NDArray[np.uint8], width: float, height: float) -> tuple[int, int] | None:
    wide, high = (int(np.ceil(side * _MAP_DPI / 72)) for side in (width, height))
    margin = round(_MARGIN_MM / 25.4 * _MAP_DPI)
    rows, columns = ink.shape[0] - high - 2 * margin, ink.shape[1] - wide - 2 * margin
    if rows < 1 or columns < 1:
        return None
    sums = cv2.integral(ink)
    filled = (
        sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    )[margin : margin + rows, margin : margin + columns]
    down, from_right = np.mgrid[0:rows, columns - 1 : -1 : -1]
    cost = np.where(filled == 0, down * 1.0 + from_right * 0.8, np.inf)
    best = int(np.argmin(cost))
    if not np.isfinite(cost.flat[best]):
        return None
    row, column = divmod(best, columns)
    return column + margin, row + margin


def stamp_height(stamp: Stamp) -> float:
    """Give the height of a stamp at full size, points."""
    return HEIGHT + _LINE_HEIGHT * len(stamp.lines)


def draw_stamp(drawing: Drawing, stamp: Stamp, place: Place) -> None:
    """Draw the stamp: institution, number, date, code, QR code of the tracking address."""
    s = place.scale
    height = stamp_height(stamp) * s
    side = 25 * MM * s
    drawing.box(place.x, place.y, WIDTH * s, height, line=_INK, line_width=1.2 * s)
    drawing.qr(
        place.x + (WIDTH * s - side - MM * s), place.y + MM * s, side, stamp.tracking_url, _INK
    )
    left, room = place.x + 2.5 * MM * s, WIDTH * s - side - 5 * MM * s

    def line(down_mm: float, words: str, size: float, weight: str = "Regular") -> None:
        y = place.y + down_mm * MM * s
        drawing.write(left, y, words, size * s, weight=weight, color=_INK, fit=room)

    line(5, stamp.institution, 8, BOLD)
    line(9, text("pdf.stamp.registered"), 7)
    line(15, text("pdf.stamp.number", number=stamp.number), 15, BOLD)
    line(19.8, f"{stamp.registered_on:%d.%m.%Y}", 10, BOLD)
    line(24.2, stamp.tracking_code, 7.5)
    for place_of_line, words in enumerate(stamp.lines):
        line(24.2 + (place_of_line + 1) * _LINE_HEIGHT / MM, words, 7.5)
