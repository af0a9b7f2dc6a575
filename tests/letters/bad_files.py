"""Files as people bring them and as nobody should: odd, broken, hostile, and what comes of each."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
from PIL import Image
from reportlab.pdfgen import canvas

from tests.unit.pages import WORDS, letter

DPI = 150


@dataclass(frozen=True)
class Bad:
    name: str
    make: Callable[[], bytes]
    pages: int = 1
    damaged: tuple[int, ...] = ()
    """Pages that are named in ``damaged``."""
    code: str = ""
    """Code they are named with."""
    kept: str | None = None
    """Why it stays byte for byte."""


def _image(kind, image=None, **options):
    target = io.BytesIO()
    (image or _page()).save(target, kind, **options)
    return target.getvalue()


def _page():
    return Image.fromarray(letter(WORDS, dpi=DPI)).convert("RGB")


def _cut(content, share=0.5):
    return content[: int(len(content) * share)]


def _deep():
    return Image.fromarray(np.asarray(_page().convert("L")).astype(np.uint16) * 257)


def _clear():
    ink = _page().convert("L").point(lambda level: 255 - level)
    clear = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    clear.paste((10, 10, 60, 255), mask=ink)
    return clear


def _turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = {6: Image.Transpose.ROTATE_90, 3: Image.Transpose.ROTATE_180}[orientation]
    return _image("JPEG", _page().transpose(turn), exif=exif, dpi=(DPI, DPI), quality=90)


def _bomb(side=60_000):
    """Build a black and white PNG of 3.6 thousand million pixels in half a megabyte."""

    def chunk(kind, content):
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * (side // 8)
    packed = b"".join(packer.compress(row * 100) for _ in range(side // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def _pages(kind, count, **options):
    first, *others = (_page().convert("L") for _ in range(count))
    return _image(kind, first, save_all=True, append_images=others, **options)


def _tiff_with_a_bad_page():
    content = bytearray(_pages("TIFF", 3, compression="tiff_lzw", dpi=(DPI, DPI)))
    with Image.open(io.BytesIO(content)) as image:
        image.seek(1)
        places = image.tag_v2[273]
    for place in places[:40]:
        content[place : place + 60] = b"\xaa" * 60
    return bytes(content)


def _tiff_with_a_broken_chain():
    """Build two pages, the second of which is said to lie beyond the file's end."""
    content = bytearray(_pages("TIFF", 2, compression="tiff_lzw", dpi=(DPI, DPI)))
    first = struct.unpack_from("<I", content, 4)[0]
    count = struct.unpack_from("<H", content, first)[0]
    struct.pack_into("<I", content, first + 2 + 12 * count, 0x7FFFFFF0)
    return bytes(content)


def _larger_than_it_is():
    """Build a JPEG whose head promises a page of which a hundredth came."""
    content = bytearray(_jpeg())
    struct.pack_into(">HH", content, content.find(b"\xff\xc0") + 5, 9000, 9000)
    return bytes(content)


def _written(pages=1, size=(595, 842), form=False):
    target = io.BytesIO()
    drawn = canvas.Canvas(target, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        drawn.setFont("Helvetica", 12)
        drawn.drawString(
            60, size[1] - 80, f"Subsemnatul Ion Popescu solicit un certificat {number}"
        )
        if form:
            drawn.acroForm.textfield(name="nume", x=60, y=600, width=200, value="Ionescu")
        drawn.showPage()
    drawn.save()
    return target.getvalue()


def _saved(pdf, **options):
    target = io.BytesIO()
    pdf.save(target, **options)
    return target.getvalue()


def _locked(user):
    with pikepdf.open(io.BytesIO(_written())) as pdf:
        return _saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=user))


def _picture_pdf(width, height, content, filters, **more: Any):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    image = pikepdf.Stream(pdf, b"")
    image.write(content, filter=pikepdf.Array([pikepdf.Name(name) for name in filters]))
    image.update({
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image,
        "/Width": width, "/Height": height, "/BitsPerComponent": 8,
    })  # fmt: skip
    image.ColorSpace = more.get("space", pikepdf.Name.DeviceGray)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return _saved(pdf)


def _picture_bomb():
    content = zlib.compress(zlib.compress(b"\0" * 100_000_000, 9), 9)
    return _picture_pdf(30_000, 30_000, content, ["/FlateDecode", "/FlateDecode"])


def _jpeg2000():
    page = _page()
    content = _image("JPEG2000", page)
    return _picture_pdf(*page.size, content, ["/JPXDecode"], space=pikepdf.Name.DeviceRGB)


def _drawing_bomb(depth=12):
    """Build drawings that draw drawings, ten times each: 10^12 strokes in three kilobytes."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    inner = None
    for _ in range(depth):
        drawing = pdf.make_stream(b"/X Do " * 10 if inner else b"0 0 10 10 re f " * 1000)
        drawing.update({
            "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form,
            "/BBox": pikepdf.Array([0, 0, 595, 842]),
        })  # fmt: skip
        if inner is not None:
            drawing.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        inner = pdf.make_indirect(drawing)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
    page.Contents = pdf.make_stream(b"/X Do ")
    return _saved(pdf)


def _without_font():
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 60 700 Td (Text fara font) Tj ET")
    return _saved(pdf)


def _without_box():
    with pikepdf.open(io.BytesIO(_written(2))) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 0, 0])
        pdf.pages[1].MediaBox = pikepdf.Array([0, 0, -595, -842])
        return _saved(pdf)


def _cropped_away():
    with pikepdf.open(io.BytesIO(_jpeg2000())) as pdf:
        pdf.pages[0].CropBox = pikepdf.Array([2000, 2000, 3000, 3000])
        return _saved(pdf)


def _jpeg():
    return _image("JPEG", quality=85, dpi=(DPI, DPI))


def _broken_end():
    whole = _written()
    return whole[: whole.rfind(b"startxref")] + b"startxref\n99999\n%%EOF"


def _without_pages():
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"
    )


BAD_FILES = [
    Bad("cut.jpg", lambda: _cut(_jpeg()), damaged=(1,), code="image_truncated"),
    Bad("cut.png", lambda: _cut(_image("PNG")), damaged=(1,), code="image_truncated"),
    Bad(
        "cut.tif", lambda: _cut(_image("TIFF", compression="tiff_lzw")), damaged=(1,), code="image_"
    ),
    Bad("empty.jpg", lambda: b"", damaged=(1,), code="file_empty"),
    Bad("png named.jpg", lambda: _image("PNG", dpi=(DPI, DPI))),
    Bad("words.pdf", lambda: b"salut", damaged=(1,), code="file_not_recognised"),
    Bad(
        "page.pdf",
        lambda: b"<html><script>alert(1)</script></html>",
        damaged=(1,),
        code="file_not_",
    ),
    Bad("cmyk.jpg", lambda: _image("JPEG", _page().convert("CMYK"), dpi=(DPI, DPI))),
    Bad("deep.png", lambda: _image("PNG", _deep(), dpi=(DPI, DPI))),
    Bad("deep.tif", lambda: _image("TIFF", _deep(), dpi=(DPI, DPI))),
    Bad(
        "fax.tif",
        lambda: _image("TIFF", _page().convert("1"), compression="group4", dpi=(DPI, DPI)),
    ),
    Bad("palette.png", lambda: _image("PNG", _page().quantize(16), dpi=(DPI, DPI))),
    Bad("clear.png", lambda: _image("PNG", _clear(), dpi=(DPI, DPI))),
    Bad("turned.jpg", lambda: _turned(6)),
    Bad("upside down.jpg", lambda: _turned(3)),
    Bad("stamp size.png", lambda: _image("PNG", Image.new("L", (30, 30), 200))),
    Bad("bomb.png", _bomb, damaged=(1,), code="image_too_large"),
    Bad("three.tif", _tiff_with_a_bad_page, pages=3, damaged=(2,), code="image_"),
    Bad("chain.tif", _tiff_with_a_broken_chain, pages=2, damaged=(2,), code="image_"),
    Bad("larger.jpg", _larger_than_it_is),
    Bad("moving.gif", lambda: _pages("GIF", 3)),
    Bad("moving.webp", lambda: _pages("WEBP", 2)),
    Bad("written.pdf", lambda: _written(2), pages=2, kept="written"),
    Bad("locked.pdf", lambda: _locked("secret"), damaged=(1,), code="pdf_encrypted"),
    Bad("owned.pdf", lambda: _locked(""), kept="encrypted"),
    Bad("form.pdf", lambda: _written(form=True), kept="form"),
    Bad("broken end.pdf", _broken_end, kept="written"),
    Bad("cut.pdf", lambda: _cut(_written(), 0.66), damaged=(1,), code="pdf_damaged"),
    Bad("no pages.pdf", _without_pages, damaged=(1,), code="pdf_damaged"),
    Bad("five metres.pdf", lambda: _written(size=(595, 14_173)), kept="written"),
    Bad("no box.pdf", _without_box, pages=2, kept="written"),
    Bad("picture bomb.pdf", _picture_bomb),
    Bad("drawing bomb.pdf", _drawing_bomb, damaged=(1,), code="file_"),
    Bad("jpeg2000.pdf", _jpeg2000),
    Bad("cropped away.pdf", _cropped_away),
    Bad("no font.pdf", _without_font, kept="written"),
    Bad("pdf named.png", _written, kept="written"),
]
"""Every kind of fault once."""


NAMES = (
    "spații și ășțîâ.jpg", "\u202egpj.exe", "a\u0301\u0327.jpg", "emoji\N{GRINNING FACE}.jpg",
    "--help", "new\nline.jpg", "x" * 250 + ".jpg", "\u200d\u200b.jpg", "\udcff\udcfe.jpg",
)  # fmt: skip
"""File names with every trick of Unicode, and one that is none."""
