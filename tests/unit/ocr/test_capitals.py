"""On typewritten pages capitals and small letters of one shape are told by their height."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box, Word
from registry_desk.ocr.capitals import with_cases
from registry_desk.ocr.pitch import typewriters_pitch
from tests.unit.pages import FONT

_SIZE, _PITCH, _LEFT, _TOP = 30, 18, 60, 60
PRINTED = (
    "Subsemnata am fost la sediul instituției Dumneavoastră",
    "cu rugămintea de a repara drumul cel mare din Valea Rece",
    "Cererea mea nr. 12 a rămas fără urmare și nimeni nu răspunde",
    "Domnul Barbu Matei era o zi acolo unde s-a rupt malul 0 lacului",
    "SESIZARE Către Primăria Hârlești Strada Zorilor Bloc",
)


def page(*, steps=_PITCH, fill=0):
    """Draw the letters one by one, as a typewriter does; give the page and the words' boxes."""
    sheet = Image.new("L", (1300, 80 * len(PRINTED) + 80), 255)
    pen, font = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, _SIZE)
    words = []
    for row, text in enumerate(PRINTED):
        x, y = _LEFT, _TOP + 80 * row
        for word in text.split():
            begin = x
            for sign in word:
                jump = (x * 7) % 5 - 2
                pen.text((x, y + jump), sign, font=font, fill=fill)
                x += steps if steps else round(font.getlength(sign))
            box = Box(begin, y - 4, x - begin - 4, _SIZE + 10)
            words.append(Word(word, box, 0.9, row, 0))
            x += _PITCH
    return np.asarray(sheet), words


def told(gray, words):
    """Do what a page's reading does with its words."""
    pitch = typewriters_pitch(words)
    return tuple(words) if pitch is None else with_cases(gray, words, pitch)


def said(words, **how):
    """Give the words with their cases, where they were read as told."""
    gray, printed = page(**how)
    read = [Word(words.get(w.text, w.text), w.box, w.confidence, w.line, 0) for w in printed]
    return [word.text for word in told(gray, read)]


def test_letters_of_one_shape_are_written_as_tall_as_they_stand():
    wrong = {"Subsemnata": "subsemnata", "cu": "Cu", "Cererea": "cererea", "s-a": "S-a",
             "o": "0", "Valea": "valea", "Zorilor": "zorilor", "sediul": "Sediul"}  # fmt: skip
    assert said(wrong) == [word.text for word in page()[1]]


def test_what_was_read_right_stays():
    assert said({}) == [word.text for word in page()[1]]


@pytest.mark.parametrize("how", [{"steps": 0}, {"fill": 230}])
def test_other_faces_and_faint_print_stay_as_they_were_read(how):
    wrong = {"Subsemnata": "subsemnata", "cu": "Cu"}
    assert said(wrong, **how) == [wrong.get(w.text, w.text) for w in page()[1]]


def test_a_letter_that_touches_a_line_is_not_judged():
    gray, words = page()
    words[0] = replace(words[0], text="subsemnata")
    assert told(gray, words)[0].text == "Subsemnata"
    touched, first = gray.copy(), words[0].box
    touched[first.y - 3 : first.bottom + 3, first.x + 3 : first.x + 6] = 0
    assert told(touched, words)[0].text == "subsemnata"


def test_a_page_without_words_has_none():
    assert told(np.full((10, 10), 255, np.uint8), []) == ()
