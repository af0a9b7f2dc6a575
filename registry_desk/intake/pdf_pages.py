"""PDFs as a reader sees them: pages counted, rendered, looked into. Runs inside limits only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from registry_desk.errors import DamagedError
from registry_desk.intake.file_errors import PageMissing, PdfDamaged, PdfEncrypted

_ERROR_PASSWORD, _ERROR_SECURITY = 4, 5
_LEAST_DPI = 20.0


@contextmanager
def opened_pdf(path: Path) -> Iterator[Any]:
    """Open a PDF.

    Raises:
        PdfEncrypted: it asks for a password.
        PdfDamaged: it cannot be opened.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", 0) in (_ERROR_PASSWORD, _ERROR_SECURITY):
            raise PdfEncrypted from error
        raise PdfDamaged from error
    try:
        yield document
    except DamagedError:
        raise
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise PdfDamaged from error
    finally:
        document.close()


def count_pdf_pages(path: Path) -> int:
    """Count the pages of a PDF.

    Raises:
        PdfEncrypted, PdfDamaged: it cannot be opened; a PDF without pages is damaged as well.
    """
    with opened_pdf(path) as document:
        count = len(document)
    if count < 1:
        raise PdfDamaged
    return count


def render_pdf_page(
    path: Path, page: int, *, dpi: int, most_pixels: int
) -> tuple[npt.NDArray[np.uint8], tuple[float, float]]:
    """Render a page as a reader shows it, with its annotations and filled forms.

    Args:
        path: the PDF.
        page: counted from 1.
        dpi: the resolution wanted; a huge page gets less.
        most_pixels: how many pixels the picture may have.

    Returns:
        The pixels (gray where the page shows no colour) and the resolution across and down.

    Raises:
        PageMissing: the PDF has fewer pages.
        PdfEncrypted, PdfDamaged: it cannot be opened or drawn.
    """
    with opened_pdf(path) as document:
        if not 1 <= page <= len(document):
            raise PageMissing(page=page)
        document.init_forms()
        sheet = _shown(document, page)
        width_in, height_in = (max(side, 1.0) / 72 for side in sheet.get_size())
        allowed = (most_pixels / (width_in * height_in)) ** 0.5
        used = max(_LEAST_DPI, min(float(dpi), allowed))
        if width_in * height_in * used * used > 1.1 * most_pixels:
            raise PdfDamaged
        drawn = sheet.render(scale=used / 72, rev_byteorder=True, may_draw_forms=True)
        pixels = drawn.to_numpy()[..., :3].copy()
    return _gray_if_colourless(pixels), (used, used)


def _shown(document: Any, page: int) -> Any:
    """Give a page; one that its crop box hides wholly is shown as far as its paper goes.

    Source: ISO 32000-1, 14.11.2: boxes are cut to the media box; viewers ignore those outside it.
    """
    sheet = document[page - 1]
    if min(sheet.get_size()) > 0:
        return sheet
    sheet.set_cropbox(*sheet.get_mediabox())
    return document[page - 1]


def _gray_if_colourless(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    thin = pixels[::4, ::4].astype(np.int16)
    if int((thin.max(axis=2) - thin.min(axis=2)).max(initial=0)) > 8:
        return pixels
    return np.ascontiguousarray(pixels[..., 1])
