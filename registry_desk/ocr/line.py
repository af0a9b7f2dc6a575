"""One line of a page is read by itself."""

from dataclasses import replace
from typing import cast

import cv2

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Gray, Layout, RawWord

RIM_PX = 10


def read_line(
    gray: Gray, dpi: int, box: Box, engine: Engine, *, scale: float = 1.0, time_limit_s: float
) -> list[RawWord]:
    """Read a part of a page that holds one line; the words stand where they are on the page.

    Args:
        gray: the page.
        dpi: its resolution.
        box: the part; what of it lies off the page is left out.
        engine: the reader.
        scale: how large the line is shown to the reader.
        time_limit_s: for this line.
    """
    left, top = max(0, box.x), max(0, box.y)
    part = gray[top : max(0, box.bottom), left : max(0, box.right)]
    if not part.size:
        return []
    if scale != 1.0:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        part = cast(Gray, cv2.resize(part, None, fx=scale, fy=scale, interpolation=way))
    rim = (RIM_PX,) * 4  # readers of single lines like it
    shown = cast(Gray, cv2.copyMakeBorder(part, *rim, cv2.BORDER_CONSTANT, value=255))
    raw = engine.read(shown, round(scale * dpi), Layout.LINE, time_limit_s=time_limit_s)
    return [replace(word, box=_on_page(word.box, left, top, scale)) for word in raw]


def _on_page(box: Box, left: int, top: int, scale: float) -> Box:
    """Give a box of the line as it was shown, moved and scaled to the page."""
    x, y = (box.x - RIM_PX) / scale, (box.y - RIM_PX) / scale
    width, height = box.width / scale, box.height / scale
    return Box(round(left + x), round(top + y), round(width), round(height))
