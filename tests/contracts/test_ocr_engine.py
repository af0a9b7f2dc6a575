"""Every reading engine keeps one contract: words with boxes, confidences and Romanian letters."""

import os
import time

import numpy as np
import pytest
from rapidfuzz import fuzz

from registry_desk.ocr.command import CommandEngine
from registry_desk.ocr.engines import Layout
from registry_desk.ocr.errors import LanguageMissing, OcrFailed
from registry_desk.ocr.page import read_page
from tests.unit.pages import WORDS, letter


def command():
    return CommandEngine("ron")


def in_process():
    inside = pytest.importorskip("registry_desk.ocr.inprocess", reason="tesserocr is not here")
    return inside.InProcessEngine("ron")


@pytest.fixture(params=[command, in_process], ids=["command", "in process"])
def engine(request):
    opened = request.param()
    yield opened
    opened.close()


def test_reads_words_where_they_stand(engine):
    page = letter(WORDS, dpi=300)
    words = engine.read(page, 300, Layout.COLUMN, time_limit_s=60)
    said = " ".join(word.text for word in words)
    assert fuzz.ratio(said.translate(str.maketrans("şţŞŢ", "șțȘȚ")), " ".join(WORDS)) > 97
    for word in words:
        assert 0 <= word.confidence <= 1
        inside = page[word.box.y : word.box.bottom, word.box.x : word.box.right]
        assert inside.size and inside.min() < 100, f"no ink in the box of {word.text!r}"


def test_empty_page_has_no_words(engine):
    blank = np.full((3508, 2480), 255, np.uint8)
    assert [w for w in engine.read(blank, 300, Layout.COLUMN, time_limit_s=60) if w.text] == []


def test_engine_names_itself(engine):
    assert "tesseract" in engine.name and "ron" in engine.name


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_tells_which_way_is_up(engine, turn):
    page = np.ascontiguousarray(np.rot90(letter(dpi=150), k=-turn // 90))
    found = engine.upright(page, 150)
    assert found is not None
    assert found[0] == (-turn) % 360


def test_second_engine_reads_romanian_words_where_they_stand():
    pytest.importorskip("rapidocr", reason="the second engine is optional and not installed here")
    from registry_desk.ocr.second import SecondEngine

    engine = SecondEngine()
    page = letter(WORDS[:2], dpi=150)
    words = engine.read(page)
    said = " ".join(word.text for word in words)
    assert fuzz.ratio(said, " ".join(WORDS[:2])) > 85
    assert engine.name.startswith("rapidocr ")
    for word in words:
        assert 0 <= word.confidence <= 1
        inside = page[word.box.y : word.box.bottom, word.box.x : word.box.right]
        assert inside.size and inside.min() < 100, f"no ink in the box of {word.text!r}"
    assert engine.read(np.full((300, 300), 255, np.uint8)) == ()


def test_language_that_is_not_here_is_named():
    with pytest.raises(LanguageMissing):
        CommandEngine("ron+tlh")


HEAD = "level page_num block_num par_num line_num word_num left top width height conf text"
ROW = "5 1 1 1 1 1 10 20 30 12 91.5 "
BAD_ENGINES = {
    "hangs": "exec sleep 60",
    "crashes": "kill -SEGV $$",
    "killed for memory": "kill -KILL $$",
    "ends badly": "echo 'Error in pixReadMem' >&2; exit 1",
    "writes nothing": "exit 0",
    "bad utf-8": f"""printf '{HEAD}\\n{ROW}\\377\\376ab\\n' | tr ' ' '\\t' > "$2.tsv" """,
}
RUBBISH = {
    "noise": 'head -c 40000 /dev/urandom | base64 > "$2.tsv"; cp "$2.tsv" "$2.osd"',
    "half a table": f"""printf '{HEAD}\\n{ROW}bun\\n5 1 1 1 x\\n' | tr ' ' '\\t' > "$2.tsv"
        echo 'Rotate: north' > "$2.osd" """,
    "empty": ': > "$2.tsv"; : > "$2.osd"',
    "odd turn": ': > "$2.tsv"; printf "Rotate: 45\\nOrientation confidence: 9\\n" > "$2.osd"',
}


@pytest.fixture
def bad_command(tmp_path, monkeypatch):
    """Put a program that misbehaves in the place of tesseract."""

    def put(behaviour):
        program = tmp_path / "tesseract"
        program.write_text(
            "#!/bin/sh\n"
            'if [ "$1" = --version ]; then echo "tesseract 5.3.0"; exit 0; fi\n' + behaviour + "\n"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        return CommandEngine("ron")

    return put


class TestBadEngine:
    """An engine that misbehaves costs its page's text, never the run, and never a long wait."""

    @pytest.mark.parametrize("fault", BAD_ENGINES)
    def test_a_fault_is_one_error_within_the_time_limit(self, bad_command, fault):
        engine = bad_command(BAD_ENGINES[fault])
        began = time.monotonic()
        with pytest.raises(OcrFailed):
            engine.read(letter(dpi=100), 100, Layout.COLUMN, time_limit_s=1)
        assert time.monotonic() - began < 10

    @pytest.mark.parametrize("rubbish", RUBBISH)
    def test_rubbish_becomes_no_words_and_no_turn(self, bad_command, rubbish):
        engine = bad_command(RUBBISH[rubbish])
        page = letter(dpi=100)
        try:
            words = engine.read(page, 100, Layout.COLUMN, time_limit_s=5)
        except OcrFailed:
            words = ()
        assert [word.text for word in words] in ([], ["bun"])
        assert engine.upright(page, 100) is None

    def test_faults_after_the_first_reading_cost_nothing_that_was_read(self, bad_command, tmp_path):
        once = tmp_path / "once"
        engine = bad_command(
            f'[ -e "{once}" ] && kill -SEGV $$; touch "{once}"\n'
            f"""printf '{HEAD}\\n{ROW}bun\\n' | tr ' ' '\\t' > "$2.tsv" """
        )
        text = read_page(letter(dpi=200), 200, engine, helper=lambda: engine, time_limit_s=5)
        assert text.text == "bun"
