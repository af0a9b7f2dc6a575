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


def drawn(path, *, thick_mm, ink, paper=245, dpi=DPI):
    """Draw a line through places in mm, as thin as it is: hairs are thinner than a pixel."""
    fine = np.full((4 * 2338, 4 * 1654), paper, np.uint8)
    places = (np.asarray(path) / 25.4 * dpi * 4).astype(np.int32)
    cv2.polylines(fine, [places], False, ink, round(thick_mm / 25.4 * dpi * 4), cv2.LINE_AA)
    return grainy(cv2.resize(fine, (1654, 2338), interpolation=cv2.INTER_AREA))


def arc(length_mm, *, bend_mm=4, up_mm=20):
    along = np.linspace(0, 1, 60)
    bend = bend_mm * np.sin(3 * along)
    return np.stack([60 + length_mm * along, 120 - up_mm * along + bend], axis=1)


@pytest.mark.parametrize("up_mm", [-40, 20, 60])
def test_hair_on_the_glass_is_no_writing(up_mm):
    assert is_blank(drawn(arc(40, up_mm=up_mm), thick_mm=0.06, ink=60))


@pytest.mark.parametrize("streak", [((90, 10), (90, 280)), ((12, 40), (198, 40.4))])
def test_streaks_of_a_dirty_glass_are_no_writing(streak):
    assert is_blank(drawn(streak, thick_mm=0.4, ink=80))


@pytest.mark.parametrize(
    ("thick_mm", "ink"), [(0.35, 60), (0.5, 125), (0.7, 140)], ids=["pen", "pencil", "soft pencil"]
)
@pytest.mark.parametrize(
    "path",
    [arc(25), arc(60, up_mm=5), arc(10, up_mm=80), ((70, 100), (76, 107), (88, 88))],
    ids=["stroke", "nearly level", "steep", "tick"],
)
def test_one_stroke_of_a_hand_is_kept_and_said(path, thick_mm, ink):
    page = repair(drawn(path, thick_mm=thick_mm, ink=ink), (DPI, DPI)).page
    assert not page.is_blank
    assert Doubt.NEARLY_BLANK in page.doubts


def test_page_crossed_out_is_never_blank():
    assert not is_blank(drawn(((30, 40), (120, 160)), thick_mm=0.5, ink=90))
