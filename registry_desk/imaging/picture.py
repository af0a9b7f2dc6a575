"""The cleaned page as a file: JPEG, durable before anybody is told of it."""

from pathlib import Path

import cv2

from registry_desk.durable import part_file
from registry_desk.imaging.raster import Pixels

_QUALITY = 88


def keep_picture(pixels: Pixels, dpi: int, target: Path) -> None:
    """Write a page as JPEG; the resolution is told in the file.

    Raises:
        DiskFull, FolderClosed: nothing half is left.
    """
    shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    file = bytearray(coded.tobytes())
    # JFIF header: units (1: dots per inch) at 13, density across and down at 14 and 16.
    file[13:18] = b"\x01" + dpi.to_bytes(2, "big") * 2
    target.parent.mkdir(parents=True, exist_ok=True)
    with part_file(target) as part:
        part.write_bytes(file)
