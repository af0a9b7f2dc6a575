"""A captured page becomes clean, straight and upright, and tells where it lay."""

import cv2
import numpy as np
import pytest

from registry_desk.imaging.repair import repair
from registry_desk.model.page import Box, Doubt
from tests.unit.pages import letter, tilted

DPI = 200


@pytest.fixture(scope="module")
def page():
    return letter(dpi=DPI)


@pytest.mark.parametrize("degrees", [-6.3, -1.17, -0.3, 0.0, 0.4, 2.26, 9.0])
def test_skew_is_measured_and_taken_away(page, degrees):
    found = repair(tilted(page, degrees), (DPI, DPI))
    assert found.page.skew_deg == pytest.approx(degrees, abs=0.1)
    assert repair(found.gray, (DPI, DPI)).page.skew_deg == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_page_is_turned_upright(page, turn):
    fed = np.ascontiguousarray(np.rot90(page, k=turn // 90))
    found = repair(fed, (DPI, DPI))
    assert found.page.rotation_deg == turn
    assert found.picture.shape == page.shape
    assert np.abs(found.picture.astype(int) - page).mean() < 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_place_on_the_clean_page_leads_to_the_captured_one(page, turn):
    fed = tilted(np.ascontiguousarray(np.rot90(page, k=turn // 90)), 1.5)
    found = repair(fed, (DPI, DPI))
    ys, xs = np.nonzero(found.gray < 60)
    for place in np.linspace(0, len(xs) - 1, 200).astype(int):
        there = found.page.placement.on_captured(Box(int(xs[place]), int(ys[place]), 0, 0))
        x, y = max(2, there.x), max(2, there.y)
        assert fed[y - 2 : y + 3, x - 2 : x + 3].min() < 140


def test_a_page_made_smaller_when_opened_is_told_as_it_was_captured(page):
    found = repair(page, (DPI, DPI), shrunk=(2.0, 2.0)).page
    assert (found.width_px, found.height_px) == (2 * page.shape[1], 2 * page.shape[0])
    assert (found.dpi, found.cleaned_dpi) == (2 * DPI, DPI)
    assert found.placement.on_captured(Box(100, 200, 50, 10)) == Box(200, 400, 100, 20)


def test_captured_page_stays_as_it_was(page):
    fed = tilted(page, 2)
    before = fed.copy()
    repair(fed, (DPI, DPI))
    assert np.array_equal(fed, before)


def test_shadow_over_the_paper_is_evened(page):
    shade = np.linspace(1.0, 0.55, page.shape[1])[None, :]
    found = repair((page * shade).astype(np.uint8), (DPI, DPI))
    paper = found.gray[:: DPI // 4, :: DPI // 4]
    assert np.percentile(paper, 10) > 235
    assert found.gray.min() < 70


def test_black_border_is_taken_away(page):
    framed = cv2.copyMakeBorder(page, 0, 0, 90, 0, cv2.BORDER_CONSTANT, value=8)
    found = repair(framed, (DPI, DPI))
    assert (found.gray[:, :60] < 100).mean() < 0.01


def test_fax_with_two_resolutions_gets_square_pixels(page):
    flat = np.ascontiguousarray(page[::2])
    found = repair(flat, (DPI, DPI / 2))
    assert (found.page.width_px, found.page.height_px) == flat.shape[::-1]
    assert found.gray.shape == pytest.approx(page.shape, abs=2)
    there = found.page.placement.on_captured(Box(100, 1000, 40, 40))
    assert (there.x, there.y) == (pytest.approx(100, abs=3), pytest.approx(500, abs=3))
    assert (there.width, there.height) == (pytest.approx(40, abs=2), pytest.approx(20, abs=2))


def test_unknown_resolution_is_estimated_and_said(page):
    found = repair(page, None)
    assert found.page.dpi == DPI
    assert Doubt.DPI_ESTIMATED in found.page.doubts
    assert Doubt.DPI_ESTIMATED not in repair(page, (DPI, DPI)).page.doubts


def test_colour_is_kept_where_there_is_some(page):
    coloured = np.repeat(page[:, :, None], 3, axis=2)
    assert repair(coloured, (DPI, DPI)).picture.ndim == 2
    coloured[200:400, 900:1200] = (200, 30, 30)
    red = repair(coloured, (DPI, DPI)).picture[300, 1000].astype(int)
    assert red[0] - red[1] > 90


def test_a_drawing_without_letters_stays_as_it_lies_and_is_doubted():
    drawn = np.full((11 * DPI, 8 * DPI), 255, np.uint8)
    cv2.ellipse(drawn, (800, 1000), (500, 300), 20, 0, 300, 0, 5)
    found = repair(drawn, (DPI, DPI)).page
    assert found.rotation_deg == 0
    assert Doubt.UNSURE_UPRIGHT in found.doubts


@pytest.mark.parametrize("grain_px", [2, 5])
def test_a_photograph_is_not_turned(grain_px):
    noise = np.random.default_rng(4).normal(0, 1, (11 * DPI, 8 * DPI))
    noise = cv2.GaussianBlur(noise, (0, 0), grain_px)
    photograph = np.clip(255 - 90 * np.maximum(0, noise / noise.std() - 0.8), 0, 255)
    found = repair(photograph.astype(np.uint8), (DPI, DPI)).page
    assert found.rotation_deg == 0
    assert Doubt.UNSURE_UPRIGHT in found.doubts


def test_second_look_decides_where_letters_do_not():
    asked = []

    def look(gray, dpi):
        asked.append(gray.shape)
        return 180, 9.0

    alike = np.full((11 * DPI, 8 * DPI), 255, np.uint8)
    for row in range(300, 900, 60):
        for column in range(300, 1200, 40):
            cv2.circle(alike, (column, row), 12, 0, 4)
    assert repair(alike, (DPI, DPI), second_look=look).page.rotation_deg == 180
    assert asked


@pytest.mark.parametrize("degrees", [-0.36, -0.21, 0.26, 0.41])
def test_a_few_words_are_straightened_as_well(degrees):
    page = tilted(letter(("Vă mulțumesc pentru răspuns", "Cu stimă,", "Ana Pop"), dpi=300), degrees)
    assert repair(page, (300, 300)).page.skew_deg == pytest.approx(degrees, abs=0.1)
