"""The cleaned page as a file: JPEG, durable before anybody is told of it."""

import os
from pathlib import Path

import cv2

from registry_desk.imaging.raster import Pixels

_QUALITY = 88


def keep_picture(pixels: Pixels, dpi: int, target: Path) -> None:
    """Write a page as JPEG: part file, fsync, rename; the resolution is told in the file."""
    shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    file = bytearray(coded.tobytes())
    # JFIF header: units (1: dots per inch) at 13, density across and down at 14 and 16.
    file[13:18] = b"\x01" + dpi.to_bytes(2, "big") * 2
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with part.open("wb") as opened:
        opened.write(file)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
