"""Pages in narrow faces are read wider, usual ones narrower."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from registry_desk.ocr.engines import open_engine
from registry_desk.ocr.face import width_for_reading
from registry_desk.ocr.page import read_page
from tests.unit.pages import FONT

_DPI = 200
_TEXT = (
    "Preț unitar fără taxe și valoare totală de plată",
    "Mapă de prezentare tipărită pe carton reciclat",
    "Banner de terasă cu două fețe și patru capse",
    "Marfa este însoțită de certificat de calitate",
    "Plata se face în treizeci de zile de la recepție",
)


def _page(share):
    """Print the text; letters keep their height and are this wide."""
    page = Image.new("L", (1600, 700), 255)
    for row, text in enumerate(_TEXT):
        ImageDraw.Draw(page).text(
            (80, 80 + 110 * row), text, font=ImageFont.truetype(FONT, 26), fill=0
        )
    gray = np.asarray(page)
    return cv2.resize(gray, (round(gray.shape[1] * share), 700), interpolation=cv2.INTER_AREA)


def test_a_narrow_face_is_told_from_a_usual_one():
    assert width_for_reading(_page(0.66), _DPI) > 1
    assert width_for_reading(_page(1.0), _DPI) < 1


def test_nothing_is_said_of_an_empty_page():
    assert width_for_reading(np.full((700, 1600), 255, np.uint8), _DPI) < 1


def test_a_strip_of_two_pixels_is_looked_at():
    assert width_for_reading(np.full((700, 2), 255, np.uint8), _DPI) < 1


def test_words_of_a_narrow_face_keep_their_blanks():
    read = read_page(_page(0.6), _DPI, open_engine("ron"), time_limit_s=60)
    assert read.text.split() == " ".join(_TEXT).split()
