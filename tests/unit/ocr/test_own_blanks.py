"""Parts of one typewritten word are joined where no blank stands between them."""

from registry_desk.model.page import Box, Word
from registry_desk.ocr.own_blanks import with_joined_words
from registry_desk.ocr.pitch import typewriters_pitch

_PITCH, _HIGH = 18, 24
LINES = ("Subsemnata Ana Manolescu cu domiciliul", "municipiul Brăila telefon urmare cererea")


def words(*cuts):
    """Set the lines on a grid, the words cut after so many signs where told."""
    found = []
    for row, text in enumerate(LINES):
        at = 0
        for word in text.split():
            cut = dict(cuts).get(word, len(word))
            for part in filter(None, (word[:cut], word[cut:])):
                box = Box(100 + at * _PITCH, 50 * row, len(part) * _PITCH - 4, _HIGH)
                found.append(Word(part, box, 0.9, row, 0))
                at += len(part)
            at += 1
    return found


def test_parts_without_a_blank_between_them_are_one_word():
    told = with_joined_words(words(("domiciliul", 6), ("telefon", 2)), _PITCH)
    assert told == tuple(words())


def test_words_with_a_blank_between_them_stay_two():
    assert with_joined_words(words(), _PITCH) == tuple(words())


def test_a_face_of_many_widths_is_no_typewriters():
    wide = [
        Word(w.text, Box(w.box.x, w.box.y, w.box.width + 9 * (n % 3), _HIGH), 0.9, w.line, 0)
        for n, w in enumerate(words(("domiciliul", 6)))
    ]
    assert typewriters_pitch(words()) is not None
    assert typewriters_pitch(wide) is None
