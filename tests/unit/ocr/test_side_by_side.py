"""Blocks that stand side by side are read one after the other; rows stay rows."""

import pytest

from registry_desk.model.page import Box, Word
from registry_desk.ocr.side_by_side import in_reading_order

SIGN, HEIGHT = 12, 26


def typed(*rows, step=32, right_at=1100):
    """Type rows of a left and a right part (either may be empty) as words in rows."""
    words, y = [], 100
    for number, row in enumerate(rows):
        parts = (row, "") if isinstance(row, str) else row
        for part, x in zip(parts, (120, right_at), strict=True):
            for text in part.split():
                words.append(Word(text, Box(x, y, SIGN * len(text), HEIGHT), 0.95, number, 0))
                x += SIGN * (len(text) + 1)
        y += step
    return words


def read(words):
    return [" ".join(word.text for word in line) for line in in_reading_order(words)]


HEAD = (
    ("CONSILIUL JUDEȚEAN DÂMBOVIȚA", "Târgoviște, Piața Tricolorului nr. 1"),
    ("Direcția Tehnică", "Telefon: 0245 207 600"),
    ("Serviciul Drumuri Județene", "E-mail: drumuri@cjd.example"),
)


def test_a_head_of_two_blocks_is_read_block_by_block():
    body = "Către Primăria Comunei Valea Teiului, spre știința tuturor celor interesați de drum"
    found = read(typed(*HEAD, "", "", body))
    assert found == [left for left, _ in HEAD] + [right for _, right in HEAD] + [body]


def test_the_longer_block_is_read_to_its_end():
    seller = (
        "Furnizor: FERONERIA SRL",
        "CIF: RO63395855",
        "Adresa: strada Aurel Vlaicu",
        "Bancă: BCR",
    )
    buyer = ("Client: COMUNA VADU LUNG", "CIF: 6377639", "", "")
    found = read(typed(*zip(seller, buyer, strict=True)))
    assert found == [*seller, *filter(None, buyer)]


def test_what_stands_apart_below_comes_behind_both():
    rows = [*HEAD, "", ("Nr. 1234 din 5 mai 2026", "")]
    assert read(typed(*rows))[-1] == "Nr. 1234 din 5 mai 2026"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Nume și prenume:", "Ionescu Maria"),
            ("CNP:", "1850101221144"),
            ("Telefon:", "0722334455"),
        ],
        [("Cantitate de apă", "14,00"), ("Valoare fără TVA", "182,30"), ("Total", "216,94")],
    ],
)
def test_labels_stay_with_their_values(rows):
    found = read(typed(*rows, step=60))
    assert found == [" ".join(row) for row in rows]


def test_a_letters_own_numbers_stay_with_what_they_are_of_however_closely_set():
    rows = [
        ("Nr. nostru", "35172"),
        ("Data", "15.05.2025"),
        ("Nr. dumneavoastră", "8000/20.04.2025"),
        ("Destinatar", "Primăria Orașului Măgura, Piața Bogdan Vodă nr. 1"),
    ]
    assert read(typed(*rows, right_at=400)) == [" ".join(row) for row in rows]


def test_rows_of_a_table_stay_rows():
    words = []
    for number, cells in enumerate([("Nr.", "Denumire", "Preț"), ("1", "Ciment", "36,50")] * 3):
        for x, text in zip((100, 500, 1200), cells, strict=True):
            box = Box(x, 100 + 40 * number, SIGN * len(text), HEIGHT)
            words.append(Word(text, box, 0.95, number, 0))
    assert read(words) == ["Nr. Denumire Preț", "1 Ciment 36,50"] * 3


def test_nothing_is_lost_or_doubled():
    words = typed(*HEAD, "o linie", ("stânga", "dreapta"), ("încă una", ""))
    assert sorted(map(id, words)) == sorted(id(w) for line in in_reading_order(words) for w in line)
    assert in_reading_order([]) == []


def test_rows_that_are_numbered_stay_rows():
    rows = [
        ("Nr. Măsura", "Răspunde"),
        ("1 refacerea stratului de acoperire", "primarul comunei"),
        ("2 decolmatarea șanțului de gardă", "viceprimarul comunei"),
    ]
    assert read(typed(*rows)) == [f"{left} {right}" for left, right in rows]
