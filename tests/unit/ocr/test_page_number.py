"""The page's number at its foot is read by itself, with the dashes and blanks it has."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord, open_engine
from registry_desk.ocr.page_number import with_page_number
from tests.unit.pages import FONT

_DPI = 200
_ABOVE = RawWord("constatare.", Box(160, 1700, 190, 40), 0.95, 1, 0, 0)


def said(printed, *read):
    """Print a line at the foot of a page and give what is told of it after it was read as said."""
    page = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 28)
    pen.text((160, 1700), "constatare.", font=font, fill=0)
    pen.text((827, 2180), printed, font=font, fill=0, anchor="ms")
    words = [_ABOVE]
    for place, text in enumerate(read):
        words.append(RawWord(text, Box(800 + 30 * place, 2158, 25, 24), 0.5, 2, 0, 0))
    told = with_page_number(np.asarray(page), _DPI, words, open_engine("ron"), time_limit_s=60)
    assert told[0] == _ABOVE
    return told[1:]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("- 2 -", ["-2-"]),
        ("- 12 -", []),
        ("-2-", ["- 2", "-"]),
        ("- 1 -", ["1"]),
        ("2/4", ["214"]),
        ("1 / 2", ["1/2"]),
        ("7", []),
        ("Pag. 2/3", ["Pag,", "2/3"]),
        ("Pagina 1 din 3", ["Pagina", "1", "din3"]),
    ],
)
def test_it_is_told_as_it_stands(printed, read):
    assert " ".join(word.text for word in said(printed, *read)) == printed


def test_its_words_stand_over_the_line():
    boxes = [word.box for word in said("- 2 -")]
    assert [box.x for box in boxes] == sorted(box.x for box in boxes)
    assert all(box.y > 2150 and box.bottom < 2190 for box in boxes)
    assert boxes[0].x > 770 and boxes[-1].right < 890


@pytest.mark.parametrize("printed", ["Anexă", "Director,", "tel. 0244"])
def test_another_short_line_stays_as_it_was_read(printed):
    assert [word.text for word in said(printed, *printed.split())] == printed.split()


def test_a_page_without_a_foot_keeps_its_words():
    blank = np.full((20, 20), 255, np.uint8)
    assert with_page_number(blank, _DPI, [_ABOVE], open_engine("ron"), time_limit_s=60) == [_ABOVE]
