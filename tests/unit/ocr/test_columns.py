"""Two pages side by side are read one after the other; tables stay in rows."""

from registry_desk.model.page import Box
from registry_desk.ocr.columns import in_columns
from registry_desk.ocr.engines import RawWord

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
