"""A slip beside the letter is read before it; a form's labels stay with what is written in."""

from registry_desk.model.page import Box, Word
from registry_desk.ocr.side_by_side import in_reading_order

SIGN, HEIGHT = 12, 24
SLIP = (
    "Laurențiu Preda",
    "Str. Râmnicu Mare",
    "nr. 59, sector 7",
    "0769 095 976",
    "preda@yahu.example",
    "Student, Facultatea",
    "de Geografie",
)
LETTER = (
    "Scrisoare de intenție pentru programul de internship",
    "Sunt student în anul al treilea și am aflat despre programul de internship de",
    "la colegii care au urmat vara trecută și aș dori să lucrez alături de echipa",
    "care face harta spațiilor verzi din tot orașul dumneavoastră în fiecare vară",
    "Găsiți în anexă lucrarea și recomandarea coordonatorului",
    "Cu stimă",
)


def _typed(left, right, *, left_step, right_step):
    """Set two columns; what ends within half a line of the other's is on one line with it."""
    placed = [(100 + left_step * n, 100, text) for n, text in enumerate(left)]
    placed += [(100 + right_step * n, 500, text) for n, text in enumerate(right)]
    words, line, at = [], -1, -100
    for y, x, text in sorted(placed):
        if y - at > HEIGHT // 2:
            line, at = line + 1, y
        for word in text.split():
            words.append(Word(word, Box(x, y, SIGN * len(word), HEIGHT), 0.95, line, 0))
            x += SIGN * (len(word) + 1)
    return words


def _read(words):
    return [" ".join(word.text for word in line) for line in in_reading_order(words)]


def test_a_slip_whose_lines_stand_at_heights_of_their_own_comes_first():
    assert _read(_typed(SLIP, LETTER, left_step=60, right_step=45)) == [*SLIP, *LETTER]


def test_labels_stay_beside_what_is_written_in():
    words = _typed(SLIP, LETTER, left_step=70, right_step=70)
    assert _read(words)[:2] == [f"{SLIP[0]} {LETTER[0]}", f"{SLIP[1]} {LETTER[1]}"]


def test_columns_of_a_table_are_no_slip():
    sums = [f"{n} buc 1.492,21 14.922,10 2.835,20 17.757,30 lei {n}" for n in range(7)]
    found = _read(_typed(SLIP, sums, left_step=60, right_step=45))
    assert found != [*SLIP, *sums]
