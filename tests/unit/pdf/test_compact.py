"""Pages as letters over a ground: what is kept, what is left out, when the other way is taken."""

import io

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from registry_desk.pdf import Metadata, PdfPage, assemble
from registry_desk.pdf.compact import _without_dust, compact
from registry_desk.pdf.picture import faithful

SIZE = (1240, 1754)


def page(tmp_path, draw=lambda pen: None, mode="RGB"):
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    for line in range(20):
        for place in range(0, 900, 24):
            pen.rectangle((120 + place, 200 + line * 50, 130 + place, 218 + line * 50), fill=20)
    draw(pen)
    target = tmp_path / "page.jpg"
    image.convert(mode).save(target, quality=88)
    return target


def test_only_marks_of_one_or_two_pixels_are_dust():
    chance = np.random.default_rng(3)
    mask = (chance.random((400, 300)) < 0.07).astype(np.uint8) * 255
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = np.array([0, *(stats[1:, cv2.CC_STAT_AREA] >= 3)], np.uint8)[labels] * 255
    assert count > 100
    assert np.array_equal(_without_dust(mask), kept)


def test_a_gray_page_has_one_stencil_and_a_gray_ground(tmp_path):
    picture = compact(page(tmp_path, mode="L"), 150)
    assert len(picture.stencils) == 1
    assert picture.ground.entries["ColorSpace"] == pikepdf.Name.DeviceGray
    red, green, blue = picture.stencils[0].ink
    assert red == green == blue < 0.3


def test_blue_pen_and_violet_stamp_keep_their_own_ink(tmp_path):
    def sign(pen):
        pen.line((200, 1300, 500, 1420), fill=(30, 40, 150), width=6)
        pen.ellipse((700, 1250, 980, 1530), outline=(130, 60, 170), width=7)

    inks = [stencil.ink for stencil in compact(page(tmp_path, sign), 150).stencils]
    assert len(inks) == 3
    assert any(blue > 2 * max(red, green) for red, green, blue in inks)
    assert any(red > 1.5 * green and blue > 1.5 * green for red, green, blue in inks)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_gray_stamp_is_not_painted_as_black_as_the_letters(tmp_path, mode):
    def stamp(pen):
        pen.ellipse((700, 1250, 980, 1530), outline=(140, 140, 140), width=7)

    black, pale = (one.ink for one in compact(page(tmp_path, stamp, mode), 150).stencils)
    assert max(black) < 0.2
    assert 0.45 < min(pale) <= max(pale) < 0.65


def test_a_page_that_would_grow_is_kept_as_it_looks(tmp_path):
    chance = np.random.default_rng(4)
    grain = Image.fromarray(chance.integers(0, 255, (1754, 1240), np.uint8))
    noisy = tmp_path / "noisy.jpg"
    grain.save(noisy, quality=88)
    plain, small = faithful(noisy, 300), compact(noisy, 300)
    assert small.byte_count > plain.byte_count
    assemble([PdfPage(noisy, 300)], tmp_path / "n.pdf", profile="compact", metadata=Metadata("n"))
    assert (tmp_path / "n.pdf").stat().st_size < small.byte_count


@pytest.mark.parametrize("make", [faithful, compact])
def test_the_raster_told_is_what_a_reader_decodes(tmp_path, make):
    ground = make(page(tmp_path), 150).ground
    with Image.open(io.BytesIO(ground.content)) as decoded:
        assert decoded.size == (ground.width_px, ground.height_px)
    assert len(ground.stored.raster_sha256) == 64
    assert ground.stored.raster_sha256 != ground.stored.stream_sha256
