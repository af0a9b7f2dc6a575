"""Type, stamps and signatures of the sample letters: reportlab flowables."""

import io
import math
from collections.abc import Sequence

import numpy as np
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer, Table

FONTS = "/usr/share/fonts/truetype"
FACES = {
    "serif": ("liberation/LiberationSerif-Regular", "liberation/LiberationSerif-Bold"),
    "sans": ("liberation/LiberationSans-Regular", "liberation/LiberationSans-Bold"),
    "typewriter": ("liberation/LiberationMono-Regular", "liberation/LiberationMono-Bold"),
    "dejavu": ("dejavu/DejaVuSans", "dejavu/DejaVuSans-Bold"),
    "book": ("noto/NotoSerif-Regular", "noto/NotoSerif-Bold"),
    "noto": ("noto/NotoSans-Regular", "noto/NotoSans-Bold"),
}
BLUE, VIOLET, RED = HexColor("#2b3f9e"), HexColor("#6a3a94"), HexColor("#a02c3c")


def register_faces() -> None:
    """Make the Debian fonts known under the short names of ``FACES``."""
    for face, (regular, bold) in FACES.items():
        pdfmetrics.registerFont(TTFont(face, f"{FONTS}/{regular}.ttf"))
        pdfmetrics.registerFont(TTFont(f"{face}-bold", f"{FONTS}/{bold}.ttf"))
        pdfmetrics.registerFontFamily(
            face, normal=face, bold=f"{face}-bold", italic=face, boldItalic=f"{face}-bold"
        )


class Pen:
    """Writes in one face and size."""

    def __init__(self, face: str, size: float, *, leading: float = 1.35) -> None:
        self._face = face
        self._size = size
        self._leading = leading

    def _style(self, scale: float = 1.0, **more) -> ParagraphStyle:
        size = self._size * scale
        return ParagraphStyle(
            "pen", fontName=self._face, fontSize=size, leading=size * self._leading, **more
        )

    def left(self, *lines: str, scale: float = 1.0, indent_mm: float = 0) -> list[Flowable]:
        return [Paragraph(x, self._style(scale, leftIndent=indent_mm * mm)) for x in lines]

    def right(self, *lines: str, scale: float = 1.0) -> list[Flowable]:
        return [Paragraph(x, self._style(scale, alignment=TA_RIGHT)) for x in lines]

    def centre(self, *lines: str, scale: float = 1.0) -> list[Flowable]:
        return [Paragraph(x, self._style(scale, alignment=TA_CENTER)) for x in lines]

    def body(self, *paragraphs: str, indent_mm: float = 9) -> list[Flowable]:
        style = self._style(alignment=TA_JUSTIFY, firstLineIndent=indent_mm * mm, spaceAfter=5)
        return [Paragraph(x, style) for x in paragraphs]

    def table(self, rows: Sequence[Sequence[str]], widths_mm: Sequence[float], *, right_from: int):
        """Draw a grid; columns from ``right_from`` are flush right, the first row is bold."""
        commands = [
            ("FONT", (0, 0), (-1, -1), self._face, self._size * 0.9),
            ("FONT", (0, 0), (-1, 0), f"{self._face}-bold", self._size * 0.9),
            ("GRID", (0, 0), (-1, -1), 0.6, Color(0.2, 0.2, 0.2)),
            ("ALIGN", (right_from, 0), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
        return [Table(rows, [w * mm for w in widths_mm], style=commands)]


def gap(height_mm: float) -> list[Flowable]:
    return [Spacer(1, height_mm * mm)]


def rule() -> list[Flowable]:
    return [HRFlowable(width="100%", thickness=0.8, color=Color(0, 0, 0), spaceBefore=3)]


class RoundStamp(Flowable):
    """A round stamp that lies over the lines around it and takes no room."""

    def __init__(
        self, around: str, middle: str, *, x_mm: float, y_mm: float, colour=BLUE, turn_deg=8
    ):
        super().__init__()
        self._around, self._middle = around, middle
        self._x, self._y, self._colour, self._turn = x_mm * mm, y_mm * mm, colour, turn_deg

    def wrap(self, *_room):
        return 0, 0

    def draw(self):
        canvas, radius = self.canv, 17 * mm
        canvas.saveState()
        canvas.translate(self._x, self._y)
        canvas.rotate(self._turn)
        colour = Color(self._colour.red, self._colour.green, self._colour.blue, alpha=0.75)
        canvas.setStrokeColor(colour)
        canvas.setFillColor(colour)
        for share, width in ((1.0, 1.6), (0.94, 0.6), (0.62, 0.6)):
            canvas.setLineWidth(width)
            canvas.circle(0, 0, radius * share)
        canvas.setFont("dejavu-bold", 6.5)
        for place, letter in enumerate(self._around):
            canvas.saveState()
            canvas.rotate(-360 * place / len(self._around))
            canvas.drawCentredString(0, radius * 0.75, letter)
            canvas.restoreState()
        canvas.drawCentredString(0, -2, self._middle)
        canvas.restoreState()


class Signature(Flowable):
    """A signature as a pen scribbles it; takes no room."""

    def __init__(self, seed: int, *, x_mm: float, y_mm: float, width_mm: float = 38) -> None:
        super().__init__()
        self._random = np.random.default_rng(seed)
        self._x, self._y, self._width = x_mm * mm, y_mm * mm, width_mm * mm

    def wrap(self, *_room):
        return 0, 0

    def draw(self):
        phases = self._random.uniform(0, 2 * math.pi, 6)
        path = self.canv.beginPath()
        for step in range(141):
            t = step / 140
            swing = sum(
                math.sin(2 * math.pi * t * (k + 1) * 1.4 + phases[k]) / (k + 1) ** 0.7
                for k in range(5)
            )
            x = self._x + self._width * (t + 0.06 * math.sin(9 * math.pi * t + phases[5]))
            y = self._y + swing * 3.2 * mm * (1 - 0.5 * t)
            path.lineTo(x, y) if step else path.moveTo(x, y)
        self.canv.setStrokeColor(HexColor("#1c2a7a"))
        self.canv.setLineWidth(1.3)
        self.canv.drawPath(path)


def printed(story: Sequence[Flowable]) -> bytes:
    """Give the PDF of a letter."""
    buffer = io.BytesIO()
    SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=24 * mm,
        rightMargin=20 * mm,
        topMargin=20 * mm,
        bottomMargin=18 * mm,
        invariant=1,
    ).build(list(story))
    return buffer.getvalue()
