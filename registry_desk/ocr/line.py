"""One line of a page is read by itself."""

from dataclasses import replace
from typing import cast

import cv2

from registry_desk.model.page import Box
from registry_desk.ocr.engines import Engine, Gray, Layout, RawWord

RIM_PX = 10


def read_line(
    gray: Gray, dpi: int, box: Box, engine: Engine, *, time_limit_s: float
) -> list[RawWord]:
    """Read a part of a page that holds one line; the words stand where they are on the page.

    Args:
        gray: the page.
        dpi: its resolution.
        box: the part; what of it lies off the page is left out.
        engine: the reader.
        time_limit_s: for this line.
    """
    left, top = max(0, box.x), max(0, box.y)
    part = gray[top : max(0, box.bottom), left : max(0, box.right)]
    if not part.size:
        return []
    rim = (RIM_PX,) * 4  # readers of single lines like it
    shown = cast(Gray, cv2.copyMakeBorder(part, *rim, cv2.BORDER_CONSTANT, value=255))
    raw = engine.read(shown, dpi, Layout.LINE, time_limit_s=time_limit_s)
    return [replace(word, box=_moved(word.box, left - RIM_PX, top - RIM_PX)) for word in raw]


def _moved(box: Box, right_px: int, down_px: int) -> Box:
    return Box(box.x + right_px, box.y + down_px, box.width, box.height)
