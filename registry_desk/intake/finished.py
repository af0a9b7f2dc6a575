"""Whether a PDF arrived finished, and why: such a file is read but never altered.

Source: ARCHITECTURE, "What is altered and what never". Runs inside limits only.
"""

import importlib
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from registry_desk.intake.pdf_pages import opened_pdf

pdfium_c: Any = importlib.import_module("pypdfium2.raw")  # made at installation, without types

_NO_SECURITY = -1
_INVISIBLE = 3
"""Text render mode of a text layer laid under or over a scan.

Source: ISO 32000-1, table 106.
"""
_SCAN_SHARE = 0.8
"""Pictures that together cover this much of a page are a scan, in strips or layers as copiers make
them; a fax server's line of text above it changes nothing."""
_MOST_OBJECTS = 5000
"""Of a page; what comes after them is not looked at."""


class Finished(StrEnum):
    """Why a file stays byte for byte."""

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    FORM = "form"
    WRITTEN = "written"
    """Born digital: its pages are text, not pictures of paper."""


def finished_reason(path: Path) -> Finished | None:
    """Tell why a PDF must not be altered, in this process; None for a scan, which may be.

    Raises:
        PdfEncrypted, PdfDamaged: it cannot be opened.
    """
    with opened_pdf(path) as document:
        if pdfium_c.FPDF_GetSignatureCount(document) > 0:
            return Finished.SIGNED
        if pdfium_c.FPDF_GetSecurityHandlerRevision(document) != _NO_SECURITY:
            return Finished.ENCRYPTED
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            return Finished.FORM
        # One written page among scans is enough: it would be altered with them.
        is_written = any(_is_written(document[page]) for page in range(len(document)))
        return Finished.WRITTEN if is_written else None


def _is_written(page: Any) -> bool:
    """Tell whether a page shows text and is not the picture of a paper."""
    width, height = page.get_size()
    covered, has_text = 0.0, False
    for drawn in islice(page.get_objects(max_depth=4), _MOST_OBJECTS):
        if drawn.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = drawn.get_bounds()
            covered += (right - left) * (top - bottom)
        elif drawn.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            has_text |= pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) != _INVISIBLE
    return has_text and covered < _SCAN_SHARE * width * height
