"""Bent files: whatever somebody sends is opened or named as damaged; no crash, no wrong count.

The sample in CI draws a few hundred files; ``--full`` draws thousands with other seeds and goes on
where it stopped. What broke something once is kept in ``kept/`` and tried every time.
"""

import json
import random
from contextlib import suppress
from pathlib import Path

import pytest

from registry_desk.errors import DamagedError
from registry_desk.intake.files import FileOpener
from tests.conftest import CHECKOUT
from tests.fuzz.mutation import mutated
from tests.letters import bad_files

KEPT = Path(__file__).parent / "kept"
SMALL_DPI = 40
NOT_A_SEED = {"bomb.png", "drawing bomb.pdf", "picture bomb.pdf", "empty.jpg", "five metres.pdf"}


@pytest.fixture(scope="module")
def seeds():
    made = {bad.name: bad.make() for bad in bad_files.BAD_FILES if bad.name not in NOT_A_SEED}
    return {name: content for name, content in made.items() if len(content) < 400_000}


@pytest.fixture(scope="module")
def opener():
    with FileOpener(time_limit_s=20) as opened:
        yield opened


def look_through(opener, path):
    """Count a file's pages and draw them all; every page counted is there, whole or named."""
    try:
        count = opener.count_pages(path)
    except DamagedError:
        return None
    assert count >= 1
    target = path.with_name("page.png")
    for page in range(1, min(count, 4) + 1):
        try:
            opener.render_page(path, page, target, dpi=SMALL_DPI)
        except DamagedError as error:
            assert error.code != "page_missing", f"page {page} of {count}"
        else:
            assert target.stat().st_size > 0
            target.unlink()
    with suppress(DamagedError):  # named: that is all that is asked of a bent file
        opener.finished_reason(path)
    assert not list(path.parent.glob("*.part"))
    return count


def try_bent(opener, seeds, folder, *, rounds, first=0):
    """Draw bent files and look through them; what breaks is written where the message says."""
    others = tuple(seeds.values())
    names = sorted(seeds)
    opened = 0
    for number in range(first, first + rounds):
        draw = random.Random(number)
        name = draw.choice(names)
        path = folder / f"{number}-{name}"
        path.write_bytes(mutated(seeds[name], draw, others=others))
        opened += look_through(opener, path) is not None
        path.unlink()
    return opened


def test_bent_files_are_opened_or_named(opener, seeds, tmp_path):
    opened = try_bent(opener, seeds, tmp_path, rounds=250)
    assert 50 < opened < 250, "bent too little, or beyond recognition"


@pytest.mark.parametrize("kept", sorted(KEPT.glob("*.*")), ids=lambda path: path.name)
def test_what_broke_something_once(opener, kept, tmp_path):
    path = tmp_path / kept.name
    path.write_bytes(kept.read_bytes())
    look_through(opener, path)


@pytest.mark.full
@pytest.mark.timeout(4 * 3600)
def test_thousands_of_bent_files(opener, seeds, tmp_path):
    state_file = CHECKOUT / ".full-run" / "bent_files.json"
    state_file.parent.mkdir(exist_ok=True)
    done = json.loads(state_file.read_text()) if state_file.exists() else 10_000
    while done < 30_000:
        try_bent(opener, seeds, tmp_path, rounds=500, first=done)
        done += 500
        state_file.write_text(json.dumps(done))
        print(f"bent files {done - 10_000}: all opened or named")
