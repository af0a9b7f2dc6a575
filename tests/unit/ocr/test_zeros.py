"""A dotted zero is told from the signs it is taken for, and nothing else is taken for one."""

import cv2
import numpy as np
import pytest

from registry_desk.model.page import Box, Word
from registry_desk.ocr.zeros import with_dotted_zeros

_PITCH, _HALF = 30, (10, 18)


def printed(signs):
    """Draw dotted zeros (``o``), eights and commas in fixed-width type; give page and word box."""
    page = np.full((80, 40 + _PITCH * len(signs)), 250, np.uint8)
    for place, sign in enumerate(signs):
        middle = (20 + _PITCH // 2 + _PITCH * place, 40)
        if sign == "o":
            cv2.ellipse(page, middle, _HALF, 0, 0, 360, 20, 5, cv2.LINE_AA)
            cv2.circle(page, middle, 3, 20, -1, cv2.LINE_AA)
        elif sign == ",":
            cv2.line(page, (middle[0], 54), (middle[0] - 6, 72), 20, 6, cv2.LINE_AA)
        else:
            for by in (-9, 9):
                spot = (middle[0], middle[1] + by)
                cv2.ellipse(page, spot, (9, 9), 0, 0, 360, 20, 5, cv2.LINE_AA)
    height = 54 if "," in signs else 40
    return cv2.GaussianBlur(page, (0, 0), 1.2), Box(20, 20, _PITCH * len(signs), height)


@pytest.mark.parametrize(
    ("signs", "read", "meant"),
    [
        ("oo8o", "8982", "0080"),
        ("88o8", "8868", "8808"),
        ("8888", "8888", "8888"),
        ("8o8,oo", "898,89", "808,00"),
        ("88,8o", "88,88", "88,80"),
    ],
)
def test_dotted_zeros_are_written_as_zeros(signs, read, meant):
    page, box = printed(signs)
    (word,) = with_dotted_zeros(page, [Word(read, box, 0.8, 0, 0)])
    assert word.text == meant


@pytest.mark.parametrize(
    ("alike", "signs", "read", "meant"),
    [
        (7, "oo8o", "8982", "0080"),  # three zeros tell
        (7, "88o8", "8868", "8868"),  # one may be chance
        (9, "88o8", "8868", "8808"),
        (3, "oo8o", "8982", "8982"),
    ],
)
def test_where_half_of_the_words_are_as_wide_several_zeros_must_be_found(alike, signs, read, meant):
    page, box = printed(signs)
    shares = [1.0] * alike + [0.6, 1.4] * ((16 - alike) // 2) + [1.4] * (alike % 2)
    others = [Word("word", Box(0, 0, round(box.width * share), 9), 0.8, 0, 0) for share in shares]
    word, *_ = with_dotted_zeros(page, [Word(read, box, 0.8, 0, 0), *others])
    assert word.text == meant


@pytest.mark.parametrize("read", ["ooo", "8@88", "7777"])
def test_only_what_a_zero_is_taken_for_is_changed(read):
    page, box = printed("o" * len(read))
    (word,) = with_dotted_zeros(page, [Word(read, box, 0.8, 0, 0)])
    assert word.text == read


def test_empty_page_and_box_at_its_edge_do_no_harm():
    page = np.full((40, 40), 255, np.uint8)
    words = [Word("80", Box(30, 30, 20, 20), 0.8, 0, 0), Word("8", Box(0, 0, 1, 1), 0.8, 0, 0)]
    assert with_dotted_zeros(page, words) == tuple(words)
