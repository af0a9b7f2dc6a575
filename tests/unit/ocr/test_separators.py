"""Signs between two parts of a line stay: bars, dots, bullets, the boxes of a form."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box
from registry_desk.ocr.dirt import without_dirt
from registry_desk.ocr.engines import RawWord, open_engine
from registry_desk.ocr.page import read_page
from tests.unit.pages import FONT

_DPI = 200


def _between(sign, width, height, *, top, room=10, confidence=0.9):
    """Two words 20 pixels tall with a sign between them."""
    line = [
        RawWord("Unirii", Box(100, 100, 80, 20), 0.95, 1, 1, 1),
        RawWord(sign, Box(180 + room, top, width, height), confidence, 1, 1, 1),
        RawWord("Telefon", Box(180 + 2 * room + width, 100, 80, 20), 0.95, 1, 1, 1),
    ]
    return " ".join(word.text for word in without_dirt(line))


@pytest.mark.parametrize(
    ("sign", "width", "height", "top", "kept"),
    [
        ("|", 2, 24, 99, "|"),
        ("¦", 2, 24, 99, "|"),
        (":", 3, 3, 111, "·"),
        ("-", 3, 4, 110, "·"),
        (".", 3, 3, 111, "·"),
        ("+", 7, 8, 106, "•"),
        ("*", 8, 9, 101, "*"),
        ("-", 8, 2, 110, "-"),
        ("—", 15, 2, 110, "—"),
    ],
)
def test_a_sign_between_two_words_is_told_by_its_size_and_place(sign, width, height, top, kept):
    assert _between(sign, width, height, top=top) == f"Unirii {kept} Telefon"


@pytest.mark.parametrize(
    ("sign", "width", "height", "top", "room"),
    [
        ("|", 2, 60, 80, 10),  # a table's rule
        ("|", 2, 24, 99, 200),  # a table's rule between two columns
        (".", 3, 3, 117, 10),  # a speck on the ground line
        (":", 3, 3, 92, 10),  # above the words
        ("*", 3, 3, 101, 300),
    ],
)
def test_rules_and_specks_are_still_left_out(sign, width, height, top, room):
    assert _between(sign, width, height, top=top, room=room) == "Unirii Telefon"


def test_a_colon_set_apart_from_its_label_stays():
    assert _between(":", 4, 12, top=106) == "Unirii : Telefon"
    assert _between(":", 4, 12, top=106, confidence=0.3) == "Unirii Telefon"


def test_a_bar_nobody_is_sure_of_is_left_out():
    assert _between("|", 2, 24, top=99, confidence=0.3) == "Unirii Telefon"


def test_an_empty_box_of_a_form_stays_and_lone_brackets_do_not():
    def line(*texts):
        return [
            RawWord(text, Box(100 * place, 100, 88, 20), 0.9, 1, 1, 1)
            for place, text in enumerate(texts)
        ]

    kept = [word.text for word in without_dirt(line("prin", "[", "]", "e-mail"))]
    assert kept == ["prin", "[", "]", "e-mail"]
    assert [word.text for word in without_dirt(line("prin", "[", "e-mail"))] == ["prin", "e-mail"]


def test_a_letterhead_is_read_with_its_signs():
    text = "Slatina, str. Unirii nr. 14 | CUI 5853646 | Tel. 0249 679 697 · Fax 0249 679 698"
    page = Image.new("L", (1500, 400), 255)
    ImageDraw.Draw(page).text((80, 150), text, font=ImageFont.truetype(FONT, 26), fill=0)
    read = read_page(np.asarray(page), _DPI, open_engine("ron"), time_limit_s=60)
    assert read.text.split() == text.split()
