"""Paper and scanner, played: a drawn page becomes an image as a feeder scanner delivers it.

``print_pages`` renders a PDF at 300 dpi; ``scanned`` gives it paper, show-through from the other
side, uneven light, blur, noise and a slight skew; ``separator_sheet`` draws a patch T sheet.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import inch, mm
from reportlab.pdfgen.canvas import Canvas

DPI = 300
WIDTH_PX, HEIGHT_PX = 2480, 3508
PATCH_T = ("narrow", "wide", "narrow", "wide")
"""Order of the bars. Source: Kodak A-61599, Patch Code Information."""
BAR_INCH = {"narrow": 0.08, "wide": 0.20}


@dataclass(frozen=True, slots=True)
class Look:
    """How one image came out of the scanner."""

    is_colour: bool = False
    is_upside_down: bool = False
    skew_deg: float = 0.0
    """Positive: the text runs clockwise."""
    light: float = 0.06
    """How much darker the darkest corner is."""
    noise: float = 1.6
    """Standard deviation in gray levels."""
    show_through: float = 0.05
    """How much of the other side shines through."""
    blur_px: float = 0.7
    paper: tuple[int, int, int] = (250, 249, 244)
    """Red, green, blue of the empty paper."""


def print_pages(pdf: bytes) -> list[np.ndarray]:
    """Render every page at 300 dpi as RGB."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        drawn = page.render(scale=DPI / 72).to_numpy()[..., :3]
        rgb = cv2.cvtColor(drawn, cv2.COLOR_BGR2RGB)
        pages.append(cv2.resize(rgb, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA))
    document.close()
    return pages


def printed_text(pdf: bytes) -> list[str]:
    """Give the text of every page in the order it was drawn, one line break per line."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        lines = page.get_textpage().get_text_range().splitlines()
        texts.append("\n".join(" ".join(line.split()) for line in lines if line.strip()))
    document.close()
    return texts


def blank_side() -> np.ndarray:
    """Give an empty side."""
    return np.full((HEIGHT_PX, WIDTH_PX, 3), 255, np.uint8)


def separator_sheet() -> bytes:
    """Draw a patch T sheet: bars along the leading edge, and turned round at the other one."""
    return drawn(_patch_sheet)


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """Give the PDF of one page that ``draw`` draws."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _patch_sheet(canvas: Canvas) -> None:
    width, height = A4
    for is_turned in (False, True):
        canvas.saveState()
        if is_turned:
            canvas.translate(width, height)
            canvas.rotate(180)
        top = height - 0.5 * inch
        for bar in PATCH_T:
            thickness = BAR_INCH[bar] * inch
            canvas.rect(20 * mm, top - thickness, width - 40 * mm, thickness, stroke=0, fill=1)
            top -= thickness + BAR_INCH["narrow"] * inch
        canvas.restoreState()
    canvas.setFont("Helvetica-Bold", 34)
    canvas.drawCentredString(width / 2, height / 2, "PATCH T")


def scanned(
    side: np.ndarray, other: np.ndarray | None, look: Look, random: np.random.Generator
) -> np.ndarray:
    """Give the image a scanner makes of one side of a sheet.

    Args:
        side: RGB as printed, 300 dpi.
        other: the sheet's other side, which shines through; None for an opaque sheet.
        look: what paper and scanner do to it.
        random: where noise and light come from.

    Returns:
        RGB, or gray with two dimensions.
    """
    ink = 1.0 - side.astype(np.float32) / 255
    page = (1.0 - ink) * np.array(look.paper, np.float32)
    if other is not None and look.show_through:
        back = cv2.cvtColor(other, cv2.COLOR_RGB2GRAY)[:, ::-1]
        back = cv2.GaussianBlur(back, (0, 0), 4.0).astype(np.float32) / 255
        page *= (1.0 - look.show_through * (1.0 - back))[..., None]
    page *= _light(look, random)[..., None]
    page = _turned(page, look.skew_deg, look.paper)
    page = cv2.GaussianBlur(page, (0, 0), look.blur_px)
    if not look.is_colour:
        page = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    page = page + random.normal(0, look.noise, page.shape).astype(np.float32)
    image = np.clip(page, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.rot90(image, 2)) if look.is_upside_down else image


def _light(look: Look, random: np.random.Generator) -> np.ndarray:
    """Give the lamp's unevenness: a slope and a fall at the edges."""
    slope_x, slope_y = random.uniform(-0.5, 0.5, 2)
    x = np.linspace(-0.5, 0.5, WIDTH_PX, dtype=np.float32)[None, :]
    y = np.linspace(-0.5, 0.5, HEIGHT_PX, dtype=np.float32)[:, None]
    fall = 0.5 + slope_x * x + slope_y * y + x * x + y * y
    return (1.0 - look.light * np.clip(fall, 0, 1)).astype(np.float32)


def _turned(page: np.ndarray, skew_deg: float, paper: Sequence[int]) -> np.ndarray:
    matrix = cv2.getRotationMatrix2D((WIDTH_PX / 2, HEIGHT_PX / 2), -skew_deg, 1.0)
    return cv2.warpAffine(
        page,
        matrix,
        (WIDTH_PX, HEIGHT_PX),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=tuple(float(p) for p in paper),
    )
