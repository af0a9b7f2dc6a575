"""Fit the weights that tell which way up a page stands by the shapes of its letters.

    python -m tests.fitting.upright [--write]

Lines of the letters (letters.json.gz) are printed in every Latin face of this machine, bold, pale,
crooked, blurred, grainy, in dots; each page is cut into its shapes in all four ways it can lie.
Photographs, grain and strokes of a pen are shown as what is no letter. The
last twentieth of the pages says how often a lone shape tells. What counts is told by whole pages of
letters: python -m tests.bench.bench_pages.

Needs scikit-learn, which nothing else here does: it is not among the tests' packages.
"""

import argparse
import gzip
import json
import random
import re
import subprocess
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from registry_desk.imaging.upright import NO_LETTER, shapes_of
from registry_desk.resources import resource

HERE = Path(__file__).parent
_PAGES, _SHAPES = 3000, 100
_WIDTH, _HEIGHT, _DPI = 600, 280, 100
_FINER = 2
_FACES = re.compile(
    "(Nimbus|C059|P052|URWBookman|URWGothic|Z003|Liberation|DejaVuSans|DejaVuSerif"
    "|NotoSans-|NotoSerif-|NotoSansMono-|NotoSansDisplay|NotoSerifDisplay).*[.](ttf|otf)$"
)
_UNWRITTEN = 0.2
"""Share of the pages that show no writing."""
_HIDDEN, _EPOCHS = 48, 10


def lines_of_letters():
    """Give every line of the letters that is long enough to show letters."""
    letters = json.loads(gzip.decompress((HERE / "letters.json.gz").read_bytes()))
    found = {
        line
        for letter in letters
        for page in letter["pages"]
        for line in page["text"]["text"].splitlines()
        if len(line) > 12
    }
    return sorted(found)


def faces():
    listed = subprocess.run(["fc-list", ":", "file"], capture_output=True, text=True, check=True)
    files = {line.split(":")[0] for line in listed.stdout.splitlines()}
    return sorted(file for file in files if _FACES.search(file))


def printed(chance, lines, files):
    """Print some lines at twice the resolution, as black as the face is."""
    px = int(chance.uniform(7.5, 14) / 72 * _DPI * _FINER)
    font = ImageFont.truetype(chance.choice(files), px)
    sheet = Image.new("L", (_WIDTH * _FINER, _HEIGHT * _FINER), 255)
    pen, y = ImageDraw.Draw(sheet), 14
    while y < sheet.height - px * 1.3:
        line = chance.choice(lines)
        if chance.random() < 0.12:
            line = line.upper()
        pen.text((20, y), line, font=font, fill=chance.choice((0, 0, 30, 70)))
        y += int(px * chance.uniform(1.15, 1.7))
    return np.asarray(sheet)


def worn(chance, page):
    """Give the page as a scanner may show it, and where ink is."""
    if chance.random() < 0.12:  # a needle printer
        step = chance.choice((3, 4))
        down, across = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
        dots = (across % step - step / 2) ** 2 + (down % step - step / 2) ** 2 < (step / 2) ** 2
        page = np.where(dots, page, 255).astype(np.uint8)
    way = chance.random()
    if way < 0.3:
        page = cv2.erode(page, np.ones((2, 2), np.uint8))
    elif way < 0.5:
        page = cv2.dilate(page, np.ones((2, 2), np.uint8))
    angle = chance.uniform(-4, 4) if chance.random() < 0.7 else chance.uniform(-12, 12)
    turn = cv2.getRotationMatrix2D((_WIDTH, _HEIGHT), angle, 1)
    page = cv2.warpAffine(page, turn, page.shape[::-1], borderValue=255)
    page = cv2.GaussianBlur(page, (0, 0), chance.uniform(0.4, 1.5))
    page = cv2.resize(page, (_WIDTH, _HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32)
    grain = np.random.default_rng(chance.randrange(1 << 30))
    page += grain.normal(0, chance.uniform(0, 18), page.shape)
    page = np.clip(page, 0, 255).astype(np.uint8)
    return page, page < chance.uniform(130, 215)


def unwritten(chance):
    """Give what is no writing, and where ink is: grain, photographs, strokes of a pen."""
    grain = np.random.default_rng(chance.randrange(1 << 30))
    if chance.random() < 0.5:
        noise = cv2.GaussianBlur(
            grain.normal(0, 1, (_HEIGHT, _WIDTH)), (0, 0), chance.uniform(0.8, 4)
        )
        noise *= chance.uniform(30, 90) / noise.std()
        page = chance.uniform(150, 255) - np.maximum(noise, chance.choice((-255, 20)))
    else:
        page = np.full((_HEIGHT, _WIDTH), 255.0, np.float32)
        for _ in range(150):
            ways = grain.normal(0, chance.uniform(1, 4), (chance.randrange(4, 30), 2)).cumsum(0)
            curve = cv2.GaussianBlur(ways.cumsum(0), (1, 9), 0) / chance.uniform(1, 6)
            start = grain.uniform((0, 0), (_WIDTH, _HEIGHT))
            line = np.round((curve + start) * 16).astype(np.int32)
            cv2.polylines(page, [line], False, chance.uniform(0, 120), chance.choice((1, 1, 2)),
                          cv2.LINE_AA, 4)  # fmt: skip
        page = cv2.GaussianBlur(page, (0, 0), chance.uniform(0.4, 1))
    page = np.clip(page, 0, 255).astype(np.uint8)
    return page, page < chance.uniform(130, 215)


def examples():
    """Give shapes of all pages, and by how many right angles each was turned clockwise.

    Shapes that are no writing have :data:`registry_desk.imaging.upright.NO_LETTER` instead.
    """
    chance, lines, files = random.Random(5), lines_of_letters(), faces()
    print(f"{len(lines)} lines, {len(files)} faces")
    shapes, turns = [], []
    for _ in range(_PAGES):
        is_written = chance.random() > _UNWRITTEN
        page, ink = worn(chance, printed(chance, lines, files)) if is_written else unwritten(chance)
        for turn in range(4):
            # Cut anew for each way: a shape that is turned afterwards keeps the half pixel by
            # which it stands off the middle, and that would be learnt.
            found = shapes_of(np.rot90(page, -turn), np.rot90(ink, -turn), _DPI, _SHAPES)
            shapes.append(found)
            turns.append(np.full(len(found), turn if is_written else NO_LETTER))
    return np.concatenate(shapes), np.concatenate(turns)


def rounded(numbers):
    return np.round(numbers.astype(float), 2).tolist()


def main():
    from sklearn.neural_network import MLPClassifier

    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    shapes, turns = examples()
    cut = int(len(shapes) * 0.95)
    order = np.random.default_rng(1).permutation(cut)
    net = MLPClassifier(
        (_HIDDEN,), batch_size=1024, learning_rate_init=2e-3, alpha=1e-5,
        max_iter=_EPOCHS, n_iter_no_change=_EPOCHS, random_state=1,
    )  # fmt: skip
    net.fit(shapes[:cut][order], turns[:cut][order])
    share = net.score(shapes[cut:], turns[cut:])
    print(f"{cut} shapes learnt from; of {len(shapes) - cut} others {share:.3f} told by themselves")
    if given.write:
        layers = [
            {"weights": rounded(weights), "bias": rounded(bias)}
            for weights, bias in zip(net.coefs_, net.intercepts_, strict=True)
        ]
        resource("upright.json").write_text(json.dumps(layers) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
