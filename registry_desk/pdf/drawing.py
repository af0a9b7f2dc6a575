"""What is drawn and written by the program itself: words, rules, boxes, QR codes, bars.

Lengths are points; the origin is the page's upper left corner, y grows downwards, as on paper.
A drawing is first collected, then set: fonts are cut to the characters of the whole document.
"""

from dataclasses import dataclass, field

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, Stream

from registry_desk.typeface import BOLD, REGULAR, Piece, typeface

MM = 72 / 25.4
"""Points in a millimetre."""

Color = tuple[float, float, float]
BLACK: Color = (0, 0, 0)
WHITE: Color = (1, 1, 1)


@dataclass(frozen=True, slots=True)
class _Words:
    x: float
    y: float
    said: str
    size: float
    weight: str
    color: Color


@dataclass(slots=True)
class Drawing:
    """One page's, or one stamp's, marks in the order they are put on."""

    height: float
    """Of the page, points."""
    _marks: list[bytes | _Words] = field(default_factory=list)

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        weight: str = REGULAR,
        color: Color = BLACK,
        align: str = "left",
        fit: float | None = None,
    ) -> None:
        """Write one line with its baseline at ``y``.

        ``align`` says what ``x`` is: the ``left`` end of the line, its ``centre`` or its ``right``
        end. ``fit`` is a width within which the line is kept by setting it smaller.
        """
        face = typeface(weight)
        said = face.writable(words)
        width = face.width(said, size)
        if fit is not None and width > fit:
            size, width = size * fit / width, fit
        start = x - {"left": 0.0, "centre": width / 2, "right": width}[align]
        self._marks.append(_Words(start, y, said, size, weight, color))

    def paragraph(
        self,
        x: float,
        y: float,
        width: float,
        words: str,
        size: float,
        *,
        weight: str = REGULAR,
        leading: float = 1.35,
    ) -> float:
        """Write words broken into lines, the first baseline at ``y``.

        Returns:
            The baseline that would come next.
        """
        for line in typeface(weight).lines(words, size, width):
            self.write(x, y, line, size, weight=weight)
            y += size * leading
        return y

    def rule(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        """Draw a line."""
        top, end = self.height - y1, self.height - y2
        self._put(f"q {width:.2f} w {x1:.2f} {top:.2f} m {x2:.2f} {end:.2f} l S Q")

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        line: Color | None = None,
        fill: Color | None = None,
        line_width: float = 0.8,
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        paint = {(True, True): "B", (True, False): "S", (False, True): "f", (False, False): "n"}
        inks = (_ink(line, "RG") if line else "") + (_ink(fill, "rg") if fill else "")
        place = f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re"
        self._put(f"q {inks}{line_width:.2f} w {place} {paint[bool(line), bool(fill)]} Q")

    def qr(self, x: float, y: float, side: float, content: str, color: Color = BLACK) -> None:
        """Draw a QR code with its quiet zone, ``side`` points wide in all.

        Source: ISO/IEC 18004; error correction M.
        """
        rows = [list(r) for r in segno.make_qr(content, error="m", boost_error=False).matrix]
        module = side / (len(rows) + 8)
        self.box(x, y, side, side, fill=WHITE)
        bars = []
        for place, row in enumerate(rows):
            bottom = self.height - y - (place + 5) * module
            for start, end in _runs(row):
                left = x + (start + 4) * module
                bars.append(f"{left:.3f} {bottom:.3f} {(end - start) * module:.3f} {module:.3f} re")
        self._put(f"q {_ink(color, 'rg')}{' '.join(bars)} f Q")

    def bars(self, x: float, y: float, height: float, spans: list[tuple[float, float]]) -> None:
        """Draw upright black bars.

        Each of ``spans`` is a bar's offset from ``x`` and its width.
        """
        bottom = self.height - y - height
        shapes = " ".join(
            f"{x + offset:.3f} {bottom:.2f} {width:.3f} {height:.2f} re" for offset, width in spans
        )
        self._put(f"q 0 g {shapes} f Q")

    def _put(self, operators: str) -> None:
        self._marks.append(operators.encode("ascii"))

    def characters(self) -> dict[str, set[str]]:
        """Give the characters written in each weight."""
        used: dict[str, set[str]] = {}
        for mark in self._marks:
            if isinstance(mark, _Words):
                used.setdefault(mark.weight, set()).update(mark.said)
        return used

    def operators(self, pieces: dict[str, Piece]) -> bytes:
        """Set the drawing as a content stream; fonts are named ``/FRegular``, ``/FBold``."""
        return b"\n".join(
            self._set(mark, pieces[mark.weight]) if isinstance(mark, _Words) else mark
            for mark in self._marks
        )

    def _set(self, mark: _Words, piece: Piece) -> bytes:
        return (
            f"BT {_ink(mark.color, 'rg')}/F{mark.weight} {mark.size:.3f} Tf "
            f"{mark.x:.3f} {self.height - mark.y:.3f} Td <{piece.encoded(mark.said)}> Tj ET"
        ).encode("ascii")


def pieces_for(drawings: list[Drawing]) -> dict[str, Piece]:
    """Cut the typefaces to what some drawings of one document write."""
    used: dict[str, set[str]] = {}
    for drawing in drawings:
        for weight, characters in drawing.characters().items():
            used.setdefault(weight, set()).update(characters)
    return {
        weight: typeface(weight).piece(used[weight]) for weight in (REGULAR, BOLD) if weight in used
    }


def embed(pdf: pikepdf.Pdf, pieces: dict[str, Piece]) -> Dictionary:
    """Embed cut typefaces as the ``/Font`` dictionary of a page's resources."""
    fonts = Dictionary()
    for weight, piece in pieces.items():
        fonts[f"/F{weight}"] = embed_piece(pdf, piece)
    return fonts


def embed_piece(pdf: pikepdf.Pdf, piece: Piece) -> pikepdf.Object:
    """Embed one cut typeface.

    Source: ISO 32000-1, 9.7 (composite fonts); ISO 19005-2, 6.2.11.
    """
    name = Name(f"/{piece.name}")
    program = Stream(pdf, piece.program)
    program.Length1 = len(piece.program)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=Array(list(piece.box)),
        ItalicAngle=0,
        Ascent=piece.ascent,
        Descent=piece.descent,
        CapHeight=piece.cap_height,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        DW=0,
        W=Array([0, Array(list(piece.widths))]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, piece.to_unicode())),
        )
    )


def _ink(color: Color, operator: str) -> str:
    return " ".join(f"{part:.3g}" for part in color) + f" {operator} "


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Give the dark runs of a row as (first, after the last)."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        elif dark:
            runs.append((place, place + 1))
    return runs
