"""White letters on dark panels are read; large black letters and codes are no panels."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.ocr.engines import open_engine
from registry_desk.ocr.page import read_page
from registry_desk.ocr.panels import with_dark_letters
from registry_desk.ocr.reduced import reduced
from tests.unit.pages import FONT, WORDS, letter

_DPI = 200


def _with_panel(shade):
    page = Image.fromarray(letter(["", *WORDS], dpi=_DPI))
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 30)
    draw.rectangle((160, 150, 1500, 220), fill=shade)
    draw.text((180, 165), "Denumirea serviciilor    Cantitatea    Valoarea", font=font, fill=255)
    return np.array(page)


@pytest.mark.parametrize("shade", [15, 95])
def test_white_words_on_a_dark_panel_are_read(shade):
    read = read_page(_with_panel(shade), _DPI, open_engine("ron"), time_limit_s=60)
    first, *others = read.text.splitlines()
    assert first == "Denumirea serviciilor Cantitatea Valoarea"
    assert len(others) == len(WORDS)


def test_pages_without_panels_stay_as_they_are():
    heading = letter(["REFERAT", "DE URGENȚĂ"], dpi=_DPI, size_pt=64)
    bar = letter(dpi=_DPI)
    cv2.rectangle(bar, (160, 100), (1500, 130), 0, -1)
    squares = np.kron(np.random.default_rng(3).integers(0, 2, (25, 25)) * 255, np.ones((8, 8)))
    code = letter(dpi=_DPI)
    code[50:250, 1200:1400] = squares.astype(np.uint8)
    for page in (letter(dpi=_DPI), heading, bar, code):
        assert with_dark_letters(page, reduced(page, _DPI)) is page
