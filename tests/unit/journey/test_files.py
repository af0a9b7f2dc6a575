"""Files come into the tray in a time that grows with their size, not with its square."""

from PIL import Image

from registry_desk.durable import sha256_of
from registry_desk.journey import files
from registry_desk.journey.files import take_files
from registry_desk.journey.tray import Tray


def test_file_of_many_pages_is_read_for_its_hash_as_often_as_one_of_one(tmp_path, monkeypatch):
    whole = files._Passing.pieces

    def counted(passing, path):
        read.append(path)
        return whole(passing, path)

    monkeypatch.setattr(files._Passing, "pieces", counted)
    times = []
    for count in (1, 40):
        read, leaves = [], tmp_path / f"{count}.tif"
        pages = [Image.new("L", (40, 60), shade) for shade in range(count)]
        pages[0].save(leaves, save_all=True, append_images=pages[1:])
        tray = Tray(tmp_path / f"tray-{count}")
        batch, damaged = take_files(tray, [leaves], operator="ana")
        assert not damaged
        found = tray.pages(batch.id)
        tray.close()
        assert len(found) == count
        assert {page.sha256 for page in found} == {sha256_of(leaves)}
        times.append(len(read))
    assert times[0] == times[1]
