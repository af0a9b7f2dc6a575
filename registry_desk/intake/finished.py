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
    """Born digital: its pages are written or drawn, not pictures of paper, or it carries files."""


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
        if pdfium_c.FPDFDoc_GetAttachmentCount(document) > 0:
            return Finished.WRITTEN
        return None if _is_scan(document) else Finished.WRITTEN


def _is_scan(document: Any) -> bool:
    """Tell whether a file is pictures of paper and nothing else, empty pages among them.

    One written page among scans is enough to keep the file: it would be altered with them.
    """
    has_picture = False
    for number in range(len(document)):
        page = document[number]
        covered, is_written = _look(page)
        width, height = page.get_size()
        if is_written and covered <= _SCAN_SHARE * width * height:
            return False
        has_picture |= covered > 0
    return has_picture


def _look(page: Any) -> tuple[float, bool]:
    """Give the area that pictures cover, and whether text that shows or lines stand on a page."""
    covered, is_written = 0.0, False
    for drawn in islice(page.get_objects(max_depth=4), _MOST_OBJECTS):
        if drawn.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = drawn.get_bounds()
            covered += (right - left) * (top - bottom)
        elif drawn.type == pdfium_c.FPDF_PAGEOBJ_TEXT:
            is_written |= pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) != _INVISIBLE
        elif drawn.type != pdfium_c.FPDF_PAGEOBJ_FORM:
            is_written = True
    return covered, is_written
