"""A block beside a larger one, whose lines the engine ran together, is read again by itself."""

from unittest.mock import ANY

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box
from registry_desk.ocr.beside import with_blocks_alone
from registry_desk.ocr.engines import RawWord, open_engine
from registry_desk.ocr.page import read_page
from registry_desk.ocr.reduced import reduced
from tests.unit.pages import FONT

_DPI = 200
NAME = ("Agenția pentru Protecția", "Mediului din Județul", "Valea Mare")
REACHED = ("Str. Amurgului nr. 32", "Tel. 0256 815 771", "Fax 0256 815 772", "C.U.I. 8105975")


def head(*, step=26):
    """Draw a letterhead of two parts; give the page and the right part's place."""
    page = Image.new("L", (1654, 700), 255)
    pen = ImageDraw.Draw(page)
    for row, text in enumerate(NAME):
        pen.text((160, 100 + 38 * row), text, font=ImageFont.truetype(FONT, 30), fill=0)
    for row, text in enumerate(REACHED):
        pen.text((1060, 100 + step * row), text, font=ImageFont.truetype(FONT, 20), fill=0)
    for row in range(8):
        text = "Prin prezenta vă comunicăm că documentația a fost primită și se află în lucru."
        pen.text((160, 320 + 40 * row), text, font=ImageFont.truetype(FONT, 26), fill=0)
    return np.asarray(page)


def word(text, x, y, confidence, *, height=24, line=0):
    return RawWord(text, Box(x, y, 12 * len(text), height), confidence, 0, 0, line)


LEFT = [word(t, 160, 102 + 38 * row, 0.95, line=row) for row, t in enumerate(NAME)]
MIXED = [word("amur", 1060, 102, 0.9), word("7", 1150, 130, 0.1), word("exar", 1060, 150, 0.2)]
AGAIN = [word(t, 1060, 102 + 26 * row, 0.94, height=18, line=row) for row, t in enumerate(REACHED)]


def weight(words):
    return sum(len(w.text) * (w.confidence - 0.4) for w in words)


def read(words, again, *, page=None):
    asked = []

    def block(box):
        asked.append(box)
        return again

    small = reduced(head() if page is None else page, _DPI)
    found = with_blocks_alone(small, words, block, weight)
    return [w.text for w in found], asked


def test_a_page_with_such_a_head_is_read_right():
    text = read_page(head(), _DPI, open_engine("ron"), time_limit_s=60).text
    assert text.splitlines()[:7] == [*NAME, *REACHED]


def test_the_block_is_read_and_stands_behind_what_is_to_its_left():
    body = [word("Prin", 160, 322, 0.95)]
    found, (box,) = read([LEFT[0], *MIXED, *LEFT[1:], *body], AGAIN)
    assert found == [*NAME, *REACHED, "Prin"]
    assert (box.x, box.y) == (pytest.approx(1060, abs=12), pytest.approx(104, abs=12))
    assert box.bottom == pytest.approx(100 + 3 * 26 + 20, abs=16)


def test_what_is_worth_no_more_is_not_taken():
    found, asked = read([*LEFT, *MIXED], [word("ex", 1060, 120, 0.5)])
    assert (found, len(asked)) == ([w.text for w in (*LEFT, *MIXED)], 1)


def test_where_the_engine_breaks_off_the_words_stay():
    faint = [word("ex", 1060, 120, 0.2), word("7", 1150, 130, 0.1)]
    assert read([*LEFT, *faint], []) == ([*NAME, "ex", "7"], ANY)


def test_a_sure_block_is_not_read_again():
    assert read([*LEFT, *AGAIN], AGAIN) == ([*NAME, *REACHED], [])


def test_one_unsure_word_is_no_confusion():
    words = [*LEFT, *AGAIN[:-1], word("C.U.1", 1060, 180, 0.3)]
    assert read(words, AGAIN)[1] == []


def test_a_tables_rows_stay_rows():
    rows = [word(t, 1060, 102 + 38 * row, 0.94, line=row) for row, t in enumerate(NAME)]
    found, asked = read([*LEFT, *MIXED], rows, page=head(step=38))
    assert found == [w.text for w in (*LEFT, *MIXED)]
    assert asked
