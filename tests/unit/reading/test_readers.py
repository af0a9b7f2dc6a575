"""Pages are read in processes that may die without costing another page."""

import os
import signal
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait

import psutil
import pytest

from registry_desk.imaging import repair as repairing
from registry_desk.imaging.upright import Upright
from registry_desk.intake.files import FileEmpty
from registry_desk.reading import PageReaders, PageTookTooLong, ReadingSettings
from registry_desk.reading.page_work import read_captured
from registry_desk.reading.readers import _Job
from tests.unit.pages import letter, save


@pytest.fixture(scope="module")
def readers():
    with PageReaders(2) as opened:
        yield opened


@pytest.fixture
def page(tmp_path):
    return save(
        letter(["Către Primăria", "Vă rog să aprobați cererea mea."] * 3), tmp_path / "a.png"
    )


def workers():
    return [p for p in psutil.Process().children(recursive=True) if p.cpu_percent() >= 0]


def test_a_page_is_read_and_kept(readers, page, tmp_path):
    result = readers.submit(page, 1, tmp_path / "c" / "p.jpg", settings=ReadingSettings()).result()
    assert "Primăria" in result.text.text
    assert result.cleaned_file.read_bytes()[:3] == b"\xff\xd8\xff"
    assert result.cleaned.rotation_deg == 0


def test_reading_again_gives_the_same(readers, page, tmp_path):
    target = tmp_path / "p.jpg"
    first = readers.submit(page, 1, target, settings=ReadingSettings()).result()
    kept = target.read_bytes()
    again = readers.submit(page, 1, target, settings=ReadingSettings()).result()
    assert again == first
    assert target.read_bytes() == kept


def test_a_damaged_page_is_named_and_the_others_go_on(readers, page, tmp_path):
    empty = tmp_path / "empty.jpg"
    empty.write_bytes(b"")
    bad = readers.submit(empty, 1, tmp_path / "b.jpg", settings=ReadingSettings())
    good = readers.submit(page, 1, tmp_path / "g.jpg", settings=ReadingSettings())
    assert isinstance(bad.exception(), FileEmpty)
    assert good.result().text.words


def test_a_killed_worker_costs_no_page(page, tmp_path):
    with PageReaders(2) as readers:
        answers = [
            readers.submit(page, 1, tmp_path / f"{n}.jpg", settings=ReadingSettings())
            for n in range(6)
        ]
        answers[0].result()
        victim = max(psutil.Process().children(recursive=True), key=lambda p: p.create_time())
        os.kill(victim.pid, signal.SIGKILL)
        assert [a.result(timeout=60).cleaned_file.exists() for a in answers] == [True] * 6


def test_a_page_beyond_its_time_is_set_aside_and_the_others_go_on(page, tmp_path):
    with PageReaders(2) as readers:
        readers.submit(page, 1, tmp_path / "warm.jpg", settings=ReadingSettings()).result()
        hurried = ReadingSettings(time_limit_s=0.02)
        late = readers.submit(page, 1, tmp_path / "late.jpg", settings=hurried)
        good = readers.submit(page, 1, tmp_path / "good.jpg", settings=ReadingSettings())
        assert isinstance(late.exception(timeout=60), PageTookTooLong)
        assert good.result(timeout=60).text.words


def test_a_page_that_waits_for_the_processor_is_not_set_aside(page, tmp_path):
    with PageReaders(1) as readers:
        readers.submit(page, 1, tmp_path / "warm.jpg", settings=ReadingSettings()).result()
        worker = max(psutil.Process().children(recursive=True), key=lambda p: p.memory_info().rss)
        worker.suspend()
        patient = ReadingSettings(time_limit_s=3)
        answer = readers.submit(page, 1, tmp_path / "waited.jpg", settings=patient)
        time.sleep(3.5)
        worker.resume()
        assert answer.result(timeout=60).text.words


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
@pytest.mark.parametrize(("gives_way", "further"), [(False, 0), (True, 10)])
def test_only_workers_beside_a_window_give_way(page, tmp_path, gives_way, further):
    with PageReaders(1, gives_way=gives_way) as readers:
        readers.submit(page, 1, tmp_path / "p.jpg", settings=ReadingSettings()).result()
        told = {child.nice() for child in psutil.Process().children(recursive=True)}
        assert max(told) == min(19, psutil.Process().nice() + further)


def test_closing_cancels_what_has_not_begun(page, tmp_path):
    readers = PageReaders(1)
    answers = [
        readers.submit(page, 1, tmp_path / f"{n}.jpg", settings=ReadingSettings())
        for n in range(20)
    ]
    began = time.monotonic()
    readers.close()
    assert time.monotonic() - began < 10
    done, _ = wait(answers, timeout=5)
    assert len(done) == 20
    assert sum(a.cancelled() for a in answers) >= 18


def test_no_process_is_left(page, tmp_path):
    before = {p.pid for p in psutil.Process().children(recursive=True)}
    with PageReaders(2) as readers:
        readers.submit(page, 1, tmp_path / "p.jpg", settings=ReadingSettings()).result()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        left = [p for p in psutil.Process().children(recursive=True) if p.pid not in before]
        names = [p for p in left if "resource_tracker" not in " ".join(p.cmdline())]
        if not names:
            return
        time.sleep(0.05)
    pytest.fail(f"left behind: {names}")


def test_any_executor_will_do(page, tmp_path):
    with ThreadPoolExecutor(1) as farm, PageReaders(executor=farm) as readers:
        answer = readers.submit(page, 1, tmp_path / "p.jpg", settings=ReadingSettings())
        assert isinstance(answer, Future)
        assert answer.result().text.words


def test_a_page_judged_upside_down_is_turned_when_it_reads_as_gibberish(
    page, tmp_path, monkeypatch
):
    monkeypatch.setattr(repairing, "find_upright", lambda *_: Upright(180, is_sure=True))
    result = read_captured(page, 1, tmp_path / "p.jpg", ReadingSettings())
    assert result.cleaned.rotation_deg == 0
    assert "Primăria" in result.text.text


def models_in_memory(_):
    from registry_desk.reading import page_work

    return page_work._engine.cache_info().currsize


@pytest.mark.skipif(sys.platform == "win32", reason="workers are forked elsewhere only")
def test_a_worker_begins_with_the_models_in_memory():
    with PageReaders(1) as readers:
        assert readers._queued(_Job(models_in_memory, (ReadingSettings(),), 60)).result() == 1
