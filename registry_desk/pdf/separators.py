"""Separator sheets to print: bars, codes and words a person understands.

What the codes say and how they are authenticated is the caller's; this room only draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry_desk.i18n import text
from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import A4, Sheet, publish
from registry_desk.typeface import BOLD

_INCH = 72.0
_NARROW, _WIDE, _GAP = 0.08 * _INCH, 0.20 * _INCH, 0.08 * _INCH
_FROM_EDGE = 0.6 * _INCH
"""Real sheets keep half an inch and more of white before the first bar."""
_MODULE = 0.33 * MM
"""Width of the narrowest bar; with less, a scan at 200 dots per inch no longer tells bars apart."""


@dataclass(frozen=True, slots=True)
class SeparatorSheet:
    """One sheet."""

    message: str
    """Content of the QR code and of the Code 128."""
    lines: tuple[str, ...] = ()
    """For people: department, register."""


def separator_sheets(sheets: Sequence[SeparatorSheet], target: Path) -> str:
    """Draw separator sheets as a PDF, A4.

    Each carries patch T along both short edges, so that it works whichever way it is fed, a QR code
    and a Code 128.

    Returns:
        SHA-256 of the file, hexadecimal.
    """
    drawn = [Sheet(A4[0], _drawn(sheet)) for sheet in sheets]
    return publish(drawn, target, Metadata(title=text("separator.title")))


def _drawn(sheet: SeparatorSheet) -> Drawing:
    width, height = A4
    drawing = Drawing(height)
    _patch(drawing, _FROM_EDGE, (_NARROW, _WIDE, _NARROW, _WIDE))
    total = 2 * _NARROW + 2 * _WIDE + 3 * _GAP
    _patch(drawing, height - _FROM_EDGE - total, (_WIDE, _NARROW, _WIDE, _NARROW))
    y = 70 * MM
    drawing.write(width / 2, y, text("separator.title"), 30, weight=BOLD, align="centre")
    for line in sheet.lines:
        y += 13 * MM
        drawing.write(width / 2, y, line, 22, align="centre", fit=width - 40 * MM)
    side = 60 * MM
    drawing.qr((width - side) / 2, 115 * MM, side, sheet.message)
    spans, length = _code128(sheet.message, width - 30 * MM)
    drawing.bars((width - length) / 2, 195 * MM, 20 * MM, spans)
    drawing.write(width / 2, 235 * MM, text("separator.hint"), 11, align="centre")
    return drawing


def _patch(drawing: Drawing, y: float, bars: tuple[float, ...]) -> None:
    """Draw four bars across the sheet.

    Source: Kodak, Patch Code Information (A-61599): bars of 0.20 and 0.08 in, gaps of 0.08 in.
    """
    for height in bars:
        drawing.box(18 * MM, y, A4[0] - 36 * MM, height, fill=(0, 0, 0))
        y += height + _GAP


def _code128(message: str, room: float) -> tuple[list[tuple[float, float]], float]:
    """Give the bars of a Code 128 as offsets and widths, and their whole length.

    Source: ISO/IEC 15417; reportlab gives modules as letters: capital a bar, small a gap, A is 1.
    """
    from reportlab.graphics.barcode.code128 import Code128  # loads half of reportlab

    code: Any = Code128(message)
    code.validate()
    code.encode()
    code.decompose()
    modules = [(letter.isupper(), ord(letter.upper()) - ord("A") + 1) for letter in code.decomposed]
    module = min(_MODULE, room / sum(width for _, width in modules))
    spans, offset = [], 0.0
    for is_bar, width in modules:
        if is_bar:
            spans.append((offset, width * module))
        offset += width * module
    return spans, offset
