"""Page images of the person's own, of any format, go the whole way like paper."""

import pytest
from PIL import Image

from registry_desk.demo.letters import letters_in
from registry_desk.demo.sheets import laid_on_paper
from registry_desk.errors import DamagedError
from tests.journeys.conftest import sample_page
from tests.journeys.demonstration import start


@pytest.fixture
def odd(tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    with Image.open(sample_page("petition-01")) as page:
        page.convert("RGBA").save(folder / "page-10.png", dpi=(300, 300))
    with Image.open(sample_page("complaint-01")) as page:
        small = page.convert("L").resize((1654, 2339), Image.Resampling.LANCZOS)
        bilevel = small.point(lambda value: 255 if value > 150 else 0).convert("1")
        bilevel.save(folder / "page-2.tif", compression="group4", dpi=(200, 200))
    return folder


def test_every_page_is_a_sheet_in_natural_order(odd, tmp_path):
    slip = Image.new("L", (900, 600), 200)
    slip.save(odd / "page-3.tiff", save_all=True, append_images=[slip], dpi=(300, 300))
    (odd / "page-4.jpg").write_text("no picture")
    letters, damaged = laid_on_paper(letters_in(odd), tmp_path / "sheets")
    assert [letters.name_of(n) for n in range(1, 5)] == [
        "page-2",
        "page-3-1",
        "page-3-2",
        "page-10",
    ]
    assert [(d.name, d.error.code) for d in damaged] == [("page-4.jpg", "file_not_recognised")]
    with Image.open(letters.pages[1]) as sheet:
        assert sheet.size == (2480, 3508), "a slip lies on a whole sheet"
    with Image.open(letters.pages[3]) as sheet:
        assert abs(sheet.width / sheet.height - 210 / 297) < 0.02
    again, _ = laid_on_paper(letters_in(odd), tmp_path / "sheets")
    assert again == letters and again.batch_id == letters.batch_id


def test_nothing_that_opens_is_said(tmp_path):
    (tmp_path / "a.png").touch()
    with pytest.raises(DamagedError):
        laid_on_paper(letters_in(tmp_path), tmp_path / "sheets")


def test_odd_images_go_the_whole_way(odd, tmp_path):
    code, told, words = start("--letters", odd, "--keep", tmp_path / "kept").finish()
    assert code == 0, words
    assert [letter["letter"] for letter in told["letters"]] == ["page-2", "page-10"]
    assert all(letter["state"] == "closed" for letter in told["letters"])
    assert told["damaged"] == []
