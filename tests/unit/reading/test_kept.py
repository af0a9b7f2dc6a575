"""What an earlier run has read is not read again; what does not fit is not trusted."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from registry_desk.model.page import Barcode, Box, CleanedPage, Doubt, PageText, Placement, Word
from registry_desk.reading import PageResult, ReadingSettings
from registry_desk.reading.kept import KeptPages
from registry_desk.reading.sources import SourcePage
from tests.unit.pages import letter, save


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "a.jpg"
    file.write_bytes(b"scan")
    return SourcePage(1, file, 1, is_whole_source=False)


def read(kept, source):
    """Give a result as a reader would, its picture written."""
    picture = kept.cleaned_file(source)
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(b"picture")
    placement = Placement(0.5, 0.1, 3.0, -0.1, 0.5, 4.0)
    cleaned = CleanedPage(
        10, 20, 300, 90, -0.25, False, placement, 200, (Doubt.TOO_PALE, Doubt.CUT_OFF)
    )
    words = (Word("Șapte", Box(1, 2, 3, 4), 0.97, 5, 6), Word("țări", Box(7, 8, 9, 10), 0.5))
    codes = (Barcode("qr", "a;b", Box(1, 1, 2, 2)),)
    return PageResult(cleaned, PageText("Șapte țări", words, 0.8, "tesseract"), codes, picture)


def test_a_kept_page_comes_back_as_it_was(tmp_path, source):
    kept = KeptPages(tmp_path / "k", ReadingSettings())
    result = read(kept, source)
    assert kept.recall(source) is None
    kept.keep(source, result)
    assert KeptPages(tmp_path / "k", ReadingSettings()).recall(source) == result
    kept.forget()
    assert not (tmp_path / "k").exists()


def test_another_file_page_or_setting_is_not_trusted(tmp_path, source):
    kept = KeptPages(tmp_path / "k", ReadingSettings())
    kept.keep(source, read(kept, source))
    assert kept.recall(replace(source, page=2)) is None
    assert kept.recall(replace(source, index=2)) is None
    assert KeptPages(tmp_path / "k", ReadingSettings("ron+eng")).recall(source) is None
    source.file.write_bytes(b"another scan")
    assert KeptPages(tmp_path / "k", ReadingSettings()).recall(source) is None


@pytest.mark.parametrize("harm", ["cut", "other", "gone", "picture", "list"])
def test_a_damaged_reading_is_not_trusted(tmp_path, source, harm):
    kept = KeptPages(tmp_path / "k", ReadingSettings())
    result = read(kept, source)
    kept.keep(source, result)
    written = result.cleaned_file.with_suffix(".json")
    if harm == "picture":
        result.cleaned_file.write_bytes(b"half a pic")
    elif harm == "gone":
        result.cleaned_file.unlink()
    elif harm == "cut":
        written.write_bytes(written.read_bytes()[:-20])
    elif harm == "list":
        written.write_text("[]")
    else:
        told = json.loads(written.read_text())
        written.write_text(json.dumps(told | {"words": [["x"]]}))
    assert kept.recall(source) is None


def process(pages, out):
    command = [sys.executable, "-m", "registry_desk", "process", *pages, "--out", out, "--jobs", 1]
    return subprocess.Popen(
        [str(part) for part in command],
        env=os.environ | {"SOURCE_DATE_EPOCH": "1800000000"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )


def wait_for_pages(out, count, running):
    """Wait until so many readings are kept; gives their files with the time they were written."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        kept = {p: p.stat().st_mtime_ns for p in (out / ".reading").glob("*.json")}
        if len(kept) >= count:
            return kept
        assert running.poll() is None
        time.sleep(0.01)
    pytest.fail("nothing is kept")


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    said = ["Către Primăria Comunei Exemplu", "Vă rog să aprobați cererea mea."] * 4
    return [
        save(letter([*said, f"Pagina numărul {n}"]), folder / f"page-{n}.png") for n in range(4)
    ]


def test_a_killed_run_goes_on_where_it_was(tmp_path, pages):
    out, whole = tmp_path / "out", tmp_path / "whole"
    first = process(pages, out)
    kept = wait_for_pages(out, 2, first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    for half in (out / "007.pdf.part", out / ".reading" / "x.jpg.part"):
        half.write_bytes(b"a worker was writing this")
    second = process(pages, out)
    later = wait_for_pages(out, 3, second)
    assert {p: later[p] for p in kept} == kept, "pages were read again"
    _, said = second.communicate(timeout=60)
    assert second.returncode == 0, said
    left = {p.name for p in out.iterdir()}
    assert left == {"batch.json"} | {p.name for p in out.glob("[0-9][0-9][0-9].pdf")}
    again = process(pages, whole)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert (out / "batch.json").read_bytes() == (whole / "batch.json").read_bytes()
    assert (out / "001.pdf").read_bytes() == (whole / "001.pdf").read_bytes()


def test_ctrl_c_stops_within_a_second_and_leaves_no_process(tmp_path, pages):
    running = process(pages, tmp_path / "out")
    wait_for_pages(tmp_path / "out", 1, running)
    children = psutil.Process(running.pid).children(recursive=True)
    assert children
    began = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert time.monotonic() - began < 1.0 + 2.0  # the machine may be busy
    assert running.returncode == 130, said
    _, alive = psutil.wait_procs(children, timeout=3)
    assert not alive
    assert not list(Path(tmp_path / "out").glob("*.pdf*"))
    assert not list((tmp_path / "out").rglob("*.part"))
