"""Signs of a typewritten page are judged by how the page itself writes them."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from registry_desk.model.page import Box, Word
from registry_desk.ocr import own_letters
from registry_desk.ocr.cells import Cells
from registry_desk.ocr.own_letters import with_own_letters
from registry_desk.ocr.pitch import typewriters_pitch
from tests.unit.pages import FONT

PRINTED = (
    "Subsemnatul Marin Manolescu, domiciliat în comuna Mănești,",
    "vă rog să-mi comunicați numele membrilor comisiei numite anume.",
    "Am primit până acum numai niște amânări și nimic nou, anul acesta",
    "mai mult ca anul trecut. Pentru problema mea cer un răspuns simplu.",
    "Primăria poate primi noi informații prin poștă la adresa noastră.",
    "Pentru pagini, planul parcelei și schița căminului din Poiana.",
    "Telefon 0744 120 560. Semnătura mea, Manolescu Marin.",
)
WRONG = {"numele": "nunele", "comuna": "conuna", "problema": "Problema", "poate": "Poate",
         "parcelei": "pârcelei", "acesta": "acestâ", "niște": "nișțe", "schița": "schița",
         "simplu.": "simplu,", "trecut.": "trecut,", "nimic": "ninic"}  # fmt: skip


def page(*, pitch=18, is_grid=True, fill=0):
    """Draw the letters one by one, as a typewriter does; give the words where their ink is."""
    font = ImageFont.truetype(FONT, pitch)
    sheet = Image.new("L", (75 * pitch, 3 * pitch * (len(PRINTED) + 2)), 255)
    pen, words = ImageDraw.Draw(sheet), []
    for row, text in enumerate(PRINTED):
        x, y = 3 * pitch, 3 * pitch * (row + 1)
        for word in text.split():
            edges = []
            for sign in word:
                place = (x + pitch / 2, y + (x * 7) % 3 - 1)
                pen.text(place, sign, font=font, fill=fill, anchor="ms")
                edges.append(pen.textbbox(place, sign, font=font, anchor="ms"))
                x += pitch if is_grid else round(font.getlength(sign))
            left, top, right, bottom = zip(*edges, strict=True)
            x1, y1, x2, y2 = map(round, (min(left), min(top), max(right), max(bottom)))
            box = Box(x1, y1, x2 - x1, y2 - y1)
            words.append(Word(word, box, 0.9, row, 0))
            x += pitch
    return np.asarray(sheet), words


def told(gray, words):
    """Do what a page's reading does with its words."""
    pitch = typewriters_pitch(words)
    return tuple(words) if pitch is None else with_own_letters(gray, words, pitch)


def said(wrong, **how):
    """Give the words as they are told after some of them were read wrong."""
    gray, printed = page(**how)
    read = [Word(wrong.get(w.text, w.text), w.box, w.confidence, w.line, 0) for w in printed]
    return [word.text for word in told(gray, read)]


@pytest.mark.parametrize("pitch", [18, 36])
def test_signs_are_what_they_look_like_on_the_page(pitch):
    assert said(WRONG, pitch=pitch) == [word.text for word in page()[1]]


def test_what_was_read_right_stays():
    assert said({}) == [word.text for word in page()[1]]


def test_a_sign_of_which_the_page_has_no_other_stays():
    assert "0/44" in said({"0744": "0/44"})


def test_a_face_of_letters_of_many_widths_stays_as_it_was_read():
    told = said(WRONG, is_grid=False)
    assert told == [WRONG.get(word.text, word.text) for word in page()[1]]


def test_words_beside_the_grid_are_not_judged():
    """On such pages all signs of a word are unlike: the cuts go through their middle."""
    of_words = np.repeat([0, 1, 2], 4)
    lines, signs = np.zeros(12, int), np.array(list("numaicevanou"))
    nothing = np.zeros((12, 1, 1), np.float32)
    cells = Cells(of_words, np.tile(range(4), 3), signs, lines, nothing, 18.0)
    own = np.full(12, 0.97, np.float32)
    own[1], own[4:8] = 0.5, 0.4  # one sign of the first word, all of the second
    assert own_letters._doubted(cells, own).tolist() == [1]


def test_a_page_of_more_signs_than_a_worker_holds_stays_as_it_was_read(monkeypatch):
    monkeypatch.setattr(own_letters, "_MOST", 100)
    assert said(WRONG) == [WRONG.get(word.text, word.text) for word in page()[1]]


def test_a_page_without_words_has_none():
    assert told(np.full((10, 10), 255, np.uint8), []) == ()
