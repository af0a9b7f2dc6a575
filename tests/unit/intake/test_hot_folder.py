"""What is dropped into a watched folder comes in once, durably, whatever it is called."""

import hashlib
import os
import threading
import time

import pytest

from registry_desk.errors import DamagedError
from registry_desk.intake.faults import FolderAway
from registry_desk.intake.hot_folder import ASIDE, DONE, watch_folder


class Watch:
    """A watch in a thread that ends with the test."""

    def __init__(self, folder, spool, on_file=None):
        self.files, self.error, self._stop = [], None, threading.Event()
        self._on_file = on_file or self.files.append
        self._thread = threading.Thread(target=self._run, args=(folder, spool))
        self._thread.start()

    def _run(self, folder, spool):
        try:
            watch_folder(
                folder, spool, on_file=self._on_file, cancelled=self._stop.is_set, still_s=0.2
            )
        except Exception as error:  # noqa: BLE001 - handed to the test
            self.error = error

    def until(self, is_true):
        end = time.monotonic() + 20
        while not is_true() and time.monotonic() < end and self._thread.is_alive():
            time.sleep(0.02)

    def stop(self):
        self._stop.set()
        self._thread.join()


@pytest.fixture
def folders(tmp_path):
    folder = tmp_path / "dropped"
    folder.mkdir()
    return folder, tmp_path / "spool"


@pytest.fixture
def watching(folders):
    started = []

    def start(on_file=None):
        started.append(Watch(*folders, on_file))
        return started[-1]

    yield start
    for watch in started:
        watch.stop()


NAMES = [
    b"cerere.pdf",
    "Cerere nr. 12 – Ștefănescu.PDF".encode(),
    b"-rf.jpg",
    b"two\nlines.png",
    b"not text \xff\xfe.tif",
    b"no suffix",
    b"a" * 240 + b".pdf",
    b"weird.p!f",
]


def test_files_of_any_name_come_in_and_go_to_done(folders, watching):
    folder, spool = folders
    for number, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_bytes(b"letter %d" % number)
    watch = watching()
    watch.until(
        lambda: len(os.listdir(folder / DONE) if (folder / DONE).exists() else []) == len(NAMES)
    )
    assert {f.sha256 for f in watch.files} == {
        hashlib.sha256(b"letter %d" % n).hexdigest() for n in range(len(NAMES))
    }
    assert sorted(os.listdir(os.fsencode(folder / DONE))) == sorted(NAMES)
    assert [p.name for p in folder.iterdir()] == [DONE]
    for found in watch.files:
        assert found.path.parent == spool
        assert hashlib.sha256(found.path.read_bytes()).hexdigest() == found.sha256
        found.name.encode()


def test_file_still_growing_is_waited_for(folders, watching):
    folder, _ = folders
    watch = watching()
    with (folder / "slow.pdf").open("wb") as growing:
        for _ in range(8):
            growing.write(b"piece")
            growing.flush()
            time.sleep(0.1)
            assert watch.files == []
    watch.until(lambda: watch.files)
    assert watch.files[0].size_bytes == 40


def test_unfinished_names_are_left_alone(folders, watching):
    folder, _ = folders
    for name in (".hidden.pdf", "~$letter.docx", "down.crdownload", "copy.part"):
        (folder / name).write_bytes(b"x")
    (folder / "below").mkdir()
    (folder / "letter.pdf").write_bytes(b"letter")
    watch = watching()
    watch.until(lambda: watch.files)
    assert [f.name for f in watch.files] == ["letter.pdf"]


def test_damaged_file_goes_aside_and_the_rest_goes_on(folders, watching):
    folder, _ = folders
    taken = []

    def on_file(dropped):
        if dropped.size_bytes == 0:
            raise DamagedError
        taken.append(dropped)

    (folder / "empty.pdf").touch()
    (folder / "good.pdf").write_bytes(b"good")
    watch = watching(on_file)
    watch.until(lambda: taken and (folder / ASIDE / "empty.pdf").exists())
    assert (folder / ASIDE / "empty.pdf").exists()
    assert [f.name for f in taken] == ["good.pdf"]


def test_same_name_again_never_writes_over(folders, watching):
    folder, _ = folders
    watch = watching()
    for text in (b"first", b"second", b"third"):
        (folder / "scan.pdf").write_bytes(text)
        watch.until(lambda: not (folder / "scan.pdf").exists())
    done = sorted(p.read_bytes() for p in (folder / DONE).iterdir())
    assert done == [b"first", b"second", b"third"]
    assert len({f.path for f in watch.files}) == 3


def test_file_told_of_before_a_crash_gets_the_same_copy(folders):
    folder, spool = folders
    (folder / "letter.pdf").write_bytes(b"letter")

    def dies(dropped):
        first.append(dropped)
        raise RuntimeError("power cut")

    first = []
    watch = Watch(folder, spool, dies)
    watch.until(lambda: watch.error)
    watch.stop()
    assert isinstance(watch.error, RuntimeError)
    assert (folder / "letter.pdf").exists()
    again = Watch(folder, spool)
    again.until(lambda: again.files)
    again.stop()
    assert again.files == first
    assert len(list(spool.iterdir())) == 1


def test_folder_that_is_away_is_said(folders):
    folder, spool = folders
    folder.rmdir()
    with pytest.raises(FolderAway):
        watch_folder(folder, spool, on_file=print, cancelled=lambda: False)
