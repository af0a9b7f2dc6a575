"""Sheets that tests can tell apart, and the little furniture around a scan."""

from pathlib import Path

import psutil
from PIL import Image, ImageDraw

DPI = 100
SIZE = (827, 1169)
"""A4 at 100 dpi."""
_BITS = 8


def sheet(path: Path, number: int) -> Path:
    """Draw a page with the grain of paper and its number in big squares, readable after JPEG."""
    image = Image.effect_noise(SIZE, 10).point(lambda v: min(255, v + 110)).convert("RGB")
    pen = ImageDraw.Draw(image)
    for bit in range(_BITS):
        color = (20, 20, 20) if number >> bit & 1 else (235, 235, 235)
        pen.rectangle((60 + bit * 90, 100, 120 + bit * 90, 200), fill=color)
    image.save(path, quality=92)
    return path


def number_on(path: Path) -> int:
    """Read the number of a scanned page."""
    with Image.open(path) as image:
        page = image.convert("L").resize(SIZE)
    read = [page.getpixel((90 + bit * 90, 150)) < 128 for bit in range(_BITS)]
    return sum(1 << bit for bit, is_set in enumerate(read) if is_set)


def stack(folder: Path, count: int) -> list[Path]:
    """Draw a stack of numbered pages, from 1."""
    folder.mkdir(parents=True, exist_ok=True)
    return [sheet(folder / f"{n:03d}.jpg", n) for n in range(1, count + 1)]


class Answers:
    """A prompt that answers as told and remembers what it was asked."""

    def __init__(self, *answers, act=None):
        self.asked, self._answers, self._act = [], list(answers), act

    def ask(self, code, **params):
        self.asked.append((code, params))
        if self._act:
            self._act(code, params)
        return self._answers.pop(0) if self._answers else True


def drivers() -> list[psutil.Process]:
    """Give this process's scanner drivers that are alive."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            line = " ".join(child.cmdline())
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
        if "spawn_main" in line:
            found.append(child)
    return found
