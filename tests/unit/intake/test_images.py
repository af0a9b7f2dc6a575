"""Pages are judged for completeness, encoded and written durably."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from registry_desk.intake.images import encode, missing_share, sha256_hex, write_part


@pytest.fixture
def scanned():
    """Give a page with the grain that paper has."""
    return Image.effect_noise((600, 800), 12).point(lambda v: min(255, v + 100)).convert("RGB")


def truncated(image, keep):
    target = BytesIO()
    image.save(target, "JPEG", quality=90)
    content = target.getvalue()
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        found = Image.open(BytesIO(content[: int(len(content) * keep)]))
        found.load()
        return found
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9])
def test_missing_end_is_found(scanned, mode, keep):
    share = missing_share(truncated(scanned.convert(mode), keep))
    assert share == pytest.approx(1 - keep, abs=0.08)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_whole_page_is_whole(scanned, mode):
    assert missing_share(scanned.convert(mode)) == 0


@pytest.mark.parametrize("color", [(255, 255, 255), (0, 0, 0), (250, 250, 250), (128, 90, 90)])
def test_even_paper_of_another_shade_is_whole(color):
    assert missing_share(Image.new("RGB", (200, 300), color)) == 0


def test_missing_end_above_white_padding_is_found(scanned):
    scanned.paste((128, 128, 128), (0, 500, 600, 700))
    scanned.paste((255, 255, 255), (0, 700, 600, 800))
    assert missing_share(scanned) == pytest.approx(300 / 800)


def test_gray_picture_inside_a_page_is_no_missing_end(scanned):
    scanned.paste((128, 128, 128), (100, 300, 500, 700))
    assert missing_share(scanned) == 0


@pytest.mark.parametrize(
    ("mode", "suffix", "stored"),
    [("color", ".jpg", "RGB"), ("gray", ".jpg", "L"), ("bw", ".png", "1")],
)
def test_page_is_encoded_as_asked_with_its_resolution(scanned, mode, suffix, stored):
    content, found = encode(scanned, mode=mode, dpi=300)
    image = Image.open(BytesIO(content))
    assert (found, image.mode, image.size) == (suffix, stored, scanned.size)
    assert [round(value) for value in image.info["dpi"]] == [300, 300]


def test_part_is_written_whole_and_private(tmp_path):
    part = write_part(b"page" * 1000, tmp_path / "page-0001.jpg")
    assert part.name == "page-0001.jpg.part"
    assert part.read_bytes() == b"page" * 1000
    assert part.stat().st_mode & 0o077 == 0
    assert sha256_hex(b"page") == hashlib.sha256(b"page").hexdigest()
