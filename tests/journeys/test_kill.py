"""kill -9 at any moment: every page is found, one number per letter, no gap.

The sample kills a few times; ``--full`` kills 200 times and remembers in ``.full-run/`` how far
it has come, so that it can be stopped and started again.
"""

import json
import random
import shutil
import time

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.conftest import CHECKOUT
from tests.journeys.demonstration import (
    kept_images,
    sample_pages,
    start,
    still_running,
)

LONGEST_LIFE_S = 14.0
SAME_PAGE = 12.0
"""Largest mean difference of gray levels (0 to 255) between a page fed and its captured image."""


def tell_apart(first, second):
    small = [Image.open(p).convert("L").resize((64, 90)) for p in (first, second)]
    return ImageStat.Stat(ImageChops.difference(*small)).mean[0]


def killed_and_finished(folder, draw, *, kills):
    """Kill demonstrations on one folder, let the last one finish, and check everything."""
    killed = 0
    for _ in range(kills):
        child = start("--keep", folder)
        time.sleep(draw.uniform(0.3, LONGEST_LIFE_S))
        if child.has_ended():
            child.finish()
            break
        killed += 1
        assert still_running(child.kill()) == [], "children outlived their parent"
    code, told, words = start("--keep", folder).finish()
    assert code == 0, words
    assert told["numbers"]["gaps"] == told["numbers"]["doubles"] == 0
    assert told["numbers"]["given"] == len(told["letters"]) == 9
    assert len({letter["letter"] for letter in told["letters"]}) == 9
    every_page_is_found(folder)
    return killed


def every_page_is_found(folder):
    kept, aside, noted, on_disk = kept_images(folder)
    fed = sample_pages()
    assert len(kept) == len(fed), f"{len(kept)} kept, {len(aside)} set aside"
    for page, image in zip(fed, kept, strict=True):
        assert tell_apart(page, image) < SAME_PAGE, f"{image.name} is not {page.name}"
    assert on_disk == set(noted), "an image on disk that the tray does not know, or the reverse"


def test_killed_a_few_times(tmp_path):
    folder = tmp_path / "demo"
    assert killed_and_finished(folder, random.Random(2022), kills=3) > 0


@pytest.mark.full
@pytest.mark.timeout(4 * 3600)
def test_killed_two_hundred_times(tmp_path):
    state_file = CHECKOUT / ".full-run" / "kills.json"
    state_file.parent.mkdir(exist_ok=True)
    state = {"kills": 0, "folders": 0}
    if state_file.exists():
        state = json.loads(state_file.read_text())
    while state["kills"] < 200:
        folder = tmp_path / f"demo-{state['folders']}"
        draw = random.Random(7000 + state["folders"])
        state["kills"] += killed_and_finished(folder, draw, kills=10)
        state["folders"] += 1
        state_file.write_text(json.dumps(state))
        shutil.rmtree(folder)
        print(
            f"kills {state['kills']}, folders {state['folders']}: no page lost, no gap, no double"
        )
