"""Two pages side by side are read one after the other, columns too; tables stay in rows."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box
from registry_desk.ocr.columns import has_columns, in_columns
from registry_desk.ocr.engines import RawWord, open_engine
from registry_desk.ocr.page import read_page
from tests.unit.pages import FONT, WORDS

_DPI = 200


def _line(number, texts, *, left=0, width=80):
    y = 100 + 40 * number
    return [
        RawWord(text, Box(left + 90 * place, y, width, 25), 0.9, 1, 1, number)
        for place, text in enumerate(texts)
    ]


def _spread(words_right, *, rows=12, heading=True):
    words = _line(0, ["titlu"], left=300, width=500) if heading else []
    for row in range(1, rows + 1):
        words += _line(row, [f"s{row}.{n}" for n in range(5)])
        words += _line(row, [f"d{row}.{n}" for n in range(words_right)], left=600)
    return words


def test_left_column_comes_before_the_right_one():
    texts = [word.text for word in in_columns(_spread(5), _DPI)]
    assert texts[0] == "titlu"
    assert texts[1:61] == [f"s{row}.{n}" for row in range(1, 13) for n in range(5)]
    assert texts[61:] == [f"d{row}.{n}" for row in range(1, 13) for n in range(5)]


def test_parts_of_a_line_are_lines_of_their_own():
    words = in_columns(_spread(5, heading=False), _DPI)
    keys = {(word.block, word.paragraph, word.line) for word in words}
    assert len(keys) == 24


def test_table_with_amounts_at_the_right_stays_in_rows():
    table = _spread(2)
    assert in_columns(table, _DPI) == table


def test_letter_with_two_short_blocks_side_by_side_stays():
    letter = _spread(5, rows=5)
    assert in_columns(letter, _DPI) == letter
    assert in_columns([], _DPI) == []


def test_columns_below_a_heading_are_seen():
    assert has_columns(_spread(5), _DPI)
    assert has_columns([*_spread(5, heading=False), *_line(20, "abcdefghij", width=70)], _DPI)


def test_rows_and_plain_letters_have_no_columns():
    plain = [word for row in range(30) for word in _line(row, "abcdefghij")]
    cells = [word for row in range(20) for word in (*_line(row, "ab"), *_line(row, "cd", left=600))]
    for words in (plain, cells, _spread(2), _spread(5, rows=5), []):
        assert not has_columns(words, _DPI)


@pytest.mark.parametrize("lower_px", [0, 9], ids=["level", "the right one lower"])
def test_columns_of_an_upright_page_are_read_one_after_the_other(lower_px):
    page = Image.new("L", (1654, 1400), 255)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 28)
    draw.text((160, 120), "Monitorul local al comunei Valea Mare", font=font)
    words = " ".join(WORDS * 4).split()
    written = [
        [" ".join(words[n : n + 5]) for n in range(start, start + 70, 5)] for start in (0, 70)
    ]
    for column, lines in enumerate(written):
        for row, line in enumerate(lines):
            place = (160 + 700 * column, 220 + 60 * row + lower_px * column)
            draw.text(place, line, font=font)
    read = read_page(np.array(page), _DPI, open_engine("ron"), time_limit_s=60).text
    said = [line for lines in written for line in lines]
    assert read.split() == " ".join(["Monitorul local al comunei Valea Mare", *said]).split()
