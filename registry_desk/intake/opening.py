"""Files are opened: images, multi-page TIFFs, PDFs become rasters of pages.

Everything here runs on foreign bytes, so it belongs into a process with limits: either through
:mod:`registry_desk.intake.files` or inside a reader's worker.
"""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import (
    Image,
    ImageOps,
    Jpeg2KImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from registry_desk.errors import RegistryDeskError
from registry_desk.intake.file_errors import (
    FileEmpty,
    FileNotRecognised,
    ImageDamaged,
    ImageTooLarge,
    ImageTruncated,
    PageMissing,
)

Pixels = npt.NDArray[np.uint8]

MOST_PIXELS = 120_000_000
"""An A3 sheet at 800 dpi, or five metres of roll at 200 dpi."""
_REDUCED_ABOVE = 40_000_000
"""Larger pictures are made smaller while they are opened."""
_PLUGINS = (Jpeg2KImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Decoders that Pillow loads only when they are named."""
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP", "PPM", "JPEG2000")
_MOST_TIFF_PAGES = 5000
_BAND_ROWS = 256
"""Deep pictures are flattened so many rows at a time: floats take four times the room."""
_FAULTS = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, KeyError, IndexError, ArithmeticError,
    AttributeError, RuntimeError, struct.error,
)  # fmt: skip
"""What decoders raise on data that are none."""

Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before a pixel is decoded


class FileKind(StrEnum):
    """What a file is, by its first bytes."""

    IMAGE = "image"
    TIFF = "tiff"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """One page as pixels."""

    pixels: Pixels
    """Height × width gray, or height × width × 3 red, green, blue; upright as viewers show it."""
    dpi: tuple[float, float] | None
    """Across and down; None where the file does not tell."""
    shrunk: tuple[float, float] = (1.0, 1.0)
    """Pixels that the file holds for one of these, across and down."""


def kind_of(path: Path) -> FileKind:
    """Tell what a file is by its content.

    Raises:
        FileEmpty: it has no bytes.
        FileNotRecognised: it is something else.
    """
    with path.open("rb") as opened:
        head = opened.read(1024)
    if not head:
        raise FileEmpty
    if b"%PDF-" in head:
        return FileKind.PDF
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return FileKind.TIFF
    starts = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8", b"P4", b"P5", b"P6")
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    is_jpeg2000 = head[4:12] == b"jP  \r\n\x87\n" or head[:4] == b"\xff\x4f\xff\x51"
    if head.startswith(starts) or is_webp or is_jpeg2000:
        return FileKind.IMAGE
    raise FileNotRecognised


def count_pages_here(path: Path) -> int:
    """Count the pages of a file, in this process.

    An animated picture is one page: its first frame.

    Raises:
        DamagedError: a subclass of it, when the file cannot be opened.
    """
    kind = kind_of(path)
    if kind is FileKind.PDF:
        from registry_desk.intake.pdf_pages import count_pdf_pages

        return count_pdf_pages(path)
    if kind is FileKind.TIFF:
        with _image(path) as image:
            return _frame_count(image)
    with _image(path):
        return 1


def open_page(path: Path, page: int = 1, *, dpi: int = 300) -> OpenedPage:
    """Open one page of a file as pixels, in this process.

    Args:
        path: an image, a TIFF or a PDF.
        page: counted from 1.
        dpi: for a PDF, which has no resolution of its own.

    Raises:
        DamagedError: a subclass of it that names what is wrong.
    """
    kind = kind_of(path)
    if kind is FileKind.PDF:
        from registry_desk.intake.pdf_pages import render_pdf_page

        return OpenedPage(*render_pdf_page(path, page, dpi=dpi, most_pixels=_REDUCED_ABOVE))
    with _image(path) as image:
        if page > 1:
            if kind is not FileKind.TIFF:
                raise PageMissing(page=page)
            _seek(image, page)
        return _decoded(image)


@contextmanager
def _image(path: Path) -> Iterator[Image.Image]:
    """Open an image and turn whatever its decoder raises into a named error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags and metadata do not concern a page
            with Image.open(path, formats=_FORMATS) as image:
                yield image
    except RegistryDeskError:
        raise
    except MemoryError as error:
        raise ImageTooLarge from error
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ImageDamaged from error
    except FileNotFoundError:
        raise
    except _FAULTS as error:
        said = str(error).lower()
        if "truncated" in said or isinstance(error, EOFError) or "unexpected end" in said:
            raise ImageTruncated from error
        raise ImageDamaged from error


def _frame_count(image: Image.Image) -> int:
    """Count the pages of a TIFF; one at which their chain breaks counts, and is named when opened.

    The pages before it are whole.
    """
    for count in range(1, _MOST_TIFF_PAGES):
        try:
            image.seek(count)
        except EOFError:
            return count
        except _FAULTS:
            return count + 1
    return _MOST_TIFF_PAGES


def _seek(image: Image.Image, page: int) -> None:
    try:
        image.seek(page - 1)
    except EOFError as error:
        raise PageMissing(page=page) from error


def _decoded(image: Image.Image) -> OpenedPage:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > 100_000:
        raise ImageTooLarge(width=width, height=height)
    if min(width, height) < 1:
        raise ImageDamaged
    told = _told_dpi(image)
    if width * height > _REDUCED_ABOVE and image.format == "JPEG":
        image.draft(image.mode, (width // 2, height // 2))
    ImageOps.exif_transpose(image, in_place=True)
    if (image.width > image.height) != (width > height):
        width, height = height, width
        told = told[::-1] if told else None
    flat = _flat(image)
    if flat.width * flat.height > _REDUCED_ABOVE:
        flat = flat.reduce(2)
    pixels = np.asarray(flat)
    shrunk = (width / pixels.shape[1], height / pixels.shape[0])
    if told:
        told = (told[0] / shrunk[0], told[1] / shrunk[1])
    return OpenedPage(np.ascontiguousarray(pixels), told, shrunk)


def _told_dpi(image: Image.Image) -> tuple[float, float] | None:
    told: Any = image.info.get("dpi")
    try:
        across, down = float(told[0]), float(told[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    return (across, down) if across > 1 and down > 1 else None


def _flat(image: Image.Image) -> Image.Image:
    """Give a picture as 8-bit gray or RGB, transparency on white paper."""
    mode = image.mode
    if mode in ("L", "RGB"):
        return image
    if mode == "1":
        return image.convert("L")
    if mode.startswith("I;16") or mode in ("I", "F"):
        return _eight_bit(image)
    has_alpha = mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info
    if has_alpha:
        layer = image.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layer).convert("RGB")
    if mode == "P":
        flat = image.convert("RGB")
        is_gray = all(low == high for low, high in _spread_of_bands(flat))
        return flat.convert("L") if is_gray else flat
    return image.convert("RGB")


def _spread_of_bands(image: Image.Image) -> list[tuple[int, int]]:
    values = np.asarray(image).reshape(-1, 3)[:: max(1, image.size[0] * image.size[1] // 200_000)]
    spread = values.max(axis=1).astype(int) - values.min(axis=1)
    return [(0, int(spread.max(initial=0)))]


def _eight_bit(image: Image.Image) -> Image.Image:
    """Reduce deeper gray to 8 bits, by the range that the depth has or the picture uses."""
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        top = 65535.0
    else:
        highest = float(np.nanmax(values, initial=0.0, where=np.isfinite(values)))
        top = next((t for t in (1.0, 255.0, 65535.0) if highest <= t), highest)
    flat = np.empty(values.shape, np.uint8)
    for row in range(0, values.shape[0], _BAND_ROWS):
        band = np.nan_to_num(values[row : row + _BAND_ROWS].astype(np.float32), posinf=0, neginf=0)
        flat[row : row + _BAND_ROWS] = np.clip(band * (255.0 / top), 0, 255)
    return Image.fromarray(flat)
