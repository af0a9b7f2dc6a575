"""PDFs in which written pages and scans stand in any order: read page by page, never altered."""

import io

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from registry_desk.durable import sha256_of
from registry_desk.reading import process
from tests.unit.pages import WORDS, letter

_DPI = 150
_STANDS = {"scan": 0, "scan upside down": 180, "scan on its side": 90}
_KINDS = (*_STANDS, "written", "blank", "cut to its middle")


def _draw(drawn, number, kind):
    if kind in _STANDS:
        page = letter([f"Scanata cu numarul {number}", *WORDS], dpi=_DPI)
        image = Image.fromarray(np.ascontiguousarray(np.rot90(page, k=-_STANDS[kind] // 90)))
        size = [side * 72 / _DPI for side in image.size]
        drawn.setPageSize(size)
        drawn.drawImage(ImageReader(image), 0, 0, *size)
    elif kind != "blank":
        drawn.setPageSize((595, 842))
        drawn.setFont("Helvetica", 12)
        for line in range(12):
            drawn.drawString(60, 600 - 18 * line, f"Scrisa cu numarul {number}, randul {line}")
    else:
        drawn.setPageSize((595, 842))
    drawn.showPage()


def _made(target, kinds):
    content = io.BytesIO()
    drawn = canvas.Canvas(content, invariant=1)
    for number, kind in enumerate(kinds, 1):
        _draw(drawn, number, kind)
    drawn.save()
    with pikepdf.open(content) as pdf:
        for page, kind in zip(pdf.pages, kinds, strict=True):
            if kind == "cut to its middle":
                page.CropBox = pikepdf.Array([40, 380, 400, 640])
                page.Rotate = 90
        pdf.save(target)
    return target


@pytest.mark.parametrize("count", [6, pytest.param(50, marks=pytest.mark.full)])
def test_every_page_is_read_the_right_way_up_and_the_file_stays(tmp_path, count):
    kinds = [_KINDS[place % len(_KINDS)] for place in range(count)]
    file = _made(tmp_path / "mixed.pdf", kinds)
    told = process([file], tmp_path / "out")
    assert told["damaged"] == []
    assert [page["source_page"] for page in told["pages"]] == list(range(1, count + 1))
    for page, kind in zip(told["pages"], kinds, strict=True):
        assert page["is_blank"] == (kind == "blank")
        assert page["rotation_deg"] == (360 - _STANDS.get(kind, 90 if "cut" in kind else 0)) % 360
        says = "" if kind == "blank" else f"cu numarul {page['source_page']}"
        assert says in page["text"]
    (document,) = told["documents"]
    assert document["kept_as_it_is"] == "written"
    assert sha256_of(tmp_path / "out" / document["pdf"]) == sha256_of(file)
