"""Every reading engine keeps one contract: words with boxes, confidences and Romanian letters."""

import numpy as np
import pytest
from rapidfuzz import fuzz

from registry_desk.ocr.command import CommandEngine
from registry_desk.ocr.engines import Layout
from registry_desk.ocr.errors import LanguageMissing
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


def test_language_that_is_not_here_is_named():
    with pytest.raises(LanguageMissing):
        CommandEngine("ron+tlh")
