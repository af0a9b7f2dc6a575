"""Signed files bent at random: never valid with a signed byte changed, and no judge ends."""

import json
import random
import re

import pytest

from registry_desk.signing import Verdict, verify
from tests.conftest import CHECKOUT
from tests.fuzz.mutation import mutated
from tests.unit.signing.documents import Pen, plain


@pytest.fixture(scope="module")
def originals(whole_authority):
    pen = Pen(whole_authority)
    return (
        pen.sign(plain()),
        pen.sign(plain(is_compressed=True)),
        pen.sign(plain(), certify=2),
    )


def signed_parts(raw):
    """Give the bytes that the first signature of a file is over."""
    start, before, after, length = map(
        int, re.search(rb"/ByteRange ?\[ ?(\d+) +(\d+) +(\d+) +(\d+)", raw).groups()
    )
    return raw[start : start + before], raw[after : after + length], (before, after, length)


def judge_bent(originals, authority, folder, numbers):
    """Bend and judge; give how many were still valid (bent where nothing is signed)."""
    valid = 0
    for number in numbers:
        draw = random.Random(number)
        original = draw.choice(originals)
        bent = mutated(original, draw, others=originals)
        file = folder / "bent.pdf"
        file.write_bytes(bent)
        told = verify(file, trust=[authority.root_pem], is_offline=True)
        if told.verdict is Verdict.VALID:
            valid += 1
            head, tail, (before, after, length) = signed_parts(original)
            assert bent[:before] == head, f"round {number}"
            assert bent[after : after + length] == tail, f"round {number}"
    return valid


def test_bent_files_are_never_valid(originals, authority, tmp_path):
    judge_bent(originals, authority, tmp_path, range(120))


@pytest.mark.full
@pytest.mark.timeout(4 * 3600)
def test_thousands_of_bent_files_are_never_valid(originals, authority, tmp_path):
    state_file = CHECKOUT / ".full-run" / "bent_signatures.json"
    state_file.parent.mkdir(exist_ok=True)
    done = json.loads(state_file.read_text()) if state_file.exists() else 1000
    while done < 9000:
        judge_bent(originals, authority, tmp_path, range(done, done + 500))
        done += 500
        state_file.write_text(json.dumps(done))
        print(f"bent signed files {done - 1000}: none valid with a signed byte changed")
