"""A blank back is hidden, a written page never."""

import cv2
import numpy as np
import pytest

from registry_desk.imaging.repair import repair
from registry_desk.model.page import Doubt
from tests.unit.pages import letter

DPI = 200


def is_blank(page):
    return repair(page, (DPI, DPI)).page.is_blank


def grainy(page, spread=5, seed=4):
    grain = np.random.default_rng(seed).normal(0, spread, page.shape)
    return np.clip(page + grain, 0, 255).astype(np.uint8)


def through_paper(page, strength=0.12):
    """Show a page as it shines through from its back: mirrored, blurred, pale."""
    back = cv2.GaussianBlur(page[:, ::-1].astype(np.float32), (0, 0), 0.27 / 25.4 * DPI)
    return np.clip(250 - (255 - back) * strength, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("paper", [255, 235, 205])
def test_empty_paper_is_blank(paper):
    assert is_blank(grainy(letter((), dpi=DPI, paper=paper)))


@pytest.mark.parametrize("seed", range(4))
def test_what_shines_through_is_no_writing(seed):
    assert is_blank(grainy(through_paper(letter(dpi=DPI)), seed=seed))


def test_specks_and_a_fold_are_no_writing():
    page = grainy(letter((), dpi=DPI))
    places = np.random.default_rng(1).integers(60, 1500, (25, 2))
    for y, x in places:
        page[y : y + 3, x : x + 3] = 90
    cv2.line(page, (0, 1150), (1653, 1180), 215, 2)
    assert is_blank(page)


def test_dark_border_is_no_writing():
    page = grainy(letter((), dpi=DPI))
    page[:, :70] = 10
    assert is_blank(page)


@pytest.mark.parametrize("ink", [60, 120, 170, 205, 225])
def test_pale_writing_is_never_blank(ink):
    page = grainy(letter(("Subsemnatul vă rog să aprobați cererea de mai sus",) * 3, ink=ink))
    assert not is_blank(page)


@pytest.mark.parametrize("line", ["Ionescu Maria", "12.03.2024", "Nr. 7", "Aprobat."])
def test_one_short_line_is_never_blank(line):
    assert not is_blank(grainy(letter((line,), dpi=DPI)))


@pytest.mark.parametrize("line", ["Da", "OK", "Nu"])
def test_a_word_of_two_letters_is_kept_and_said(line):
    page = repair(grainy(letter((line,), dpi=DPI)), (DPI, DPI)).page
    assert not page.is_blank
    assert Doubt.NEARLY_BLANK in page.doubts


def test_holes_of_a_punch_are_no_writing():
    page = grainy(letter((), dpi=DPI))
    for y in (854, 1484):
        cv2.circle(page, (95, y), 22, 30, -1)
    assert is_blank(page)


def test_pencil_drawing_is_never_blank():
    page = grainy(letter((), dpi=DPI))
    cv2.rectangle(page, (300, 400), (1200, 1500), 120, 3)
    cv2.line(page, (300, 400), (1200, 1500), 120, 3)
    assert not is_blank(page)


def test_scribble_of_a_pen_is_never_blank():
    page = grainy(np.full((2338, 1654), 245, np.uint8))
    turns = np.linspace(0, 14 * np.pi, 500)
    path = np.stack([300 + 60 * turns / np.pi + 120 * np.cos(turns), 900 + 150 * np.sin(turns)], 1)
    cv2.polylines(page, [path.astype(np.int32)], False, 110, 2, cv2.LINE_AA)
    assert not is_blank(page)


def test_hair_on_the_glass_is_no_writing():
    page = grainy(np.full((2338, 1654), 245, np.uint8))
    across = np.linspace(0, 500, 200)
    path = np.stack([300 + across, 700 + 0.6 * across + 20 * np.sin(across / 90)], 1)
    cv2.polylines(page, [path.astype(np.int32)], False, 90, 2, cv2.LINE_AA)
    assert is_blank(page)
