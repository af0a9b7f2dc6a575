"""Pages of letters drawn for tests, with the words that are on them."""

from datetime import UTC, date, datetime

from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box, Word
from registry_desk.pdf import Capture, Metadata, PdfPage, Stamp
from registry_desk.resources import resource

DPI = 200
WIDTH, HEIGHT = 1654, 2339
LINES = (
    "Către Primăria Comunei Valea Stejarului",
    "Subsemnata Crăciun Sânziana, domiciliată în strada Păcii nr. 11,",
    "vă rog să îmi eliberați un certificat de nomenclatură stradală",
    "pentru imobilul înscris în cartea funciară nr. 6409.",
    "Mulțumesc, 19.01.2026",
)
METADATA = Metadata(
    "Cerere nr. 12/2026",
    "Primăria Valea Stejarului",
    "certificat",
    created_at=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
)
CODE = "7F3K9-2QDXM-41PTV-A"
STAMP = Stamp(
    "12/2026",
    date(2026, 11, 23),
    "Primăria Comunei Valea Stejarului",
    CODE,
    f"https://registratura.example/u/{CODE}",
)


def draw_page(folder, name="page.jpg", *, lines=LINES, top=500, mode="RGB", seal=False, step=70):
    """Draw a letter; give the page with its words and their true boxes."""
    image = Image.new(mode, (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(resource("fonts/NotoSans-Regular.ttf")), 34)
    words = []
    for number, line in enumerate(lines):
        x, y = 180, top + number * step
        for text in line.split():
            pen.text((x, y), text, font=font, fill="black" if mode != "1" else 0)
            left, upper, right, lower = pen.textbbox((x, y), text, font=font)
            box = Box(round(left), round(upper), round(right - left), round(lower - upper))
            words.append(Word(text, box, 0.95, line=number))
            x += round(pen.textlength(text + " ", font=font))
    if seal:
        pen.ellipse((1100, 1500, 1400, 1800), outline=(30, 60, 190), width=14)
    file = folder / name
    image.save(file, quality=92, dpi=(DPI, DPI)) if name.endswith("jpg") else image.save(file)
    return PdfPage(file, DPI, tuple(words))


def capture(count):
    """Give the scan's story for so many pages."""
    return Capture(
        device="Simulated scanner",
        settings="feeder, 300 dpi, color",
        operator="Ana Popescu",
        software="Registry Desk",
        captured_at=datetime(2026, 11, 23, 9, 29, tzinfo=UTC),
        page_sha256=tuple(f"{n:064x}" for n in range(count)),
        sheet_count=count,
    )
