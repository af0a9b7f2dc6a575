"""A demonstration whose run was killed feeds what is left, and nothing twice."""

from PIL import Image

from registry_desk.demo.letters import Letters
from registry_desk.demo.stage import pages_to_feed
from registry_desk.journey.records import BatchState, Origin
from registry_desk.journey.tray import Tray


def test_pile_killed_after_its_last_sheet_is_complete(tmp_path):
    pages = tuple(tmp_path / f"{number}.jpg" for number in range(4))
    letters = Letters(pages, {}, is_duplex=True)
    tray = Tray(tmp_path / "tray")
    batch = tray.open_batch(Origin("scanner", "duplex", "demo"))
    folder = tray.captured_dir(batch.id)
    for number in (1, 2, 3):
        Image.new("L", (20, 30)).save(folder / f"page-{number:04d}.jpg")
    assert pages_to_feed(tray, batch, letters) == pages[2:]  # half a sheet goes in again
    assert tray.batch(batch.id).state is BatchState.CAPTURING
    for number in (4, 5):
        Image.new("L", (20, 30)).save(folder / f"page-{number:04d}.jpg")
    assert pages_to_feed(tray, batch, letters) == ()
    assert tray.batch(batch.id).state is BatchState.CAPTURED
    tray.close()
