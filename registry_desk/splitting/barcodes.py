"""Codes on a page: QR, DataMatrix, Code 128, Code 39 …, and the bars of patch T."""

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from registry_desk.model.page import Barcode, Box
from registry_desk.splitting.patch import find_patches
from registry_desk.splitting.separators import UNREAD

Gray = npt.NDArray[np.uint8]

_NAMES = {
    "QRCode": "qr", "QRCodeModel2": "qr", "QRCodeModel1": "qr", "MicroQRCode": "microqr",
    "DataMatrix": "datamatrix", "Aztec": "aztec", "AztecCode": "aztec", "PDF417": "pdf417",
    "Code128": "code128", "Code39": "code39", "Code39Std": "code39", "Code93": "code93",
    "Codabar": "codabar", "EAN13": "ean13", "EAN8": "ean8", "UPCA": "upca", "UPCE": "upce",
    "ITF": "itf", "ITF14": "itf",
}  # fmt: skip
_F = zxingcpp.BarcodeFormat
_FORMATS: Any = [
    _F.QRCode, _F.MicroQRCode, _F.DataMatrix, _F.Aztec, _F.PDF417, _F.Code128, _F.Code39, _F.Code93,
    _F.EAN13, _F.EAN8, _F.UPCA, _F.UPCE, _F.ITF,
]  # fmt: skip
_LOOK_DPI = 100.0
_PLACE_MM, _PLACE_DARKNESS = 9.0, 0.40
_BAR_MM, _LEAST_EDGES = 4.5, 10
_SCALES_DPI = (150, 240)
"""Code 39 labels were read at 150 and 300 dpi but not at 200: two scales are tried."""
_SHORT_WITHOUT_CHECK = {"itf": 6, "code39": 3, "codabar": 6, "upce": 99, "ean8": 99}
"""Symbologies that lines of a table can imitate, with the least length believed."""


def find_barcodes(gray: Gray, dpi: int) -> tuple[Barcode, ...]:
    """Find the codes on a cleaned page, from top to bottom."""
    step = max(1, round(dpi / _LOOK_DPI))
    height, width = (side // step for side in gray.shape)
    if not height or not width:
        return ()
    part = gray[: height * step, : width * step]
    small = cast(Gray, cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA))
    found = {("patch", str(p.box.y)): p for p in find_patches(small, dpi / step, step)}
    if _may_hold_codes(small, dpi / step):
        for scale_dpi in _SCALES_DPI:
            for code in _read(gray, dpi, scale_dpi):
                found.setdefault((code.symbology, code.value), code)
        if not found:
            found = {(code.symbology, code.value): code for code in _read_harder(gray, dpi)}
    return tuple(sorted(found.values(), key=lambda code: (code.box.y, code.box.x)))


def _read_harder(gray: Gray, dpi: int) -> list[Barcode]:
    """Read bent or smeared codes at ever smaller scales; what looks like one is told unread."""
    found = _read(gray, dpi, _SCALES_DPI[-1], is_bent=True)
    return found or [Barcode(UNREAD, "", Box(0, 0, gray.shape[1], gray.shape[0]))]


def _read(gray: Gray, dpi: int, scale_dpi: int, *, is_bent: bool = False) -> list[Barcode]:
    scale = min(1.0, scale_dpi / dpi)
    seen = gray
    if scale < 1:
        seen = cast(Gray, cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    results = zxingcpp.read_barcodes(
        seen,
        formats=_FORMATS,
        try_invert=False,
        try_downscale=is_bent,
        text_mode=zxingcpp.TextMode.Plain,
    )
    found = []
    for result in results:
        name = _NAMES.get(result.format.name, result.format.name.lower())
        if len(result.text) >= _SHORT_WITHOUT_CHECK.get(name, 1):
            found.append(Barcode(name, result.text, _box(result.position, scale)))
    return found


def _box(position: Any, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    xs = [round(corner.x / scale) for corner in corners]
    ys = [round(corner.y / scale) for corner in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _may_hold_codes(small: Gray, dpi: float) -> bool:
    """Tell whether some place looks like a code: dark over 9 mm, or many upright bars in a row.

    Source: on the builders' letters 9 mm of headings and tables are at most 0.36 dark, of codes
    0.66 and more; 15 mm of letters show at most 8 edges of strokes longer than 4.5 mm.
    """
    side = round(_PLACE_MM / 25.4 * dpi)
    if bool((cv2.blur(small, (side, side)) < 255 * (1 - _PLACE_DARKNESS)).any()):
        return True
    dark = (small < 150).astype(np.uint8)
    return max(_bar_edges(dark, dpi), _bar_edges(np.ascontiguousarray(dark.T), dpi)) >= _LEAST_EDGES


def _bar_edges(dark: Gray, dpi: float) -> int:
    """Count the edges of long strokes within 15 mm of a row, where they are most."""
    column = np.ones((round(_BAR_MM / 25.4 * dpi), 1), np.uint8)
    bars = cv2.morphologyEx(dark, cv2.MORPH_OPEN, column)
    if not bars.any():
        return 0
    edges = cv2.absdiff(bars[:, 1:], bars[:, :-1])
    width = round(15 / 25.4 * dpi)
    sums = cv2.boxFilter(edges, cv2.CV_32F, (width, 1), normalize=False)
    return int(sums.max())
