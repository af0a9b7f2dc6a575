"""Lost lines and stray pixels of faxes are mended for reading; what stood apart stays apart."""

import numpy as np

from registry_desk.imaging.fax import is_bilevel, mended


def _stroke():
    page = np.full((60, 80), 255, np.uint8)
    page[10:50, 20:40] = 0
    return page


def test_lost_lines_are_filled():
    page = _stroke()
    page[30:32] = 255
    assert np.array_equal(mended(page), _stroke())


def test_room_between_lines_of_text_stays():
    page = np.full((60, 80), 255, np.uint8)
    page[10:20, 10:40] = 0
    page[22:32, 45:75] = 0
    assert np.array_equal(mended(page), page)


def test_white_page_and_a_last_row_of_ink_are_left():
    page = np.full((20, 40), 255, np.uint8)
    assert np.array_equal(mended(page), page)
    page[-1] = 0
    assert np.array_equal(mended(page), page)


def test_stray_pixels_change_back():
    page = _stroke()
    page[30, 30] = 255
    page[5, 5] = 0
    assert np.array_equal(mended(page), _stroke())


def test_gray_page_is_not_taken_for_black_and_white():
    assert is_bilevel(_stroke())
    assert not is_bilevel(np.full((60, 80), 200, np.uint8))
