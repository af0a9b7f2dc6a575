"""What a clerk should look at before the paper leaves the counter."""

import cv2
import numpy as np
import pytest

from registry_desk.imaging.repair import repair
from registry_desk.imaging.resolution import resolution
from registry_desk.model.page import Doubt
from tests.unit.pages import WORDS, letter

DPI = 200


def doubts(page, dpi=DPI):
    return set(repair(page, (dpi, dpi)).page.doubts)


@pytest.fixture(scope="module")
def page():
    return letter(dpi=DPI)


def test_good_page_raises_no_doubt(page):
    assert doubts(page) == set()


def test_pale_writing_is_said():
    assert Doubt.TOO_PALE in doubts(letter(dpi=DPI, ink=190))


def test_missing_end_is_said(page):
    ending = page.copy()
    ending[1500:] = 128
    assert Doubt.TRUNCATED in doubts(ending)


@pytest.mark.parametrize("cut_px", [190, 230, 300])
def test_writing_that_runs_off_the_edge_is_said(cut_px):
    full = letter(WORDS * 6, dpi=DPI)
    assert Doubt.CUT_OFF in doubts(np.ascontiguousarray(full[:, cut_px:]))
    assert Doubt.CUT_OFF not in doubts(np.ascontiguousarray(full[:, 120:]))


@pytest.mark.parametrize("side_mm", [15, 28, 45])
@pytest.mark.parametrize("turn", range(4))
def test_folded_corner_is_said_and_whitened(page, side_mm, turn):
    folded, side = np.rot90(page, turn).copy(), round(side_mm / 25.4 * DPI)
    cv2.fillPoly(folded, [np.array([[0, 0], [side, 0], [0, side]])], 12)
    folded = np.ascontiguousarray(np.rot90(folded, -turn))
    found = repair(folded, (DPI, DPI))
    assert Doubt.FOLDED_CORNER in found.page.doubts
    assert (found.gray[:30, :30] < 200).mean() < 0.05


def test_two_sheets_fed_as_one_are_said(page):
    assert Doubt.TOO_LONG in doubts(np.vstack([page, page]))


@pytest.mark.parametrize(
    ("pixels", "told", "expected"),
    [
        ((2480, 3508), 300, (300, False)),
        ((2480, 3508), 72, (300, True)),
        ((2480, 3508), None, (300, True)),
        ((1654, 2339), 96, (200, True)),
        ((827, 1169), 96, (96, False)),
        ((3508, 2480), None, (300, True)),
        ((2550, 3300), None, (300, True)),
        ((2480, 3508), 1, (300, True)),
        ((2480, 3508), 100_000, (300, True)),
        ((4960, 7016), 600, (600, False)),
    ],
)
def test_resolution_is_told_or_estimated(pixels, told, expected):
    assert resolution(*pixels, told) == expected


@pytest.mark.parametrize("shape", [(1, 1), (1, 100), (100, 1), (3, 3), (10, 400)])
def test_specks_of_pictures_are_pages_too(shape):
    found = repair(np.full(shape, 200, np.uint8), (72, 72))
    assert (found.page.height_px, found.page.width_px) == shape


def test_gray_paper_without_grain_is_not_called_truncated():
    page = np.full((2338, 1654), 130, np.uint8)
    page[400:420, 300:1300] = 20
    assert Doubt.TRUNCATED not in repair(page, (200, 200)).page.doubts
    page[:2200] = 240
    page[400:420, 300:1300] = 20
    assert Doubt.TRUNCATED in repair(page, (200, 200)).page.doubts
