"""Worn ribbons, needle printers and streaks: what is done to a page and its words for them."""

import cv2
import numpy as np
import pytest

from registry_desk.model.page import Box
from registry_desk.ocr.amounts import with_whole_amounts
from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.ink import ink_of, with_even_ink
from registry_desk.ocr.page import read_page
from registry_desk.ocr.reduced import reduced
from registry_desk.ocr.rules import without_rules
from registry_desk.ocr.surer import with_second_opinion, with_surer_words

_DPI = 200


def _letter(shades):
    """Write lines of words, each word in the next of the shades."""
    page = np.full((1200, 1200), 255, np.uint8)
    for line in range(12):
        for place in range(6):
            shade = shades[(line + place) % len(shades)]
            spot = (60 + 180 * place, 100 + 80 * line)
            cv2.putText(page, "cerere", spot, cv2.FONT_HERSHEY_SIMPLEX, 1.0, shade, 2, cv2.LINE_AA)
    return page


def _darkness(page, place):
    row = page[70:110, 60 + 180 * place : 200 + 180 * place]
    return 255 - int(row.min())


def test_worn_ink_is_seen_and_evened():
    page = _letter([20, 130])
    ink = ink_of(page, _DPI)
    assert ink.is_worn
    even = with_even_ink(page, _DPI, ink)
    assert _darkness(page, 1) < 0.6 * _darkness(page, 0)
    assert _darkness(even, 1) > 0.85 * _darkness(even, 0)
    assert int(even[0:20].min()) == 255, "paper stays paper"


@pytest.mark.parametrize("shade", [20, 110])
def test_even_print_is_not_called_worn(shade):
    assert not ink_of(_letter([shade]), _DPI).is_worn


def test_nothing_is_said_of_the_ink_of_an_empty_page():
    assert not ink_of(np.full((600, 600), 255, np.uint8), _DPI).is_worn


def test_streak_is_taken_off_and_strokes_that_cross_it_stay():
    page = np.full((1200, 800), 255, np.uint8)
    page[300:304, 200:600] = 0  # a stroke across
    page[:, 400] = 90  # the streak
    clean = without_rules(page, reduced(page, _DPI))
    assert clean[100:200, 390:412].min() == 255
    assert clean[301:303, 390:412].max() == 0


def _word(text, x, *, confidence=0.9, width=None):
    return RawWord(text, Box(x, 10, width or 10 * len(text), 20), confidence, 1, 1, 1)


def _texts(words):
    return [word.text for word in words]


def test_pieces_of_an_amount_are_joined_where_they_stand_close():
    line = [_word("plata", 0), _word("80,", 62), _word("32", 96), _word("lei", 130)]
    joined = with_whole_amounts(line)
    assert _texts(joined) == ["plata", "80,32", "lei"]
    assert joined[1].box == Box(62, 10, 54, 20)


def test_numbers_of_a_list_stay_apart():
    line = [_word("la", 0), _word("3,", 32), _word("15", 64), _word("mai", 96)]
    assert _texts(with_whole_amounts(line)) == ["la", "3,", "15", "mai"]


def test_surer_words_are_taken_from_the_other_reading():
    words = [_word("Maie", 0, confidence=0.5), _word("alee", 60, confidence=0.9)]
    others = [_word("Mare", 1, confidence=0.8), _word("alec", 61, confidence=0.92)]
    assert _texts(with_surer_words(words, others)) == ["Mare", "alee"]


def test_a_longer_word_of_the_other_reading_is_another_word():
    words = [_word("sort", 0, confidence=0.3), _word("0-63", 50, confidence=0.3)]
    others = [_word("sort0-63", 0, confidence=0.9)]
    assert _texts(with_surer_words(words, others)) == ["sort", "0-63"]
    assert with_surer_words(words, []) == words


def test_second_engine_is_not_believed_about_marks():
    words = [_word("în", 0, confidence=0.6), _word("Câmpulul", 30, confidence=0.6)]
    others = [_word("in", 0, confidence=1.0), _word("Câmpului", 31, confidence=1.0)]
    assert _texts(with_second_opinion(words, others)) == ["în", "Câmpului"]


class _Says:
    """Stands for both kinds of engines: it says the same word of every page, as sure as told."""

    def __init__(self, text, confidence):
        self.name, self.asked, self._confidence = text, 0, confidence

    def read(self, gray, *_, **__):
        self.asked += 1
        wide = gray.shape[1]
        return (_word(self.name, wide // 4, confidence=self._confidence, width=wide // 8),)


@pytest.mark.parametrize(("confidence", "text"), [(0.5, "Câmpului"), (0.95, "Câmpulul")])
def test_second_engine_is_asked_where_the_first_is_unsure(confidence, text):
    first, second = _Says("Câmpulul", confidence), _Says("Câmpului", 0.99)
    page = _letter([20])
    read = read_page(page, _DPI, first, second=lambda: second, time_limit_s=5)
    assert text in read.text
    assert second.asked == (confidence < 0.9)
    assert read.engine == ("Câmpulul + Câmpului" if second.asked else "Câmpulul")
