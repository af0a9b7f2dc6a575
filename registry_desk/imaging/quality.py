"""What a clerk should look at on a page before the paper leaves the counter."""

import cv2
import numpy as np

from registry_desk.imaging.raster import Gray, Mask
from registry_desk.model.page import Doubt

_FILL = 128
"""What decoders of JPEG fill a missing end with; no paper is that even over whole rows."""
_LONGEST_MM = 375.0
"""Longer than Legal and its margin: two sheets fed as one, or a receipt roll."""


def is_truncated(gray: Gray) -> bool:
    """Tell whether the lower part of the picture is one flat gray.

    Source: a JPEG cut short arrives through sane-airscan as a full page whose missing part is
    gray (128), without any error.
    """
    height = gray.shape[0]
    tail = gray[int(height * 0.97) :, ::3]
    if tail.size == 0 or int(tail.max()) - int(tail.min()) > 2:
        return False
    shade = int(tail[-1, 0])
    is_papers_own = abs(float(np.median(gray[: max(1, int(height * 0.9)) : 7, ::7])) - shade) < 15
    if not 100 <= shade <= 150 or (is_papers_own and abs(shade - _FILL) > 1):
        return False
    rows = gray[:, ::7]
    flat = np.abs(rows.astype(np.int16) - shade) <= 2
    return bool(np.all(flat[-max(8, height // 100) :]))


def doubts_of_form(width_mm: float, height_mm: float) -> list[Doubt]:
    """Doubt a page that is far longer than paper in use: a double feed shows like this."""
    return [Doubt.TOO_LONG] if max(width_mm, height_mm) > _LONGEST_MM else []


def is_too_pale(even: Gray) -> bool:
    """Tell whether what is written stands out so little that reading may fail.

    Args:
        even: the reduced page, divided by its paper.
    """
    written = even < 200
    if written.sum() < 150:
        return False
    darkest = float(np.percentile(even[written], 10))
    return darkest > 150


def is_cut_off(ink: Mask, dpi: float) -> bool:
    """Tell whether writing runs into the picture's edge on a long stretch."""
    rim = max(2, round(dpi * 0.02))
    inner = slice(round(dpi * 0.05), round(dpi * 0.05) + rim)
    for band, beyond in (
        (ink[:, :rim], ink[:, inner]),
        (ink[:, -rim:], ink[:, ::-1][:, inner]),
    ):
        rows = _written_rows(band, dpi) & _written_rows(beyond, dpi)
        steps = int(np.count_nonzero(np.diff(rows.astype(np.int8)) == 1))
        share = float(rows.mean())
        if steps >= 6 and 0.01 < share < 0.7:
            return True
    return False


def _written_rows(band: Mask, dpi: float) -> Mask:
    """Give the rows near strokes that are as high as letters; grain is not."""
    rows = np.any(band, axis=1, keepdims=True).astype(np.uint8)
    tall = cv2.morphologyEx(rows, cv2.MORPH_OPEN, np.ones((max(2, round(dpi * 0.03)), 1)))
    near = np.asarray(cv2.dilate(tall, np.ones((2 * round(dpi * 0.03) + 1, 1))))
    return near[:, 0] > 0


def has_folded_corner(border: Mask) -> bool:
    """Tell whether a corner of the paper shows the scanner's background as a triangle."""
    height, width = border.shape
    size = max(1, round(min(height, width) * 0.25))
    for corner in (
        border[:size, :size],
        border[:size, ::-1][:, :size],
        border[::-1][:size, :size],
        border[::-1, ::-1][:size, :size],
    ):
        share = float(corner.mean())
        along = float(corner[0].mean()), float(corner[:, 0].mean())
        far = float(corner[-1].mean()), float(corner[:, -1].mean())
        if 0.02 < share < 0.6 and min(along) > 0.15 and max(far) < 0.1:
            return True
    return False
