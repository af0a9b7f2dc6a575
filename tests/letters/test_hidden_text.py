"""What nobody can see in a PDF fills no field: the picture is read, not the text behind it."""

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from registry_desk.reading import process
from tests.letters.ink import register_faces

LETTER = (
    "Către Primăria Orașului Borsec",
    "CERERE",
    "Subsemnata Ionescu Maria, cu domiciliul în Borsec, strada Izvoarelor nr. 4,",
    "telefon 0744 120 340, e-mail maria.ionescu@scrisori.example, vă rog să aprobați",
    "eliberarea unui certificat de urbanism pentru construirea unei case.",
    "Data: 12.03.2026",
    "Semnătura: Ionescu Maria",
)
HIDDEN = (
    "Subsemnatul Ascunsu Vasile, telefon 0722 999 888, ascuns@fals.example,",
    "cont RO49AAAA1B31007593840000, cod fiscal 14399840, dosar nr. 77/999/2025",
)
WAYS = ("white", "tiny", "outside", "mode 3", "under a picture")


def hide(canvas, way, y):
    """Write the hidden words in one of the ways in which PDFs hold what is not seen."""
    canvas.saveState()
    size, x = (1 if way == "tiny" else 11), (2000 if way == "outside" else 70)
    canvas.setFillGray(1 if way == "white" else 0)
    for line in HIDDEN:
        written = canvas.beginText(x, y)
        written.setFont("serif", size)
        written.setTextRenderMode(3 if way == "mode 3" else 0)
        written.textLine(line)
        canvas.drawText(written)
        y -= size + 2
    canvas.restoreState()
    if way == "under a picture":
        paper = ImageReader(Image.new("L", (60, 20), 255))
        canvas.drawImage(paper, 60, y - 4, width=480, height=2 * (size + 2) + 20)


@pytest.fixture
def pdf(tmp_path):
    register_faces()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    y = 760
    for line in LETTER:
        canvas.setFont("serif", 12)
        canvas.drawString(70, y, line)
        y -= 22
    for way in WAYS:
        y -= 60
        hide(canvas, way, y)
    canvas.save()
    target = tmp_path / "letter.pdf"
    target.write_bytes(buffer.getvalue())
    return target


def test_hidden_text_fills_no_field(pdf, tmp_path):
    with pypdfium2.PdfDocument(pdf) as opened:
        whole = opened[0].get_textpage().get_text_range()
    assert whole.count("Ascunsu") == len(WAYS)

    told = process([pdf], tmp_path / "out", jobs=1)

    fields = {name: field["value"] for name, field in told["documents"][0]["fields"].items()}
    assert told["documents"][0]["fields"]["kind"]["reason"] == "reason.title: CERERE"
    assert fields["sender_name"] == "Ionescu Maria"
    assert fields["phone"] == "+40744120340"
    assert fields["email"] == "maria.ionescu@scrisori.example"
    assert not {"iban", "cui", "case_number"} & set(fields)
    assert "Ascunsu" not in told["pages"][0]["text"]
