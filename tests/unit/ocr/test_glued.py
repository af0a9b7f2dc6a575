"""Words read as one are parted where a blank stands between them on the paper."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord, open_engine
from registry_desk.ocr.glued import with_blanks
from tests.unit.pages import FONT

_DPI = 200


def _read_again(printed, read, *, confidence=0.6, between=""):
    page = Image.new("L", (900, 200), 255)
    pen, font, left = ImageDraw.Draw(page), ImageFont.truetype(FONT, 28), 100
    for sign in printed:  # one by one, where letters are to stand apart
        pen.text((left, 80), sign, font=font, fill=0)
        left += round(font.getlength(sign)) + (6 if between else 0)
    box = Box(98, 78, left - 96, 38)
    word = RawWord(read, box, confidence, 1, 2, 3)
    return with_blanks(np.asarray(page), _DPI, [word], open_engine("ron"), time_limit_s=60)


def test_a_table_cells_words_are_parted_and_stand_where_they_are():
    parts = _read_again("Coș gunoi stradal", "Coșgunoistradal")
    assert [part.text for part in parts] == ["Coș", "gunoi", "stradal"]
    assert all((part.block, part.paragraph, part.line) == (1, 2, 3) for part in parts)
    assert [part.box.x for part in parts] == sorted(part.box.x for part in parts)
    assert parts[0].box.x == pytest.approx(100, abs=6)
    assert all(part.confidence > 0.85 for part in parts)


def test_a_sheets_size_and_weight_are_parted():
    assert [p.text for p in _read_again("A4, 80 g", "A4,80g")] == ["A4,", "80", "g"]


@pytest.mark.parametrize(
    ("printed", "read"), [("contrasemnat", "contrasemnat"), ("Coș gunoi", "Coșqunoi")]
)
def test_one_word_stays_and_so_does_what_reads_otherwise_the_second_time(printed, read):
    assert [part.text for part in _read_again(printed, read)] == [read]


def test_a_word_in_spaced_letters_stays():
    assert len(_read_again("contract", "contract", between=" ")) == 1


def test_a_sure_word_is_not_read_again():
    assert [p.text for p in _read_again("Coș gunoi", "Coșgunoi", confidence=0.96)] == ["Coșgunoi"]
