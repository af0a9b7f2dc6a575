"""The picture of a signature on the page: who signed, as what, when, under which number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfResources, RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import StaticStampStyle

from registry_desk.i18n import text
from registry_desk.signing.placing import Placed
from registry_desk.signing.values import VisibleStamp
from registry_desk.typeface import BOLD, REGULAR, Piece, typeface

_INK = "0.08 0.2 0.5"
_PADDING = 5.0
_UPRIGHT = {
    0: "",
    90: "0 1 -1 0 {across} 0 cm",
    180: "-1 0 0 -1 {across} {up} cm",
    270: "0 -1 1 0 0 {up} cm",
}
"""Turns the picture against the page's turn. Source: ISO 32000-2, 8.3.3."""
_NO_MARGIN = layout.SimpleBoxLayoutRule(
    x_align=layout.AxisAlignment.ALIGN_MIN,
    y_align=layout.AxisAlignment.ALIGN_MIN,
    margins=layout.Margins.uniform(0),
)


@dataclass(frozen=True, slots=True)
class _Line:
    said: str
    size: float
    weight: str = REGULAR


class _Picture(RawContent):
    """Lines of embedded letters in a thin frame; the fonts join the writer when it is known."""

    def __init__(self, lines: list[_Line], where: Placed) -> None:
        width, height = where.size
        super().__init__(b"", PdfResources(), layout.BoxConstraints(width=width, height=height))
        self._lines = lines
        self._turn = where.turn

    def render(self) -> bytes:
        """Set the lines from the top, each shrunk to the frame's width where it must."""
        pieces = self._pieces()
        writer = self._ensure_writer
        for weight, piece in pieces.items():
            self.resources.font[pdf_name(f"/F{weight}")] = _embed(writer, piece)
        across, up = self.box.width, self.box.height
        width, height = (up, across) if self._turn in (90, 270) else (across, up)
        total = sum(line.size * 1.3 for line in self._lines)
        squeeze = min(1.0, (height - _PADDING) / total)
        y = height - _PADDING / 2
        upright = _UPRIGHT[self._turn].format(across=across, up=up)
        parts = [f"{upright} {_INK} RG 0.8 w 0.4 0.4 {width - 0.8:.2f} {height - 0.8:.2f} re S"]
        for line in self._lines:
            y -= line.size * 1.3 * squeeze
            natural = typeface(line.weight).width(line.said, line.size * squeeze)
            size = line.size * squeeze * min(1.0, (width - 2 * _PADDING) / max(natural, 1))
            codes = pieces[line.weight].encoded(line.said)
            parts.append(
                f"BT {_INK} rg /F{line.weight} {size:.3f} Tf "
                f"{_PADDING} {y + line.size * 0.3 * squeeze:.2f} Td <{codes}> Tj ET"
            )
        return "\n".join(parts).encode("ascii")

    def _pieces(self) -> dict[str, Piece]:
        used: dict[str, set[str]] = {}
        for line in self._lines:
            used.setdefault(line.weight, set()).update(line.said)
        return {weight: typeface(weight).piece(chars) for weight, chars in sorted(used.items())}


def stamp_style(stamp: VisibleStamp, where: Placed, signed_at: datetime) -> StaticStampStyle:
    """Give the picture as a pyHanko style; upright as the page is shown.

    ``signed_at`` is shown in local time.
    """
    local = signed_at.astimezone()
    lines = [_Line(text("sign.stamp.signed"), 7), _Line(stamp.name, 11, BOLD)]
    if stamp.function:
        lines.append(_Line(stamp.function, 8))
    lines.append(_Line(f"{local:%d.%m.%Y %H:%M %Z}".strip(), 8))
    if stamp.number:
        lines.append(_Line(text("sign.stamp.number", number=stamp.number), 8))
    shown = [
        _Line(typeface(line.weight).writable(line.said), line.size, line.weight) for line in lines
    ]
    return StaticStampStyle(
        background=_Picture(shown, where), background_layout=_NO_MARGIN, border_width=0
    )


def _embed(writer: BasePdfFileWriter, piece: Piece) -> generic.IndirectObject:
    """Embed a cut typeface in pyHanko's objects.

    Source: ISO 32000-1, 9.7; ISO 19005-2, 6.2.11 (a signature keeps the file PDF/A).
    """

    def names(**entries: object) -> Any:
        return generic.DictionaryObject({pdf_name(f"/{k}"): v for k, v in entries.items()})

    number: Any = generic.NumberObject
    name = pdf_name(f"/{piece.name}")
    program = generic.StreamObject(
        names(Length1=number(len(piece.program))), stream_data=piece.program
    )
    program.compress()
    characters = generic.StreamObject(stream_data=piece.to_unicode())
    characters.compress()
    descriptor = names(
        Type=pdf_name("/FontDescriptor"),
        FontName=name,
        Flags=number(4),
        FontBBox=generic.ArrayObject(map(number, piece.box)),
        ItalicAngle=number(0),
        Ascent=number(piece.ascent),
        Descent=number(piece.descent),
        CapHeight=number(piece.cap_height),
        StemV=number(80),
        FontFile2=writer.add_object(program),
    )
    widths = generic.ArrayObject(map(number, piece.widths))
    descendant = names(
        Type=pdf_name("/Font"),
        Subtype=pdf_name("/CIDFontType2"),
        BaseFont=name,
        CIDSystemInfo=names(
            Registry=generic.pdf_string("Adobe"),
            Ordering=generic.pdf_string("Identity"),
            Supplement=number(0),
        ),
        FontDescriptor=writer.add_object(descriptor),
        CIDToGIDMap=pdf_name("/Identity"),
        DW=number(0),
        W=generic.ArrayObject([number(0), widths]),
    )
    return writer.add_object(
        names(
            Type=pdf_name("/Font"),
            Subtype=pdf_name("/Type0"),
            BaseFont=name,
            Encoding=pdf_name("/Identity-H"),
            DescendantFonts=generic.ArrayObject([writer.add_object(descendant)]),
            ToUnicode=writer.add_object(characters),
        )
    )
