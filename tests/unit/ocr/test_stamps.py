"""Stamps go, what is written stays: nothing of a letter is lost for a stamp's sake."""

import cv2
import numpy as np
import pytest

from registry_desk.ocr.reduced import reduced
from registry_desk.ocr.stamps import without_pale_drawings
from tests.unit.pages import WORDS, letter


def stamped(page, *, shade, centre=(600, 500), radius=190):
    layer = np.full_like(page, 255)
    for size, width in ((radius, 6), (radius - 14, 4), (radius // 2, 4)):
        cv2.circle(layer, centre, size, shade, width, cv2.LINE_AA)
    cv2.putText(layer, "ROMANIA", (centre[0] - 80, centre[1]), 0, 1.2, shade, 4, cv2.LINE_AA)
    return np.minimum(page, layer)


def darkness(page):
    return int((255 - page.astype(int)).sum())


@pytest.fixture(scope="module")
def page():
    return letter(WORDS * 3, dpi=200)


def test_page_without_stamp_is_not_touched(page):
    assert without_pale_drawings(page, reduced(page, 200)) is page


def test_pale_stamp_goes_and_the_letters_under_it_stay(page):
    with_stamp = stamped(page, shade=130)
    cleaned = without_pale_drawings(with_stamp, reduced(with_stamp, 200))
    added = darkness(with_stamp) - darkness(page)
    assert darkness(cleaned) < darkness(page) + 0.05 * added
    assert (cleaned[page < 40] < 40).all()


def test_stamp_as_dark_as_letters_is_left_to_the_engine(page):
    with_stamp = stamped(page, shade=0)
    cleaned = without_pale_drawings(with_stamp, reduced(with_stamp, 200))
    assert np.array_equal(cleaned, with_stamp)


def test_pale_table_keeps_its_words():
    """A worn ribbon prints a table paler than the heading: it is no stamp."""
    page = letter(WORDS, dpi=200, top_mm=20)
    table = letter(["Beton asfaltic"] * 8, dpi=200, ink=150, top_mm=120)
    for row in range(9):
        y = 930 + row * 46
        cv2.line(table, (140, y), (1500, y), 150, 2)
    for x in (140, 700, 1500):
        cv2.line(table, (x, 930), (x, 930 + 8 * 46), 150, 2)
    page = np.minimum(page, table)
    cleaned = without_pale_drawings(page, reduced(page, 200))
    assert darkness(cleaned) > 0.99 * darkness(page)


def test_small_pale_table_in_pale_print_keeps_its_words():
    page = letter(["Nr. crt. Denumire"] * 14, dpi=200, ink=150, top_mm=60)
    for offset in range(4):
        cv2.line(page, (150, 480 + offset * 100), (550, 480 + offset * 100), 150, 2)
    for x in (150, 350, 550):
        cv2.line(page, (x, 480), (x, 780), 150, 2)
    cleaned = without_pale_drawings(page, reduced(page, 200))
    assert darkness(cleaned) > 0.99 * darkness(page)
