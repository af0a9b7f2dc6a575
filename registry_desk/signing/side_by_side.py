"""A page as it was signed and as it is now, drawn with what differs marked; in the judge's process.

Source: FACTS of 2026-11, "Verifying": nothing but looking at both views tells the attacks apart.
"""

import io
import time
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from registry_desk.signing.question import Drawing, PagePair
from registry_desk.signing.views import opened_views

_DPI = 100
_LARGEST_SIDE_PX = 2400
_DIFFERENT = 40
_CELL_PX = 10
"""What differs is marked in cells of this size, 2.5 mm."""
_MARK = np.array((255, 213, 74), dtype=np.float32)
"""The colour that lights up places on a page everywhere in the program."""
_JPEG_QUALITY = 82

Raster = NDArray[np.uint8]


def draw(drawing: Drawing) -> tuple[PagePair, ...]:
    """Draw both views of pages; fewer than asked for where time runs out or a view is broken."""
    until = time.monotonic() + drawing.limit_s
    pairs: list[PagePair] = []
    try:
        with opened_views(drawing.path, drawing.signed_length) as (old, new):
            for page in drawing.pages:
                if time.monotonic() > until:
                    break
                pairs.append(_pair(page, _drawn(old, page), _drawn(new, page)))
    except (pdfium.PdfiumError, ValueError, OSError, MemoryError):
        return tuple(pairs)
    return tuple(pairs)


def _drawn(document: Any, page: int) -> Raster | None:
    """Draw a page in colour; None where it is not there."""
    if not 1 <= page <= len(document):
        return None
    found = document[page - 1]
    longest = max(found.get_size()) or 1
    bitmap = found.render(
        scale=min(_DPI / 72, _LARGEST_SIDE_PX / longest), may_draw_forms=True, rev_byteorder=True
    )
    drawn: Raster = bitmap.to_numpy()[..., :3].copy()
    bitmap.close()
    found.close()
    return drawn


def _pair(page: int, signed: Raster | None, present: Raster | None) -> PagePair:
    if signed is not None and present is not None and signed.shape == present.shape:
        cells = _different_cells(signed, present)
        signed, present = _marked(signed, cells), _marked(present, cells)
    return PagePair(page, _jpeg(signed), _jpeg(present))


def _different_cells(signed: Raster, present: Raster) -> NDArray[np.bool_]:
    """Give a mask of the page in whole cells, true where something differs."""
    gap = np.abs(signed.astype(np.int16) - present).max(axis=2) > _DIFFERENT
    height, width = gap.shape
    rows, columns = -(-height // _CELL_PX), -(-width // _CELL_PX)
    padded = np.zeros((rows * _CELL_PX, columns * _CELL_PX), dtype=bool)
    padded[:height, :width] = gap
    cells = padded.reshape(rows, _CELL_PX, columns, _CELL_PX).any(axis=(1, 3))
    spread = cells.repeat(_CELL_PX, axis=0).repeat(_CELL_PX, axis=1)
    whole: NDArray[np.bool_] = spread[:height, :width]
    return whole


def _marked(raster: Raster, cells: NDArray[np.bool_]) -> Raster:
    """Light up cells as a marker pen would: dark stays dark."""
    lit = raster.astype(np.float32)
    lit[cells] = np.minimum(lit[cells], lit[cells] * 0.45 + _MARK * 0.55)
    return lit.astype(np.uint8)


def _jpeg(raster: Raster | None) -> bytes | None:
    if raster is None:
        return None
    out = io.BytesIO()
    Image.fromarray(raster).save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()
