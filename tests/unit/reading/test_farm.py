"""Pages are read on a real dask cluster: bytes travel, a killed worker costs a retry."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager

import psutil
import pytest

from registry_desk.reading import Farm, PageReaders, ReadingSettings, process
from registry_desk.reading.errors import FarmLost, FarmNotInstalled, FarmUnreachable
from registry_desk.reading.errors import PageBrokeReader as Broke
from tests.unit.pages import letter, save

WORDS = ["Către Primăria Comunei Exemplu", "Vă rog să aprobați cererea mea."] * 3
DASK = [sys.executable, "-m", "dask"]


@contextmanager
def running_cluster(folder, workers):
    """Run a scheduler and workers as programs of their own, as on other machines."""
    told = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    where = ["--scheduler-file", str(told)]
    at = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    started = [subprocess.Popen([*DASK, "scheduler", *where, *at], **quiet)]
    options = ["--nthreads", "1", "--nworkers", "1", "--no-dashboard", "--death-timeout", "60"]
    started += [
        subprocess.Popen([*DASK, "worker", *where, *options], **quiet) for _ in range(workers)
    ]
    deadline = time.monotonic() + 60
    while not told.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield json.loads(told.read_text())["address"], started
    finally:
        for program in reversed(started):
            program.terminate()
        for program in started:
            try:
                program.wait(5)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    pytest.importorskip("distributed", reason="the farm's library is not installed")
    with running_cluster(tmp_path_factory.mktemp("farm"), 2) as running:
        yield running


@pytest.fixture
def farm(cluster):
    with Farm(cluster[0]) as opened:
        yield opened


def test_pages_and_pages_of_one_file_come_back(farm, tmp_path):
    from PIL import Image

    sheets = [Image.fromarray(letter([*WORDS, f"Pagina {n}"])) for n in range(3)]
    many = tmp_path / "many.tif"
    sheets[0].save(many, save_all=True, append_images=sheets[1:], dpi=(300, 300))
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(b"")
    told = process([many, empty], tmp_path / "out", jobs=farm)
    assert [f"Pagina {n}" in page["text"] for n, page in enumerate(told["pages"])] == [True] * 3
    assert [row["code"] for row in told["damaged"]] == ["file_empty"]
    assert told["documents"][0]["pdf"] == "001.pdf"
    assert (tmp_path / "out" / "001.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_killed_worker_costs_a_retry_not_a_page(cluster, farm, tmp_path):
    page = save(letter(WORDS), tmp_path / "a.png")
    with PageReaders(4, farm) as readers:
        answers = [
            readers.submit(page, 1, tmp_path / f"{n}.jpg", settings=ReadingSettings())
            for n in range(8)
        ]
        answers[0].result(timeout=60)
        nanny = cluster[1][1].pid
        victims = psutil.Process(nanny).children(recursive=True)
        worker = max(victims, key=lambda child: child.memory_info().rss)
        os.kill(worker.pid, signal.SIGKILL)
        results = [answer.result(timeout=90) for answer in answers]
    assert all("Primăria" in r.text.text and r.cleaned_file.exists() for r in results)


def test_a_page_that_kills_its_workers_is_named_and_the_rest_goes_on(farm, tmp_path):
    page = save(letter(WORDS), tmp_path / "a.png")
    with PageReaders(2, farm) as readers:
        hurried = ReadingSettings(time_limit_s=0.01)
        deadly = readers.submit(page, 1, tmp_path / "deadly.jpg", settings=hurried)
        good = readers.submit(page, 1, tmp_path / "good.jpg", settings=ReadingSettings())
        assert isinstance(deadly.exception(timeout=120), Broke)
        assert good.result(timeout=60).text.words


@pytest.mark.full
def test_a_farm_that_goes_away_is_said_and_pages_read_are_kept(tmp_path):
    pytest.importorskip("distributed", reason="the farm's library is not installed")
    pages = [save(letter([*WORDS, str(n)]), tmp_path / f"{n}.png") for n in range(5)]
    out = tmp_path / "out"
    (tmp_path / "farm").mkdir()
    with running_cluster(tmp_path / "farm", 1) as (address, programs), Farm(address) as farm:

        def progress(done, total):
            if done == 1:
                programs[0].kill()

        with pytest.raises(FarmLost):
            process(pages, out, jobs=farm, progress=progress)
    assert len(list((out / ".reading").glob("*.json"))) >= 1
    assert len(process(pages, out)["pages"]) == 5


@pytest.mark.full
@pytest.mark.parametrize("fate", ["silent scheduler", "no machine left"])
def test_a_farm_that_reads_no_more_is_given_up(tmp_path, monkeypatch, fate):
    pytest.importorskip("distributed", reason="the farm's library is not installed")
    for name, seconds in (("_PULSE_S", 0.2), ("_PATIENCE_S", 2.0)):
        monkeypatch.setattr(f"registry_desk.reading.farm.{name}", seconds)
    pages = [save(letter([*WORDS, str(n)]), tmp_path / f"{n}.png") for n in range(8)]
    (tmp_path / "farm").mkdir()
    with running_cluster(tmp_path / "farm", 1) as (address, programs), Farm(address) as farm:

        def progress(done, total):
            if done == 1 and fate == "silent scheduler":
                programs[0].send_signal(signal.SIGSTOP)
            elif done == 1:
                programs[1].terminate()

        began = time.monotonic()
        try:
            with pytest.raises(FarmLost):
                process(pages, tmp_path / "out", jobs=farm, progress=progress)
        finally:
            programs[0].send_signal(signal.SIGCONT)
        assert time.monotonic() - began < 60


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="processes cannot be halted here")
def test_a_machine_that_says_nothing_is_not_waited_for(tmp_path, monkeypatch):
    pytest.importorskip("distributed", reason="the farm's library is not installed")
    with running_cluster(tmp_path, 1) as (address, programs):
        with Farm(address):
            monkeypatch.setattr("registry_desk.reading.farm._ANSWER_S", 2)
        halted = [
            psutil.Process(programs[1].pid),
            *psutil.Process(programs[1].pid).children(recursive=True),
        ]
        for process_there in halted:
            process_there.suspend()
        try:
            with pytest.raises(FarmUnreachable):
                Farm(address)
        finally:
            for process_there in halted:
                process_there.resume()


def test_nobody_at_the_address_is_said(monkeypatch):
    pytest.importorskip("distributed", reason="the farm's library is not installed")
    monkeypatch.setattr("registry_desk.reading.farm._ANSWER_S", 0.5)
    with pytest.raises(FarmUnreachable) as caught:
        Farm("tcp://127.0.0.1:9")
    assert "127.0.0.1:9" in caught.value.message
    with pytest.raises(FarmUnreachable):
        Farm("nonsense")


def test_the_missing_library_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FarmNotInstalled) as caught:
        Farm("tcp://127.0.0.1:8786")
    assert "--farm" in caught.value.next_step


class _Blaming(Executor):
    """Stands for a farm whose scheduler blames a page so many times for a worker's end."""

    def __init__(self, times):
        self.left = times

    def submit(self, fn, /, *args, **kwargs):
        answer = Future()
        if self.left:
            self.left -= 1
            answer.set_exception(BrokenExecutor())
        else:
            answer.set_result(fn(*args, **kwargs))
        return answer


@pytest.mark.parametrize("times", [1, 2])
def test_a_page_that_a_farm_gives_up_is_tried_once_more_alone(tmp_path, times):
    page = save(letter(WORDS), tmp_path / "a.png")
    with PageReaders(2, _Blaming(times)) as readers:
        asked = readers.submit(page, 1, tmp_path / "a.jpg", settings=ReadingSettings())
        if times == 1:
            assert asked.result(timeout=60).text.words
        else:
            assert isinstance(asked.exception(timeout=60), Broke)
