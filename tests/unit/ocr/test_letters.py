"""Letters that engines take for others are put right where no other word is possible."""

import pytest

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.letters import has_marks, mended


def read(*words):
    boxes = (Box(100 * place, 50, 90, 30) for place in range(len(words)))
    line = [RawWord(word, box, 0.9, 0, 0, 0) for word, box in zip(words, boxes, strict=True)]
    return [word.text for word in mended(line)]


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("lași,", "Iași,"), ("Maria-loana", "Maria-Ioana"), ("lnspectoratul", "Inspectoratul"),
        ("lntrare", "Intrare"), ("lazului", "Iazului"), ("loan", "Ioan"),
        ("leșire", "Ieșire"), ("C.L.F.:", "C.I.F.:"), ("CLF", "CIF"), ("CUL", "CUI"),
        ("C.U.1.:", "C.U.I.:"), ("CULRO5132805", "CUIRO5132805"), ("CUl:", "CUI:"),
        ("Il-a", "II-a"), ("lll-a", "III-a"), ("ll-lea", "II-lea"),
    ],
)  # fmt: skip
def test_capital_i_that_was_read_as_l(seen, true):
    assert read(seen) == [true]


@pytest.mark.parametrize(
    "word",
    [
        "lași",
        "l-am",
        "lt.",
        "lucru",
        "lmobil@post.example",
        "lângă",
        "le-ai",
        "dându-le",
        "CULOARE",
        "11-a",
        "CULTURA",
        "il-a",
    ],
)
def test_words_with_an_l_stay(word):
    assert read(word) == [word]


@pytest.mark.parametrize(
    ("seen", "true"),
    [
        ("BAI6", "BA16"), ("RO9I", "RO91"), ("2O24", "2024"), ("4l2,00", "412,00"),
        ("0|5", "015"), ("DNI3", "DN13"), ("278634101.09.2025", "278634/01.09.2025"),
    ],
)  # fmt: skip
def test_ones_and_noughts_among_digits_that_were_read_as_letters(seen, true):
    assert read(seen) == [true]


@pytest.mark.parametrize(
    "word", ["XI", "3l", "ROI", "BAI", "ana5l2@post.example", "H2O", "7I", "112101.13.2025"]
)
def test_letters_beside_digits_stay(word):
    assert read(word) == [word]


@pytest.mark.parametrize("seen", ["|", "l", "I"])
def test_the_first_of_a_month_is_a_number(seen):
    assert read("str.", seen, "Decembrie", "1918") == ["str.", "1", "Decembrie", "1918"]
    assert read("Carol", "I", "Maior") == ["Carol", "I", "Maior"]


def test_a_stroke_that_ends_a_word_within_a_sentence_is_an_l():
    assert read("termenul", "lega!", "de", "zile!") == ["termenul", "legal", "de", "zile!"]
    assert read("Ajutor!", "Vă", "rog") == ["Ajutor!", "Vă", "rog"]


def _page(*texts):
    return [RawWord(text, Box(0, 0, 9, 9), 0.9, 0, 0, 0) for text in texts]


def test_a_page_without_marks_has_none_in_its_smallest_word_either():
    unmarked = _page(*["strada", "numarul"] * 20, "în")
    assert has_marks(unmarked) is False
    assert [word.text for word in mended(unmarked[-1:], is_marked=False)] == ["in"]


def test_a_page_with_marks_has_one_in_its_smallest_word_too():
    marked = _page("cerere", "soția", "mâine", "in")
    assert has_marks(marked) is True
    assert [word.text for word in mended(marked[-1:], is_marked=True)] == ["în"]


def test_nothing_is_said_of_sums_nor_of_a_page_with_one_other_mark():
    assert has_marks(_page(*["1.234,00", "12"] * 39, "Plata", "în")) is None
    assert has_marks(_page(*["strada", "numarul"] * 20, "FACTURĂ", "în")) is None


def test_nothing_is_said_of_a_few_words():
    few = _page("Redactat", "în", "grabă")
    assert has_marks(few) is None
    assert [word.text for word in mended(few[1:2], is_marked=None)] == ["în"]
