"""Pages that were sent here go with the process that read them, also when it is killed."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

from registry_desk.reading.sent import sweep

WORKER = """
import sys
from registry_desk.reading import sent
folder = sent._folder()
(folder / "letter").write_bytes(b"a citizen's page")
print(folder, flush=True)
sys.stdin.read()
"""


@contextmanager
def worker(place):
    """Run a worker that holds a page in a folder of its own and waits."""
    started = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(place)},
        text=True,
    )
    with started:
        try:
            yield started, started.stdout.readline().strip()
        finally:
            started.kill()


def folders(place):
    return sorted(str(folder) for folder in place.iterdir())


def test_folder_of_a_killed_worker_is_swept_when_the_next_starts(tmp_path):
    with worker(tmp_path) as (killed, left):
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert folders(tmp_path) == [left]
    with worker(tmp_path) as (_, own):
        assert folders(tmp_path) == [own]


def test_folder_of_a_worker_that_lives_stays_and_goes_with_it(tmp_path):
    with worker(tmp_path) as (living, own):
        sweep(tmp_path)
        assert folders(tmp_path) == [own]
        living.communicate()
    assert folders(tmp_path) == []


def test_what_only_looks_like_a_folder_of_ours_is_left_alone(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "registry-desk-farm-link").symlink_to(other)
    sweep(tmp_path)
    assert other.is_dir()
