"""Files of others: opened in a child within limits, named when they are broken, never a crash."""

import struct
import zlib

import pikepdf
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from registry_desk.errors import DamagedError
from registry_desk.intake import opening
from registry_desk.intake.files import (
    FileEmpty,
    FileNotRecognised,
    FileOpener,
    ImageTooLarge,
    ImageTruncated,
    PdfEncrypted,
)
from tests.unit.pages import letter


@pytest.fixture(scope="module")
def opener():
    with FileOpener(time_limit_s=30) as opened:
        yield opened


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.jpg"
    Image.fromarray(letter()).save(file, dpi=(200, 200))
    return file


def pdf_with(path, pages, **saving):
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(path, **saving)
    return path


def png_of(width, height):
    """Give a PNG that claims a size and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def test_pages_are_counted(opener, page, tmp_path):
    assert opener.count_pages(page) == 1
    assert opener.count_pages(pdf_with(tmp_path / "a.pdf", 3)) == 3
    images = [Image.fromarray(letter()) for _ in range(2)]
    images[0].save(tmp_path / "fax.tif", save_all=True, append_images=images[1:])
    assert opener.count_pages(tmp_path / "fax.tif") == 2


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_image_becomes_a_page(opener, tmp_path, mode):
    source = tmp_path / ("page.tif" if mode in ("CMYK", "I;16") else "page.png")
    image = Image.fromarray(letter()).convert(mode)
    if mode == "I;16":
        image = Image.fromarray(letter().astype("uint16") * 257)
    image.save(source, dpi=(200, 200))
    opener.render_page(source, 1, tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as opened:
        gray = opened.convert("L")
        assert gray.size[0] > 1000
        assert gray.getextrema()[0] < 80 < 200 < gray.getextrema()[1], "black letters, white paper"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", FileEmpty),
        (b"<html>no picture</html>" * 40, FileNotRecognised),
        (png_of(60_000, 60_000), ImageTooLarge),
    ],
    ids=["empty", "html", "60,000 x 60,000"],
)
def test_what_cannot_be_a_page_is_named(opener, tmp_path, content, error):
    file = tmp_path / "odd.png"
    file.write_bytes(content)
    with pytest.raises(error):
        opener.render_page(file, 1, tmp_path / "out.jpg")
    assert not (tmp_path / "out.jpg").exists()


def test_truncated_image_is_named(opener, page, tmp_path):
    page.write_bytes(page.read_bytes()[: page.stat().st_size // 3])
    with pytest.raises(ImageTruncated):
        opener.render_page(page, 1, tmp_path / "out.jpg")


def test_locked_pdf_is_named(opener, tmp_path):
    locked = pdf_with(
        tmp_path / "locked.pdf", 1, encryption=pikepdf.Encryption(owner="a", user="b")
    )
    with pytest.raises(PdfEncrypted):
        opener.count_pages(locked)


def scans_in(target, *, ending=lambda drawn: None):
    drawn = canvas.Canvas(str(target), pagesize=A4)
    picture = ImageReader(Image.new("L", (60, 84), 200))
    for number in range(30):
        if number % 3:
            drawn.drawImage(picture, 0, 0, *A4)
        drawn.showPage()
    ending(drawn)
    drawn.save()
    return target


def test_scans_with_empty_pages_may_be_made_anew(opener, tmp_path):
    assert opener.finished_reason(scans_in(tmp_path / "a.pdf")) is None


@pytest.mark.parametrize(
    "ending",
    [
        lambda drawn: drawn.drawString(60, 700, "Subsemnatul"),
        lambda drawn: drawn.line(60, 700, 300, 500),
    ],
    ids=["text", "curves"],
)
def test_one_written_page_at_the_end_keeps_the_whole_file(opener, tmp_path, ending):
    assert opener.finished_reason(scans_in(tmp_path / "a.pdf", ending=ending)) == "written"


def test_files_inside_and_pages_without_pictures_keep_the_file(opener, tmp_path):
    assert opener.finished_reason(pdf_with(tmp_path / "empty.pdf", 3)) == "written"
    with pikepdf.open(scans_in(tmp_path / "a.pdf")) as pdf:
        pdf.attachments["factura.xml"] = b"<Invoice/>"
        pdf.save(tmp_path / "with.pdf")
    assert opener.finished_reason(tmp_path / "with.pdf") == "written"


@pytest.mark.parametrize("mode", ["L", "RGB", "1", "I;16"])
def test_huge_pictures_are_made_smaller_and_say_by_how_much(tmp_path, monkeypatch, mode):
    monkeypatch.setattr(opening, "_REDUCED_ABOVE", 1_000_000)
    image = Image.fromarray(letter().astype("uint16") * 257)
    if mode != "I;16":
        image = Image.fromarray(letter()).convert(mode)
    image.save(tmp_path / "huge.tif", dpi=(200, 200))
    opened = opening.open_page(tmp_path / "huge.tif")
    assert opened.pixels.size < 1_000_000 * (3 if mode == "RGB" else 1)
    captured = tuple(
        side * by for side, by in zip(opened.pixels.shape[1::-1], opened.shrunk, strict=True)
    )
    assert captured == pytest.approx(image.size)
    assert opened.dpi == pytest.approx((100, 100), rel=0.01)


def test_opener_goes_on_after_a_bad_file(opener, page, tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7\nrubbish" + b"\0" * 3000)
    with pytest.raises(DamagedError):
        opener.count_pages(tmp_path / "bad.pdf")
    assert opener.count_pages(page) == 1


@pytest.mark.parametrize("family", ["broken", "import"])
def test_files_of_others_end_named_or_counted(opener, shared, family):
    seen = 0
    for row in (shared / "material" / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        cells = row.split("\t")
        if cells[0] != family:
            continue
        seen += 1
        try:
            assert opener.count_pages(shared / "material" / cells[1]) >= 0
        except DamagedError as error:
            assert error.message and error.next_step
    assert seen > 5


def test_libraries_complain_to_nobody(tmp_path, capfd):
    """A fax with lines that cannot be decoded is opened; libtiff's words for it are not ours."""
    fax = tmp_path / "fax.tif"
    Image.effect_noise((400, 600), 90).convert("1").save(fax, compression="group4")
    content = fax.read_bytes()
    fax.write_bytes(content[:900] + b"\xaa" * 300 + content[1200:])
    with FileOpener() as opener:
        opener.render_page(fax, 1, tmp_path / "page.png")
    assert capfd.readouterr().err == ""
