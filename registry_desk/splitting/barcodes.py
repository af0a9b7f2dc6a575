"""Codes on a page: QR, DataMatrix, Code 128, Code 39 …, and the bars of patch T."""

from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from registry_desk.model.page import Barcode, Box
from registry_desk.splitting.patch import find_patches

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
_SCALES_DPI = (150, 240)
"""Code 39 labels were read at 150 and 300 dpi but not at 200: two scales are tried."""
_SHORT_WITHOUT_CHECK = {"itf": 6, "code39": 3, "codabar": 6, "upce": 99, "ean8": 99}
"""Symbologies that lines of a table can imitate, with the least length believed."""


def find_barcodes(gray: Gray, dpi: int) -> tuple[Barcode, ...]:
    """Find the codes on a cleaned page, from top to bottom."""
    found: dict[tuple[str, str], Barcode] = {}
    for patch in find_patches(gray, dpi):
        found["patch", f"{patch.box.y}"] = patch
    if _may_hold_codes(gray, dpi):
        for scale_dpi in _SCALES_DPI:
            for code in _read(gray, dpi, scale_dpi):
                found.setdefault((code.symbology, code.value), code)
    return tuple(sorted(found.values(), key=lambda code: (code.box.y, code.box.x)))


def _read(gray: Gray, dpi: int, scale_dpi: int) -> list[Barcode]:
    scale = min(1.0, scale_dpi / dpi)
    seen = gray
    if scale < 1:
        seen = cast(Gray, cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    results = zxingcpp.read_barcodes(
        seen,
        formats=_FORMATS,
        try_invert=False,
        try_downscale=False,
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


def _may_hold_codes(gray: Gray, dpi: int) -> bool:
    """Tell whether some place is as densely black and white, over 6 mm, as only codes are."""
    scale = 75.0 / dpi
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (small < 150).astype(np.float32)
    share = cv2.blur(dark, (17, 17))
    return bool(((share > 0.28) & (share < 0.8)).any())
